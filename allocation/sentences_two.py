"""Smallest fixes of households that two must visit at once and that nobody can come to: both of the two are named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from allocation.phrases import duration, kilometres
from geo.clock import clock
from geo.travel.distance import pairwise_m

if TYPE_CHECKING:
    from allocation.sentences import Writer

Floats = NDArray[np.float64]


def fix_for_two(writer: Writer, at: int, alone: str) -> str:
    """The fix of a household for two; of what would help only one of them it is said that it is not all."""
    write = _FIXES.get(str(writer.causes.kind[at]))
    if write is None:
        return alone
    return write(writer, at) or f"First of all: {alone[0].lower()}{alone[1:]}"


def _two(writer: Writer, at: int, lack: Floats, same_day: bool = True) -> tuple[int, int] | None:
    """The two of the circle (positions in it) who lack least together, and bring together what is asked for."""
    problem, row, who = writer.problem, writer.row(at), writer.circle(at)
    brings = problem.brings[who, row]
    can = (brings[:, None] | brings[None, :]) == problem.wanted[row]
    people = problem.person_ids[who]
    can &= people[:, None] != people[None, :]
    if same_day:
        works = np.zeros((len(who), len(problem.dates)), dtype=np.int64)
        for position, worker in enumerate(who.tolist()):
            works[position, problem.date_of[worker]] = problem.open_on[row, problem.date_of[worker]]
        can &= works @ works.T > 0
    total = np.where(np.triu(can, 1), lack[:, None] + lack[None, :], np.inf)
    if not np.isfinite(total).any():
        return None
    one, other = np.unravel_index(int(total.argmin()), total.shape)
    return int(one), int(other)


def _more(writer: Writer, at: int, who: str) -> str:
    """``two fieldworkers who live nearer``, with the skills that they must have together."""
    asked = writer.asked(at)
    return f"two fieldworkers who {f'have {asked} together and ' if asked else ''}{who}"


def _days_of(writer: Writer, at: int) -> str:
    """``fieldworkers A and B a day of 2 h``; "" where there are no two whose days are only too short."""
    who, total = writer.out_and_back(at)
    over = total - writer.problem.span_min[who]
    pair = _two(writer, at, np.maximum(over, 0.0))
    if pair is None or any(over[one] <= 0 for one in pair):
        return ""
    (a, long_a), (b, long_b) = ((writer.worker_id(who[one]), duration(total[one])) for one in pair)
    if long_a == long_b:
        return f"fieldworkers {a} and {b} a day of {long_a}"
    return f"fieldworker {a} a day of {long_a} and fieldworker {b} a day of {long_b}"


def _long_way(writer: Writer, at: int) -> str:
    longer = _days_of(writer, at)
    add = _more(writer, at, "live nearer or travel faster")
    return f"Give {longer}, or add {add}." if longer else f"Add {add}."


def _long_visit(writer: Writer, at: int) -> str:
    longer = _days_of(writer, at)
    return f"Shorten the visit, or give {longer}." if longer else "Shorten the visit."


def _load(writer: Writer, at: int) -> str:
    who, load = writer.circle(at), float(writer.problem.load[writer.row(at)])
    pair = _two(writer, at, load - writer.problem.load_most[who])
    return f"Let fieldworkers {_named(writer, who, pair)} carry {load:g} units a day each." if pair else ""


def _no_day(writer: Writer, at: int) -> str:
    who = writer.circle(at)
    pair = _two(writer, at, _way_min(writer, at), same_day=False)
    return f"Let fieldworkers {_named(writer, who, pair)} work on the same day of the round." if pair else ""


def _closed_days(writer: Writer, at: int) -> str:
    who = writer.circle(at)
    pair = _two(writer, at, _way_min(writer, at), same_day=False)
    return f"Let fieldworkers {_named(writer, who, pair)} work on the same day, one on which it is open." if pair else ""


def _distance(writer: Writer, at: int) -> str:
    who, row, problem = writer.circle(at), writer.row(at), writer.problem
    limits = problem.reach_m[who]
    metres = pairwise_m(problem.homes.lon_lat[who], problem.places.lon_lat[[row]])[:, 0]
    if not writer.causes.lifted[at]:
        return f"Add {_more(writer, at, f'live within {kilometres(limits[int(metres.argmin())])}')}."
    pair = _two(writer, at, np.maximum(metres - limits, 0.0))
    if pair is None:
        return ""
    common = problem.round.rules.max_distance_m or np.inf
    short = [one for one in pair if metres[one] > limits[one]]
    if all(limits[one] >= common for one in short):
        far = kilometres(max(metres[one] for one in short), up=True)
        return f"Allow {far} instead of {kilometres(common)}."
    named = [
        f"fieldworker {writer.worker_id(who[one])} {kilometres(metres[one], up=True)} instead of {kilometres(limits[one])}"
        for one in short
    ]
    return f"Allow {' and '.join(named)}."


def _home_ward(writer: Writer, at: int) -> str:
    if not writer.cell("ward_id", at):
        return "Give its ward in the list, or let fieldworkers visit outside their home ward."
    ward = writer.ward(at)
    return f"Let fieldworkers visit outside their home ward, or add {_more(writer, at, f'are at home in {ward}')}."


def _no_way(writer: Writer, at: int) -> str:
    return f"Add the ways to the travel times, or add {_more(writer, at, 'have a way here')}."


def _forbidden(writer: Writer, at: int) -> str:
    return f"Add {_more(writer, at, 'are not named there')}, or ask whom else the household would receive."


def _hours(writer: Writer, at: int) -> str:
    """The hours in which two can be there at once, as far as the longest is concerned."""
    row, who, problem = writer.row(at), writer.circle(at), writer.problem
    out, back = problem.told_min
    first = np.ceil(problem.start_min[who] + out[who, row])
    last = np.floor(problem.end_min[who] - back[who, row] - problem.visit_min[row])
    able = problem.fits_at_any_hour(np.array([row]))[who, 0]
    meet = np.minimum(last[:, None], last[None, :]) - np.maximum(first[:, None], first[None, :])
    pair = _two(writer, at, np.where(able, 0.0, np.inf))
    if pair is None or meet[pair] < 0:
        return "Ask when else somebody is at home."
    begin, end = (clock(float(edge), seconds=False) for edge in (first[list(pair)].max(), last[list(pair)].min()))
    return f"Ask when else somebody is at home; a visit by two can start from {begin} to {end}."


def _way_min(writer: Writer, at: int) -> Floats:
    return np.asarray(np.nan_to_num(writer.problem.told_min[0][writer.circle(at), writer.row(at)], nan=1e9), dtype=float)


def _named(writer: Writer, who: NDArray[np.int64], pair: tuple[int, int]) -> str:
    return " and ".join(writer.worker_id(who[one]) for one in pair)


#: Kind of cause for which nobody at all may come → the fix that brings two; "" where none is known.
_FIXES: Mapping[str, Callable[[Writer, int], str]] = MappingProxyType(
    {
        "long_way": _long_way,
        "long_visit": _long_visit,
        "load": _load,
        "no_day": _no_day,
        "closed_days": _closed_days,
        "distance": _distance,
        "home_ward": _home_ward,
        "no_way": _no_way,
        "forbidden": _forbidden,
        "hours": _hours,
    }
)
