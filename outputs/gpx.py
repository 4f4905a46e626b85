"""A fieldworker's stops and routes as GPX 1.1, for navigation programs on phones and hand-held receivers."""

from __future__ import annotations

import math

from geo.clock import clock
from outputs.escape import markup
from outputs.handout import FICTIONAL, FICTIONAL_NOTE, HandOut
from outputs.itinerary import Stop, WorkerDay, of_worker
from outputs.words import short_day

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gpx version="1.1" creator="Wardround" xmlns="http://www.topografix.com/GPX/1/1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://www.topografix.com/GPX/1/1 http://www.topografix.com/GPX/1/1/gpx.xsd">\n'
)


def gpx(handout: HandOut, worker_id: str) -> str:
    """Waypoints (home and every stop) and a route a day; stops without a place are left out.

    Elements stand in the order that the schema asks for (GPX 1.1, https://www.topografix.com/GPX/1/1/).

    Parameters
    ----------
    handout : HandOut
        The plan.
    worker_id : str
        A worker with visits.

    Raises
    ------
    SettingError
        The worker has no visits in this plan.
    """
    one = of_worker(handout.itineraries, worker_id)
    note = f"{FICTIONAL}: {FICTIONAL_NOTE} " if handout.fictional else ""
    name = f"{handout.heading}, worker {one.number}"
    parts = [f"  <metadata><name>{markup(name, 200)}</name><desc>{markup(note + handout.period)}</desc></metadata>\n"]
    home = (one.lat, one.lon) if math.isfinite(one.lon) and math.isfinite(one.lat) else None
    if home:
        parts.append(_point("wpt", home, "Home", "", "Residence"))
    for day in one.days:
        parts += [_stop("wpt", day, stop) for stop in day.stops if stop.placed]
    for number, day in enumerate(one.days, start=1):
        points = [_stop("rtept", day, stop) for stop in day.stops if stop.placed]
        if home and points and not any(stop.ride for stop in day.stops):
            points = [_point("rtept", home, "Home", "", ""), *points, _point("rtept", home, "Home", "", "")]
        if points:
            parts.append(
                f"  <rte><name>{markup(short_day(day.date))}</name><number>{number}</number>\n{''.join(points)}  </rte>\n"
            )
    return f"{_HEAD}{''.join(parts)}</gpx>\n"


def _stop(tag: str, day: WorkerDay, stop: Stop) -> str:
    name = f"{short_day(day.date)} #{stop.order} {stop.label or stop.household_id}"
    about = [f"{clock(stop.start, False)}", f"household {stop.household_id}", stop.where]
    about += [stop.ride.rstrip("."), stop.meet.rstrip(".")]
    about += [] if stop.exact else ["place not exact"]
    return _point(tag, (stop.lat, stop.lon), name, "; ".join(part for part in about if part), "Flag, Blue")


def _point(tag: str, place: tuple[float, float], name: str, about: str, symbol: str) -> str:
    desc = f"<desc>{markup(about, 600)}</desc>" if about else ""
    sym = f"<sym>{symbol}</sym>" if symbol else ""
    return f'    <{tag} lat="{place[0]:.6f}" lon="{place[1]:.6f}"><name>{markup(name, 120)}</name>{desc}{sym}</{tag}>\n'
