"""The fixes that would serve the most households, over the whole plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from allocation.building import build_problem
from allocation.calendar import WORKING_WEEK, round_days
from allocation.causes import KINDS, Causes, find_causes, unfinished, unworthy
from allocation.phrases import counted, kilometres
from allocation.plan import Plan
from allocation.problem import PlanningProblem
from allocation.sentences import MORE_SECONDS
from allocation.supply import skills_of
from allocation.why.standing import riding_of
from geo.tables import items
from geo.travel.distance import pairwise_m

#: Columns of the table of fixes.
COLUMNS = ("fix", "households", "reason")
#: Most rows of the table.
MOST = 20
#: Causes that one more fieldworker in the right place, with the right skill and language, would end.
_BY_SOMEBODY = frozenset(
    {"skill", "language", "distance", "home_ward", "long_way", "no_way", "no_day", "full", "forbidden", "second"}
)
#: Causes told by one sentence for all: kind → fix.
_FOR_ALL = {
    "hours": "Ask {households} when else somebody is at home.",
    "place_unknown": "Give the place or the village of {households}.",
    "outside_wards": "Check the coordinates of {households} outside every ward, or bring the boundaries of their wards.",
    "closed": "Plan days on which the areas of {households} are open, or change the restrictions.",
    "few_days": "Make the round longer, or ask for fewer visits of {households}.",
    "long_visit": "Shorten the visits to {households}, or make the days longer.",
    "unworthy": "Raise what {households} are worth (prize_min), or plan visits near them.",
    "room": MORE_SECONDS,
}
#: Rules that may be switched off: kind → fix.
_LIFT = {
    "language": "Switch off the rule on language.",
    "home_ward": "Let fieldworkers visit outside their home ward.",
}
_Fix = tuple[str, int, str]


@dataclass(frozen=True)
class _Given:
    """What every kind of fix looks at."""

    plan: Plan
    problem: PlanningProblem
    causes: Causes
    ward_names: dict[str, str]

    @property
    def kinds(self) -> list[str]:
        return [str(kind) for kind in self.causes.kind]


def best_fixes(plan: Plan) -> pd.DataFrame:
    """The fixes that serve the most households.

    Parameters
    ----------
    plan : Plan
        As planned.

    Returns
    -------
    DataFrame
        ``fix`` (a plain instruction), ``households`` (how many it may serve at most) and ``reason`` (the reason that
        most of them are given now); the most helpful first, at most 20 rows. One household may count in several rows.

    Notes
    -----
    What one more fieldworker can do is what a fieldworker does in this plan on a day, on average, times the days of a
    Monday-to-Friday worker in this round; a rule that is lifted can free more households than the team has hours for.
    """
    given = _given(plan)
    found = [*_somebody(given), *_one_more_day(given), *_allow_farther(given), *_lift(given), *_for_all(given), *_wards(given)]
    found += _told_alike(given)
    best = sorted((fix for fix in found if fix[1] > 0), key=lambda fix: (-fix[1], fix[0]))[:MOST]
    return pd.DataFrame(best, columns=list(COLUMNS)).astype({"fix": "str", "households": "int64", "reason": "str"})


def _given(plan: Plan) -> _Given:
    homes, team = plan.households, plan.fieldworkers
    crew = team if plan.round.workers is None else team[team["worker_id"].isin(plan.round.workers)]
    told = dict(zip(plan.unserved["household_id"], plan.unserved["reason"], strict=True))
    alone = {kind for kind, reason in KINDS.items() if kind == reason}
    reasons = [told.get(name, "") for name in homes["household_id"]]
    barred = np.array([reason if reason in alone else "" for reason in reasons], dtype=object)
    problem = build_problem(homes, crew, plan.round, plan.travel, barred, plan.restrictions)
    # Who rides is somewhere else on those days: the causes are those of the rows that the reasons speak of.
    riding = riding_of(plan, problem, plan.vehicles)
    problem = problem if riding is None else riding.problem
    rows = np.array([row for row, reason in enumerate(reasons) if reason], dtype=np.int64)
    room, dear = (np.array([reasons[row] == KINDS[kind] for row in rows.tolist()], dtype=bool) for kind in ("room", "unworthy"))
    return _Given(plan, problem, unworthy(unfinished(find_causes(problem, rows), room), dear), _ward_names(plan))


def _ward_names(plan: Plan) -> dict[str, str]:
    if plan.wards is None or "ward_no" not in plan.wards.columns:
        return {}
    return {str(code): str(number) for code, number in zip(plan.wards["ward_id"], plan.wards["ward_no"], strict=True) if number}


def _somebody(given: _Given) -> Iterator[_Fix]:
    """One more fieldworker in a ward, with the skill and (where the rule asks for it) the language that helps most there."""
    problem = given.problem
    must = [frozenset(word.casefold() for word in items(cell)) for cell in problem.households["skills"]]
    asked, mode = skills_of(problem), problem.round.rules.needs_for(problem.round.kind)
    spoken = problem.households["language"].to_numpy(dtype=object)
    ward = problem.households["ward_id"].to_numpy(dtype=object)
    groups: dict[tuple[str, str], Counter[tuple[tuple[str, ...], str]]] = defaultdict(Counter)
    for row, kind in zip(given.causes.rows, given.kinds, strict=True):
        if kind in _BY_SOMEBODY and not _needs_two(problem, int(row), kind):
            language = str(spoken[row]) if problem.round.rules.language else ""
            for skills in _ways_to_ask(must[row], asked[row], mode):
                groups[str(ward[row]), KINDS[kind]][skills, language] += 1
    can = _a_fieldworker_can(given)
    for (where, reason), ways in groups.items():
        # One row a ward and reason: whoever helps most, and of those who help alike, who needs the fewest skills.
        (skills, language), waiting = min(ways.items(), key=lambda way: (-min(way[1], can), len(way[0][0]), -way[1], way[0]))
        yield _one_more(given, where, skills, language), min(waiting, can), reason


def _needs_two(problem: PlanningProblem, row: int, kind: str) -> bool:
    """Whether nobody at all may come to a household for two: one more fieldworker alone does not help."""
    return bool(problem.visitors[row] > 1) and kind not in {"second", "full"}


def _ways_to_ask(must: frozenset[str], asked: tuple[str, ...], mode: str) -> set[tuple[str, ...]]:
    """The smallest sets of skills with which somebody could do the visit."""
    if mode != "any" or set(asked) <= must:
        return {tuple(sorted(asked))}
    wanted = [word for word in asked if word not in must]
    return {tuple(sorted({*must, word})) for word in wanted}


def _one_more(given: _Given, ward: str, skills: tuple[str, ...], language: str) -> str:
    with_ = f" with the skill{'s' if len(skills) > 1 else ''} {' and '.join(skills)}" if skills else ""
    speaks = f" who speaks {language}" if language else ""
    where = f" in ward {given.ward_names.get(ward, ward)}" if ward else ""
    return f"One more fieldworker{with_}{speaks}{where}."


def _a_fieldworker_can(given: _Given) -> int:
    """Visits that one more fieldworker does in the round."""
    days = sum(day.weekday() in WORKING_WEEK for day in round_days(given.plan.round))
    return max(1, int(days * _visits_a_day(given)))


def _visits_a_day(given: _Given) -> float:
    if len(given.plan.days):
        return len(given.plan.visits) / len(given.plan.days)
    asked = given.problem.visit_min[given.problem.asked]
    return float(np.median(given.problem.span_min) / max(float(np.median(asked)), 1.0)) if len(asked) else 1.0


def _one_more_day(given: _Given) -> Iterator[_Fix]:
    """Every fieldworker one day more, for the households that only lack time."""
    full = given.kinds.count("full")
    if full:
        yield (
            "One more day for the whole team.",
            min(full, int(len(set(given.problem.person_ids.tolist())) * _visits_a_day(given))),
            "workers_full",
        )


def _allow_farther(given: _Given) -> Iterator[_Fix]:
    """A longer limit of distance: for nine in ten of those whom it keeps away."""
    at = np.array([kind == "distance" for kind in given.kinds], dtype=bool) & given.causes.lifted
    limit = given.problem.round.rules.max_distance_m
    if not at.any() or not limit:
        return
    problem, rows = given.problem, given.causes.rows[at]
    metres = pairwise_m(problem.homes.lon_lat, problem.places.lon_lat[rows])
    common = np.isclose(problem.reach_m, limit)[:, None] & given.causes.circle[:, at]
    nearest = np.where(common, metres, np.inf).min(axis=0)
    nearest = nearest[np.isfinite(nearest)]
    if len(nearest):
        new = float(np.ceil(np.quantile(nearest, 0.9, method="higher") / 500) * 500)
        yield f"Allow {kilometres(new)} instead of {kilometres(limit)}.", int((nearest <= new).sum()), "too_far"


def _lift(given: _Given) -> Iterator[_Fix]:
    for kind, fix in _LIFT.items():
        number = int((np.array([k == kind for k in given.kinds], dtype=bool) & given.causes.lifted).sum())
        yield fix, number, KINDS[kind]
    needs = given.problem.round.rules.needs_for(given.problem.round.kind) != "off"
    own = given.problem.households["skills"].to_numpy(dtype=object)[given.causes.rows] != ""
    only = np.array([kind == "skill" for kind in given.kinds], dtype=bool) & given.causes.lifted & ~own
    if needs:
        yield "Switch off the rule on needs.", int(only.sum()), "no_skill"


def _for_all(given: _Given) -> Iterator[_Fix]:
    for kind, fix in _FOR_ALL.items():
        number = given.kinds.count(kind)
        whom = counted(number, "household", "households")
        yield fix.format(households=whom), number, KINDS[kind]


def _wards(given: _Given) -> Iterator[_Fix]:
    ward: Any = given.problem.households["ward_id"].to_numpy(dtype=object)
    elsewhere = Counter(ward[row] for row, kind in zip(given.causes.rows, given.kinds, strict=True) if kind == "not_in_round")
    for name, number in elsewhere.items():
        if name:
            yield f"Add ward {given.ward_names.get(name, name)} to the round.", number, "not_in_round"
        else:
            yield f"Give the ward of {counted(number, 'household', 'households')}.", number, "not_in_round"


def _told_alike(given: _Given) -> Iterator[_Fix]:
    """The remaining causes: what a single fieldworker would have to do, as the households are told."""
    fix = dict(zip(given.plan.unserved["household_id"], given.plan.unserved["smallest_fix"], strict=True))
    alike = Counter(
        (fix.get(given.problem.household_ids[row], ""), KINDS[kind])
        for row, kind in zip(given.causes.rows, given.kinds, strict=True)
        if kind in {"load", "no_day", "closed_days"}
        or (kind in {"no_way", "long_way", "forbidden"} and _needs_two(given.problem, int(row), kind))
    )
    yield from ((text, number, reason) for (text, reason), number in alike.items())
