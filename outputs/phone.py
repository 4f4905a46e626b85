"""A fieldworker's round as one HTML file for a phone: list by day, map and details, with no internet and nothing loaded.

A content security policy allows the file's own style and script by their hashes and nothing else, so that even text that
slipped through escaping could neither run nor call out. Ticks stay on the phone, by day and order only.
"""

from __future__ import annotations

import base64
import hashlib
import math
from importlib import resources

from geo.clock import clock
from outputs.escape import markup
from outputs.handout import FICTIONAL, FICTIONAL_NOTE, HandOut
from outputs.itinerary import Itinerary, Stop, WorkerDay, of_worker
from outputs.route_map import Drawing, anchor, route_map
from outputs.words import count, duration, length, long_day, short_day, weekday

#: The file stays below this many bytes, so that it can be sent over any messenger.
MOST_BYTES = 150_000
#: Longest texts, characters: each step is taken where the one before makes too large a file, with plainer maps.
_STEPS = ((600, 0.25, 9), (240, 0.7, 6), (120, 1.6, 3), (60, 4.0, 0))
#: Then without maps, texts shorter still.
_PLAIN_STEPS = (60, 24, 8)
#: A phone sets the names on the map in a font of its own; the widest usual one (DejaVu Sans) is this much wider than ours.
_WIDER = 1.3


def phone_html(handout: HandOut, worker_id: str) -> str:
    """The file of one fieldworker, less than 150 kB.

    Parameters
    ----------
    handout : HandOut
        The plan and its surroundings.
    worker_id : str
        A worker with visits.

    Raises
    ------
    SettingError
        The worker has no visits in this plan.
    """
    one = of_worker(handout.itineraries, worker_id)
    page = ""
    for most, detail_mm, names in _STEPS:
        page = _page(
            handout, one, most, Drawing(88, 76, linked=True, radius=2.6, names_most=names, detail_mm=detail_mm, wider=_WIDER)
        )
        if len(page.encode("utf-8")) < MOST_BYTES:
            return page
    for most in _PLAIN_STEPS:
        page = _page(handout, one, most, None)
        if len(page.encode("utf-8")) < MOST_BYTES:
            break
    return page


def _page(handout: HandOut, one: Itinerary, most: int, drawing: Drawing | None) -> str:
    style, script = _asset("phone.css"), _asset("phone.js")
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    title = f"Worker {one.number}: {markup(handout.heading, 80)}"
    flag = f'<p class="flag">{FICTIONAL}: {FICTIONAL_NOTE}</p>' if handout.fictional else ""
    days = "".join(_day(handout, one, day, most, drawing) for day in one.days)
    about = " · ".join(part for part in (markup(handout.heading, 80), markup(handout.place, 60), markup(handout.period)) if part)
    lines = [f"<p>Supervisor: {_own(one.supervisor, 120)}</p>"] if one.supervisor else []
    lines += [f"<p>{_own(handout.emergency, 160)}</p>"] if handout.emergency else []
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">'
        f'<meta name="robots" content="noindex"><title>{title}</title><style>{style}</style></head>'
        f'<body data-key="{_key(handout, one)}">{flag}<header><h1>Worker {one.number} {_own(one.name, 80)}</h1>'
        f'<p class="soft">{about}</p>{"".join(lines)}</header><nav aria-label="Days">{_tabs(one)}</nav>'
        f"<main>{days}</main><footer><p>Made {long_day(handout.day_printed)}. Works without internet. This file holds "
        "addresses of people: do not pass it on, and delete it after the round.</p></footer>"
        f"<script>{script}</script></body></html>\n"
    )


def _tabs(one: Itinerary) -> str:
    return "".join(
        f'<a href="#{_day_id(day)}"><b>{weekday(day.date)} {day.date.day}</b>{count(len(day.stops), "visit", "visits")}</a>'
        for day in one.days
    )


def _day_id(day: WorkerDay) -> str:
    return f"d{day.date:%Y%m%d}"


def _day(handout: HandOut, one: Itinerary, day: WorkerDay, most: int, drawing: Drawing | None) -> str:
    parts = [count(len(day.stops), "visit", "visits"), length(day.distance_m)]
    if math.isfinite(day.leave):
        parts.insert(0, f"leave {clock(day.leave, False)}, home {clock(day.home, False)}")
    only = next(part for part in one.each_day() if part.days[0].date == day.date)
    title = f"Map of {short_day(day.date)}"
    picture = "" if drawing is None else route_map(only, handout.backdrop, drawing, style="", title=title)
    drawn = f'<div class="map">{picture}</div>' if picture else ""
    stops = "".join(_stop(day, stop, most) for stop in day.stops)
    return (
        f'<section id="{_day_id(day)}"><div class="head"><h2>{short_day(day.date)}</h2><span class="soft left"></span></div>'
        f'<p class="soft">{" · ".join(part for part in parts if part)}</p>{drawn}<ol>{stops}</ol></section>'
    )


def _stop(day: WorkerDay, stop: Stop, most: int) -> str:
    name = stop.label or stop.address or stop.household_id
    below = stop.where if stop.label else (stop.village or stop.directions)
    approx = "" if stop.exact else "≈ "
    rows = [
        ("Vehicle", stop.ride),
        ("Together", stop.meet),
        ("Household", stop.household_id),
        ("Address", stop.address),
        ("Directions", stop.directions),
        ("Village", stop.village),
        ("Language", stop.language),
        ("People", f"{stop.members:.0f}" if math.isfinite(stop.members) else ""),
        ("At home", stop.available.replace(";", ", ").replace("-", "–")),
        ("For", ", ".join(stop.needs)),
        ("Place", "" if stop.exact else "not exact: ask for the household by name"),
        ("Way there", ", ".join(part for part in (duration(stop.travel_min), length(stop.distance_m)) if part)),
    ]
    details = "".join(f"<dt>{term}</dt><dd>{_own(text, most)}</dd>" for term, text in rows if text)
    return (
        f'<li id="{anchor(day.date, stop.order)}"><details><summary><span class="nr">{stop.order}</span>'
        f'<span class="at">{clock(stop.start, False)}</span><span class="who"><b>{_own(name, min(most, 90))}</b>'
        f"<span>{approx}{_own(below, min(most, 110))}</span>{_with(stop, most)}</span></summary>"
        f'<div class="more"><dl>{details}</dl><div class="do">{_go(stop)}'
        '<label class="tick"><input type="checkbox"> Done</label></div></div></details></li>'
    )


def _with(stop: Stop, most: int) -> str:
    return f"<span>With {_own(' and '.join(stop.company), min(most, 90))}</span>" if stop.company else ""


def _go(stop: Stop) -> str:
    """A link that the phone's own map program opens; it carries the place and the order, no name."""
    if not stop.placed:
        return ""
    place = f"{stop.lat:.6f},{stop.lon:.6f}"
    return f'<a href="geo:{place}?q={place}(Stop%20{stop.order})">Open in maps</a>'


def _own(text: str, most: int) -> str:
    """People's text in its own writing direction."""
    return f"<bdi>{markup(text, most)}</bdi>" if text else ""


def _key(handout: HandOut, one: Itinerary) -> str:
    """Names this worker's ticks of this plan on the phone; tells nothing."""
    visits = "|".join(f"{day.date}{stop.household_id}" for day in one.days for stop in day.stops)
    return hashlib.sha256(f"{handout.heading}|{one.worker_id}|{visits}".encode()).hexdigest()[:16]


def _asset(name: str) -> str:
    return resources.files("outputs").joinpath(name).read_text(encoding="utf-8").strip()


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
