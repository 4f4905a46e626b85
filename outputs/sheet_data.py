"""The content of a fieldworker's sheet as plain data for the template ``sheet.typ``."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from geo.clock import clock
from outputs.escape import breakable, clean, without_pictures
from outputs.handout import FICTIONAL, FICTIONAL_NOTE, HandOut
from outputs.itinerary import Itinerary, Stop, WorkerDay
from outputs.marks import WEEK, sample
from outputs.route_map import Drawing, route_map
from outputs.words import length, long_day, short_day, span, weekday

#: Longest texts on paper, characters; phones and workbook hold them whole.
_LABEL, _ID, _PLACE, _NAME = 44, 24, 110, 42
#: Height of the map, at most and at least, and its width, mm.
_MAP_MM, _MAP_LEAST_MM, _MAP_WIDTH_MM = 84.0, 48.0, 102.0
#: What the template takes from the map at the most where a line too many was needed (``give`` in sheet.typ), mm.
_GIVE_MM = 6.0
#: A height at which the map is read well, and what each row should have more than its least before the map grows on, mm.
_MAP_GOOD_MM, _ROOM_MM = 60.0, 2.0
#: Height of an A4 page less its margins, and of all but map and rows with headings in words and in letters, mm.
_PAGE_MM, _AROUND_MM, _AROUND_DENSE_MM = 272.0, 38.0, 26.0
#: Least height of a row by its mark, in words and in letters, of a line of text and of what stands between two lines, mm.
_MARK_MM, _MARK_DENSE_MM, _TEXT_MM, _LEAD_MM, _INSET_MM = 4.1, 3.6, 2.25, 1.5, 0.75
#: Characters that a line of the household and of the place column holds.
_LINE_LABEL, _LINE_PLACE = 24, 33
#: From this many visits on the headings of the outcome become single letters, which leaves room for three more visits.
_DENSE = 34


def sheet_data(handout: HandOut, parts: list[list[Itinerary]]) -> dict[str, Any]:
    """The whole document: each inner list holds the sheets of one worker in order."""
    return {
        "heading": _paper(handout.heading),
        "round": _paper(" · ".join(text for text in (handout.heading, handout.place, handout.period) if text), 90),
        "printed": long_day(handout.day_printed),
        "fictional": handout.fictional,
        "fictional_word": FICTIONAL,
        "fictional_note": FICTIONAL_NOTE,
        "emergency": _paper(handout.emergency, 90),
        "fonts": ["Libertinus Serif", "DejaVu Sans Mono"],
        "map_most_mm": _MAP_MM,
        "marks": [dataclasses.asdict(mark) for mark in WEEK],
        "samples": [sample(day) for day in range(7)],
        "sections": [_section(handout, sheet) for sheets in parts for sheet in sheets],
    }


def _section(handout: HandOut, one: Itinerary) -> dict[str, Any]:
    rows = [row for day in one.days for row in _rows(day)]
    dense = len(rows) >= _DENSE
    height, fits = _map_mm(rows, dense)
    if not any(stop.placed for day in one.days for stop in day.stops):
        height = _MAP_LEAST_MM
    about = (_paper(one.worker_id, _ID), _paper(one.department, 40), {"walk": "on foot", "car": "by car"}.get(one.mode, one.mode))
    return {
        "number": one.number,
        "short_name": _paper(one.name, 24),
        "name": breakable(_paper(one.name, _NAME)),
        "about": breakable(" · ".join(text for text in about if text)),
        "supervisor": breakable(_paper(one.supervisor, 60)),
        "when": span(one.days[0].date, one.days[-1].date),
        "days": [_day(day) for day in one.days],
        "map": route_map(one, handout.backdrop, Drawing(_MAP_WIDTH_MM, height)),
        "map_mm": height,
        "finding": any(row["finding"] for row in rows),
        "dense": dense and fits,
        "remarks": height - 9 - 5.6 * len(one.days) - 22 > 12,
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
    extra = [f"At home {stop.available.replace(';', ', ').replace('-', '–')}."] if stop.available else []
    extra += [f"For: {', '.join(stop.needs)}."] if stop.needs else []
    return {
        "order": str(stop.order),
        "time": _time(stop.start),
        "label": breakable(_paper(stop.label, _LABEL)),
        "id": breakable(_paper(stop.household_id, _ID)),
        "place": breakable(_paper(stop.where, _PLACE)),
        "extra": breakable(_paper(" ".join(extra), 80)),
        "finding": not stop.exact,
        "language": breakable(_paper(stop.language, 18), 9),
        "people": f"{stop.members:.0f}" if math.isfinite(stop.members) else "",
    }


def _paper(text: str, most: int = 0) -> str:
    return clean(without_pictures(text), most)


def _time(minutes: float) -> str:
    return clock(minutes, seconds=False) if math.isfinite(minutes) else ""


def _map_mm(rows: list[dict[str, Any]], dense: bool) -> tuple[float, bool]:
    """The height of the map with which all rows fit the page, and True; its full height and False where they cannot."""
    lines = [
        max(_lines(f"{row['label']} {row['id']}", _LINE_LABEL), _lines(f"{row['place']} {row['extra']}", _LINE_PLACE))
        for row in rows
    ]
    mark = _MARK_DENSE_MM if dense else _MARK_MM
    need = sum(max(mark, count * _TEXT_MM + (count - 1) * _LEAD_MM) + _INSET_MM for count in lines)
    left = _PAGE_MM - (_AROUND_DENSE_MM if dense else _AROUND_MM) - need
    if left < _MAP_LEAST_MM - _GIVE_MM:
        return _MAP_MM, False
    left = max(left, _MAP_LEAST_MM)
    # Room to write comes before a large map, a map that can be read before room to write.
    return round(min(max(left - _ROOM_MM * len(rows), min(left, _MAP_GOOD_MM)), _MAP_MM), 1), True


def _lines(text: str, line: int) -> int:
    return max(1, math.ceil(len(text.strip()) / line))
