"""What could be changed about a round, one unit at a time: each lever as changed inputs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from allocation.calendar import working_days
from allocation.why.context import Context
from allocation.why.inputs import Inputs, faster, with_twin
from allocation.why.lever import Lever, new_id
from allocation.why.riding_levers import seat_levers, vehicle_levers
from allocation.why.way_in import one_day_more
from allocation.why.ways_in import free_days
from geo.clock import clock, windows
from geo.tables import items

#: One unit of each: minutes, metres, share.
HOUR_MIN, FARTHER_M, FASTER = 60.0, 1000.0, 1.1
_HOURS_ALL = "One hour a day more for every fieldworker"
#: Most hours that a day may have.
_DAY_MOST_H = 24.0


def team_levers(context: Context, inputs: Inputs, waiting: list[int]) -> Iterator[Lever]:
    """The levers that are not one person's: hours and days of all, rules, hours at home, travel, loads, the meeting, vehicles."""
    crew = _crew(context)
    yield Lever("hours_all", _HOURS_ALL, None, _longer(context, inputs, crew))
    yield from _week_hours(context, inputs, waiting)
    yield from day_levers(context, inputs)
    for one in (_rules, _homes, _travel, _load, _meeting):
        yield from one(context, inputs, waiting)
    if inputs.vehicles is not None and len(inputs.vehicles):
        yield from seat_levers(context, inputs)


def all_levers(context: Context, inputs: Inputs, waiting: list[int]) -> Iterator[Lever]:
    """Every lever that the round has; ``waiting`` are the rows of the households that nobody visits."""
    for one in (_hours, _week_hours, _days, _twins, word_levers, _rules, _homes, _travel, _load, _meeting):
        yield from one(context, inputs, waiting)
    if inputs.vehicles is not None and len(inputs.vehicles):
        yield from seat_levers(context, inputs)
        yield from vehicle_levers(context, inputs)


def _crew(context: Context) -> list[str]:
    return [str(name) for name in context.people.worker_ids.tolist()]


def _hours(context: Context, inputs: Inputs, waiting: list[int]) -> Iterator[Lever]:
    crew = _crew(context)
    yield Lever("hours_all", _HOURS_ALL, None, _longer(context, inputs, crew))
    for name in crew:
        label = f"One hour a day more for fieldworker {name}"
        yield Lever("hours_one", label, (name,), _longer(context, inputs, [name]))


def _longer(context: Context, inputs: Inputs, names: list[str]) -> Inputs:
    """An hour more a day: the longest day, and home an hour later."""
    ends = dict(zip(_crew(context), context.people.end_min.tolist(), strict=True))
    team = inputs.fieldworkers.copy()
    own = team["worker_id"].isin(names)
    hours = team.loc[own, "hours_per_day"]
    # Days of the literature are longer than those of the clock already.
    team.loc[own, "hours_per_day"] = np.where(
        hours < _DAY_MOST_H, np.minimum(hours + HOUR_MIN / 60, _DAY_MOST_H), hours + HOUR_MIN / 60
    )
    team["end"] = [
        ends[name] + HOUR_MIN if on else end for name, end, on in zip(team["worker_id"], team["end"], own, strict=True)
    ]
    return replace(inputs, fieldworkers=team)


def _week_hours(context: Context, inputs: Inputs, waiting: list[int]) -> Iterator[Lever]:
    limited = [name for name, most in zip(_crew(context), context.people.week_most_min[:, 0], strict=True) if np.isfinite(most)]
    if limited:
        team = inputs.fieldworkers.copy()
        team.loc[team["worker_id"].isin(limited), "hours_per_week"] += HOUR_MIN / 60
        label = "One hour a week more for every fieldworker with hours a week"
        yield Lever("week_hours", label, tuple(limited), replace(inputs, fieldworkers=team))


def _days(context: Context, inputs: Inputs, waiting: list[int]) -> Iterator[Lever]:
    for row, name in enumerate(_crew(context)):
        free = next(free_days(context, row), None)
        if free is not None:
            label = f"One working day more for fieldworker {name} ({free[0]})"
            cell = one_day_more(str(context.people.workers.iloc[row]["days"]), free[0])
            yield Lever("day_one", label, (name,), replace(inputs, fieldworkers=_set(inputs, name, "days", cell)))
    yield from day_levers(context, inputs)


def day_levers(context: Context, inputs: Inputs) -> Iterator[Lever]:
    """One day more at the end of the round; nothing where nobody works on any day of the fortnight after it."""
    longer = _day_longer(context)
    if longer is not None:
        label = f"One day more for the whole round ({longer.last_day.isoformat()})"
        yield Lever("day_more", label, None, replace(inputs, round=longer))


def _day_longer(context: Context) -> Any:
    """The round with the next day on which anybody works; None where there is none within a fortnight."""
    round_ = context.problem.round
    for step in range(1, 15):
        last = round_.last_day + dt.timedelta(days=step)
        if (last - round_.first_day).days >= 366:
            return None
        longer = replace(round_, last_day=last)
        if any(last in working_days(str(cell), longer) for cell in context.people.workers["days"]):
            return longer
    return None


def _twins(context: Context, inputs: Inputs, waiting: list[int]) -> Iterator[Lever]:
    """One more fieldworker like one who is there, living in the same place or among those who wait."""
    crowd = _crowd(context, waiting)
    for name in _crew(context):
        yield twin(inputs, name, f"One more fieldworker like {name}, living in the same place", None)
        if crowd is not None:
            near = context.problem.household_ids[crowd]
            yield twin(inputs, name, f"One more fieldworker like {name}, living near household {near}", crowd)


def twin(inputs: Inputs, name: str, label: str, crowd: int | None) -> Lever:
    """One more fieldworker like this one, at home in the same place or at that of a household (its row)."""
    team = inputs.fieldworkers
    new_row = team[team["worker_id"] == name].copy()
    taken = {*team["worker_id"].tolist(), *inputs.households["household_id"].tolist()}
    if inputs.vehicles is not None:
        taken.update(inputs.vehicles["vehicle_id"].tolist())
    new = new_id(name, taken)
    new_row["worker_id"] = new
    if crowd is not None:
        new_row["geometry"] = [inputs.households.geometry.iloc[crowd].representative_point()]
        new_row["home_ward"] = str(inputs.households["ward_id"].iloc[crowd])
    both: Any = pd.concat([team, new_row], ignore_index=True)
    round_ = inputs.round if inputs.round.workers is None else replace(inputs.round, workers=(*inputs.round.workers, new))
    changed = replace(inputs, fieldworkers=both, travel=with_twin(inputs.travel, name, new), round=round_)
    return Lever("twin", label, (new,), changed)


def _crowd(context: Context, waiting: list[int]) -> int | None:
    """The waiting household with the most others within 2 km; None where places do not matter."""
    problem = context.problem
    rows = [row for row in waiting if problem.asked[row] and np.isfinite(problem.places.lon_lat[row]).all()]
    if not rows or not problem.travel.needs_geometry:
        return None
    from scipy.spatial import cKDTree

    spots = problem.places.lon_lat[rows]
    # Degrees of latitude and, at this latitude, of longitude alike: near enough to count neighbours.
    flat = spots * np.array([np.cos(np.radians(spots[:, 1].mean())), 1.0])
    near = cKDTree(flat).query_ball_point(flat, 2.0 / 111.0, return_length=True)
    return rows[int(np.argmax(near))]


def word_levers(context: Context, inputs: Inputs, waiting: list[int]) -> Iterator[Lever]:
    """A language or a skill more for one fieldworker, where the rules ask for it and somebody waits for it."""
    rules, homes = inputs.round.rules, context.problem.households
    spoken = {str(homes["language"].iloc[row]).strip() for row in waiting} - {""} if rules.language else set()
    asked = {word for row in waiting for word in _asked(context, row)}
    for column, kind, words in (("languages", "language", spoken), ("skills", "skill", asked)):
        for word in sorted(words, key=str.casefold):
            for row, name in enumerate(_crew(context)):
                cell = str(context.people.workers.iloc[row][column])
                if word.casefold() not in {item.casefold() for item in items(cell)}:
                    label = f"Fieldworker {name} with the {kind} {word} too"
                    team = _set(inputs, name, column, ";".join([*items(cell), word]))
                    yield Lever(kind, label, (name,), replace(inputs, fieldworkers=team))


def _asked(context: Context, row: int) -> tuple[str, ...]:
    round_, homes = context.problem.round, context.problem.households
    known = {need.strip().casefold(): skill for need, skill in round_.rules.need_skills.items()}
    needs = items(str(homes["needs"].iat[row])) if round_.rules.needs_for(round_.kind) != "off" else ()
    return (*items(str(homes["skills"].iat[row])), *(known.get(need.casefold(), need) for need in needs))


def _rules(context: Context, inputs: Inputs, waiting: list[int]) -> Iterator[Lever]:
    rules, team = inputs.round.rules, inputs.fieldworkers

    def ruled(**values: Any) -> Inputs:
        return replace(inputs, round=replace(inputs.round, rules=replace(rules, **values)))

    own = team["max_distance_m"].to_numpy(dtype=float) > 0
    if (rules.max_distance_m or own.any()) and inputs.travel.needs_geometry:
        farther = ruled(max_distance_m=rules.max_distance_m + FARTHER_M if rules.max_distance_m else 0)
        longer = team["max_distance_m"] + np.where(own, FARTHER_M, 0.0)
        label = "Fieldworkers may go 1 km farther from home"
        yield Lever("farther", label, None, replace(farther, fieldworkers=team.assign(max_distance_m=longer)))
    if rules.home_ward:
        label = "Fieldworkers may visit outside their home ward"
        yield Lever("no_home_ward", label, None, ruled(home_ward=False))
    if rules.language:
        yield Lever("no_language", "No language need be shared", None, ruled(language=False))
    if rules.needs_for(inputs.round.kind) != "off":
        yield Lever("no_needs", "No skill need answer the needs", None, ruled(needs="off"))


def _homes(context: Context, inputs: Inputs, waiting: list[int]) -> Iterator[Lever]:
    homes = inputs.households
    if any(bool(cell) for cell in homes["available"]):
        wider = homes.assign(available=pd.Series([_wider(cell) for cell in homes["available"]], index=homes.index, dtype=object))
        label = "Somebody at home an hour earlier and an hour later"
        yield Lever("wider_hours", label, None, replace(inputs, households=wider))


def _wider(cell: Any) -> Any:
    spans = windows(cell)
    if not spans:
        return cell
    # Times are written as on the clock where they can be.
    if isinstance(cell, str):
        return ";".join(f"{clock(max(0, first - HOUR_MIN))}-{clock(last + HOUR_MIN)}" for first, last in spans)
    return [(max(0.0, first - HOUR_MIN), last + HOUR_MIN) for first, last in spans]


def _travel(context: Context, inputs: Inputs, waiting: list[int]) -> Iterator[Lever]:
    model = faster(inputs.travel, FASTER)
    if model is not None:
        yield Lever("faster", "Travel 10 % faster", None, replace(inputs, travel=model))


def _load(context: Context, inputs: Inputs, waiting: list[int]) -> Iterator[Lever]:
    team = inputs.fieldworkers
    if team["load_per_day"].notna().any():
        more = team.assign(load_per_day=team["load_per_day"] + 1)
        yield Lever("carry_more", "One unit more to carry a day", None, replace(inputs, fieldworkers=more))


def _meeting(context: Context, inputs: Inputs, waiting: list[int]) -> Iterator[Lever]:
    round_ = inputs.round
    if round_.meeting_day:
        without = replace(round_, meeting_day="", meeting_time="")
        yield Lever("meeting_day", "Visits on the day of the war-room meeting too", None, replace(inputs, round=without))


def _set(inputs: Inputs, name: str, column: str, value: Any) -> Any:
    team = inputs.fieldworkers.copy()
    team.loc[team["worker_id"] == name, column] = value
    return team
