"""The content of a fieldworker's sheet as plain data for the template ``sheet.typ``."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from geo.clock import clock
from outputs.escape import breakable, on_paper
from outputs.handout import HandOut
from outputs.itinerary import Itinerary, Stop, WorkerDay
from outputs.marks import WEEK, sample
from outputs.paper import common_data
from outputs.route_map import Drawing, route_map
from outputs.sheet_fit import MAP_MM, Look, fit, lines_mm, text_mm
from outputs.words import length, short_day, span, weekday

#: Longest texts on paper, characters; phones and workbook hold them whole.
_LABEL, _ID, _PLACE, _NAME = 44, 24, 110, 42
#: Of what is said besides; a name and a time to meet must not push the rest out.
_EXTRA, _EXTRA_TOGETHER, _EXTRA_RIDING = 80, 150, 240
#: Width of the map and of what stands beside it, mm.
_MAP_WIDTH_MM, _BESIDE_MM = 102.0, 88.0

#: Said beside the map where it is needed; the first word of each is bold.
FINDING = "≈ place not exact (dashed on the map): ask for the household."
LETTERS = "P people; D done, N not home, R refused, M moved"


def sheet_data(handout: HandOut, sheets: list[Itinerary], drawn: bool = True) -> dict[str, Any]:
    """The whole document, a section a sheet; without maps unless ``drawn``, which changes no height."""
    return {
        "heading": on_paper(handout.heading),
        "round": " · ".join(text for text in _round(handout) if text),
        **common_data(handout),
        "emergency": breakable(on_paper(handout.emergency, 90)),
        "finding": FINDING,
        "letters": LETTERS,
        "map_most_mm": MAP_MM,
        "marks": [dataclasses.asdict(mark) for mark in WEEK],
        "samples": [sample(day) for day in range(7)],
        # Of the whole document, where it is typeset in parts.
        "pages_before": 0,
        "pages_in_all": 0,
        "sections": [_section(handout, sheet, drawn) for sheet in sheets],
    }


def _round(handout: HandOut) -> tuple[str, str, str]:
    """Name, place and days of the round for the head of a sheet: the days in full, whatever the others are called."""
    plan = handout.plan.round
    # A round without a name of its own is called by its days, which stand there anyway.
    by_days = handout.heading == f"Round from {plan.first_day} to {plan.last_day}"
    return ("" if by_days else on_paper(handout.heading, 40), on_paper(handout.place, 28), handout.period)


def _section(handout: HandOut, one: Itinerary, drawn: bool) -> dict[str, Any]:
    rows = [row for day in one.days for row in _rows(day)]
    finding = any(row["finding"] for row in rows)
    supervisor = breakable(on_paper(one.supervisor, 60))
    emergency = breakable(on_paper(handout.emergency, 90))

    def beside_mm(look: Look) -> float:
        notes = [f"Supervisor: {supervisor}", emergency, FINDING if finding else "", LETTERS if look.letters else ""]
        count = sum(lines_mm(text, _BESIDE_MM - 2, 9.5) for text in notes if text)
        return 4.5 + 5.9 * len(one.days) + 2.2 + text_mm(count, 9.5, 0.6) + 1.0

    fitted = fit(rows, beside_mm)
    about = (
        on_paper(one.worker_id, _ID),
        on_paper(one.department, 40),
        {"walk": "on foot", "car": "by car"}.get(one.mode, one.mode),
    )
    return {
        "number": one.number,
        "short_name": on_paper(one.name, 24),
        "name": breakable(on_paper(one.name, _NAME)),
        "about": breakable(" · ".join(text for text in about if text)),
        "supervisor": supervisor,
        "when": span(one.days[0].date, one.days[-1].date),
        "days": [_day(day) for day in one.days],
        "map": route_map(one, handout.backdrop, Drawing(_MAP_WIDTH_MM, fitted.map_mm)) if drawn else "",
        "fit": fitted.plain(),
        "finding": finding,
        "remarks": fitted.map_mm - beside_mm(fitted.look) > 12,
        "rows": rows,
    }


def _day(day: WorkerDay) -> dict[str, Any]:
    return {
        "weekday": day.date.weekday(),
        "day": short_day(day.date),
        "leave": _time(day.leave),
        "home": _time(day.home),
        "visits": len(day.stops),
        "way": length(day.distance_m),
    }


def _rows(day: WorkerDay) -> list[dict[str, Any]]:
    return [{**_row(stop), "first": i == 0, **_date(day)} for i, stop in enumerate(day.stops)]


def _date(day: WorkerDay) -> dict[str, Any]:
    return {"weekday": day.date.weekday(), "day": f"{weekday(day.date)} {day.date.day}"}


def _row(stop: Stop) -> dict[str, Any]:
    extra = [text for text in (stop.ride, stop.meet) if text]
    extra += [f"At home {stop.available.replace(';', ', ').replace('-', '–')}."] if stop.available else []
    extra += [f"For: {', '.join(stop.needs)}."] if stop.needs else []
    return {
        "order": str(stop.order),
        "time": _time(stop.start),
        "label": breakable(on_paper(stop.label, _LABEL)),
        "id": breakable(on_paper(stop.household_id, _ID)),
        "place": breakable(on_paper(stop.where, _PLACE)),
        "extra": breakable(on_paper(" ".join(extra), _extra_most(stop))),
        "finding": not stop.exact,
        "language": breakable(on_paper(stop.language, 18), 9),
        "people": f"{stop.members:.0f}" if math.isfinite(stop.members) else "",
    }


def _extra_most(stop: Stop) -> int:
    if stop.ride:
        return _EXTRA_RIDING
    return _EXTRA_TOGETHER if stop.meet else _EXTRA


def _time(minutes: float) -> str:
    return clock(minutes, seconds=False) if math.isfinite(minutes) else ""
