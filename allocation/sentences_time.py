"""Sentence and smallest fix where a day's spare minutes do not say what is short: two at once, several visits, pieces of time.

What would be enough was walked (:mod:`allocation.why.more_time`); where nothing was found, or a household was not looked at,
the fix says what is lacking and names nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from allocation.phrases import counted, duration

if TYPE_CHECKING:
    from allocation.sentences import Writer
    from allocation.why.way_in import WayIn

Told = tuple[str, str]


def time_told(writer: Writer, at: int) -> Told:
    """Of a household whose ways in with more time were walked, or that asks for more than one visit by one person."""
    row = writer.row(at)
    way = writer.more.get(row)
    fix = "" if way is None else _enough(way)
    if writer.problem.visits[row] > 1:
        return _several_told(writer, at), fix or "Give them more time, make the round longer, or ask for fewer visits."
    if writer.problem.visitors[row] > 1:
        return _two_told(writer, at), fix or f"Give two of them more time {_or_carry(writer, at)}on the same day."
    has = "has" if writer.size(at) == 1 else "have"
    return (
        f"The time that {writer.those(at, 'may come')} {has} left is in pieces too short for it.",
        fix or "Ask those who are visited before and after it when else somebody is at home, or add another fieldworker.",
    )


def room_told(writer: Writer, at: int) -> str:
    """That the days have room for a household for two, or for several visits."""
    way = writer.more[writer.row(at)]
    assert way is not None
    if way.also:
        return f"There is still room for its {len(way.also) + 1} visits: the plan is not finished."
    if way.second_id:
        return f"Fieldworkers {way.worker_id} and {way.second_id} still have room on {way.date}: the plan is not finished."
    return f"Fieldworker {way.worker_id} still has room on {way.date}: the plan is not finished."


def _two_told(writer: Writer, at: int) -> str:
    return f"Two must go together, and {_no_two(writer, at)} time for it at the same hour."


def _several_told(writer: Writer, at: int) -> str:
    row = writer.row(at)
    asks = f"It asks for {counted(int(writer.problem.visits[row]), 'visit', 'visits')}"
    if writer.problem.visitors[row] > 1:
        return f"{asks} by two, and {_no_two(writer, at)} time left for all of them."
    have = "has" if writer.size(at) == 1 else "have"
    return f"{asks}, and {writer.those(at, 'may come')} {have} no time left for all of them."


def _no_two(writer: Writer, at: int) -> str:
    size = writer.size(at)
    return "the two fieldworkers who may come have no" if size == 2 else f"no two of {writer.those(at, 'may come')} have"


def _or_carry(writer: Writer, at: int) -> str:
    most = writer.problem.load_most[writer.circle(at)]
    return "and more to carry " if writer.problem.load[writer.row(at)] > 0 and np.isfinite(most).any() else ""


def _enough(way: WayIn) -> str:
    """The fix that the way in asks for."""
    if way.kind == "extra_day":
        return f"Let fieldworker {way.worker_id} work one day more, on {way.date}."
    parts = [
        *_parts(way.worker_id, way.date, way.longer_min, way.week_longer_min),
        *_parts(way.second_id, way.date, way.second_longer_min, way.second_week_longer_min),
    ]
    return f"About {' and '.join(parts)}." if parts else ""


def _parts(name: str, date: str, longer_min: float, week_min: float) -> list[str]:
    day, week = (duration(max(more, 1.0)) for more in (longer_min, week_min))
    if longer_min > 0:
        return [f"{day} more for fieldworker {name} on {date}{f' ({week} more in that week)' if week_min > 0 else ''}"]
    return [f"{week} more for fieldworker {name} in the week of {date}"] if week_min > 0 else []
