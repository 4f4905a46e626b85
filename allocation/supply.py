"""Supply and demand in hours, before anything is solved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.causes import KINDS, find_causes
from allocation.phrases import counted
from allocation.prepare import prepare
from allocation.problem import PlanningProblem
from allocation.round import Round
from allocation.strangers import strangers
from allocation.supply_hours import Hours, estimate_hours
from geo.tables import items
from geo.travel import Travel

#: Columns of the tables by ward, skill and language.
COLUMNS = ("households", "visit_hours", "travel_hours", "asked_hours", "fieldworkers", "there_hours")


@dataclass(frozen=True)
class SupplyDemand:
    """What a round asks for and what is there, in hours.

    Attributes
    ----------
    total : DataFrame
        One row; columns :data:`COLUMNS`. ``asked_hours`` are visits and the estimate of travel; ``there_hours`` the
        working days of all available fieldworkers times their longest day.
    by_ward : DataFrame
        ``ward`` (id, "" where unknown) and :data:`COLUMNS`; a fieldworker counts to the home ward (stated, else
        that around the home), in a row "" without one.
    by_skill : DataFrame
        ``skill`` and :data:`COLUMNS`; a household counts under each skill that it asks for, a fieldworker under each that
        he or she has, so that the rows add up to more than the total.
    by_language : DataFrame
        ``language`` and :data:`COLUMNS`; "" for households that state none. Fieldworkers count under each language.
    not_served : DataFrame
        ``household_id``, ``reason``: the households that nobody could visit even on an empty day; reasons are those of
        :data:`allocation.plan.REASONS`.
    barred : DataFrame
        ``household_id``, ``reason``: those that the round does not ask for (refused, other ward, no place, outside).
    share : float
        Estimated share of the households asked for that can be reached, 0 to 1.
    sentences : tuple of str
        The findings in plain words, the most important first.
    """

    total: pd.DataFrame
    by_ward: pd.DataFrame
    by_skill: pd.DataFrame
    by_language: pd.DataFrame
    not_served: pd.DataFrame
    barred: pd.DataFrame
    share: float
    sentences: tuple[str, ...]


def supply_and_demand(  # noqa: PLR0917 - in the order of the public door
    households: pd.DataFrame,
    fieldworkers: pd.DataFrame,
    round_: Round,
    travel: Travel | None = None,
    wards: gpd.GeoDataFrame | None = None,
    restrictions: gpd.GeoDataFrame | None = None,
) -> SupplyDemand:
    """Hours asked and hours there, in total, by ward, by skill and by language.

    Parameters
    ----------
    households, fieldworkers, wards, restrictions : DataFrame or GeoDataFrame
        As for :func:`allocation.plan_round`.
    round_ : Round
        Days, minutes a visit, rules.
    travel : Travel, optional
        Straight lines with the usual speeds if left out.

    Raises
    ------
    InputProblems
        Everything wrong with the inputs, all at once.

    Notes
    -----
    Travel is estimated (:func:`allocation.supply_hours.estimate_hours`); only the plan itself knows it.
    """
    if isinstance(fieldworkers, pd.DataFrame):
        # Hours are the same with a vehicle, which only shortens ways.
        fieldworkers = fieldworkers.drop(columns="vehicle", errors="ignore")
    ready = prepare(households, fieldworkers, round_, travel, wards, restrictions)
    return supply_of(ready.problem, int(ready.placed_home.sum()), strangers(ready.households, ready.fieldworkers))


def supply_of(problem: PlanningProblem, placed_home: int = 0, unknown: str = "") -> SupplyDemand:
    """The same from a problem that is ready.

    ``placed_home``: fieldworkers whose home ward follows from their home; ``unknown``: the sentence of
    :func:`allocation.strangers.strangers`.
    """
    hours = estimate_hours(problem)
    asked = problem.asked
    stuck = (asked & ~problem.may.any(axis=0)).nonzero()[0].astype(np.int64)
    causes = find_causes(problem, stuck)
    not_served = _reasons(problem, stuck, [KINDS[kind] for kind in causes.kind])
    out = (~asked).nonzero()[0].astype(np.int64)
    total = _total(hours, asked)
    by_language = _by_word(problem, hours, "language", [_fold(cell) for cell in problem.households["language"]], "languages")
    by_skill = _by_word(problem, hours, "skill", skills_of(problem), "skills")
    share = min(1.0, hours.reachable / max(int(asked.sum()), 1))
    return SupplyDemand(
        total=total,
        by_ward=_by_ward(problem, hours),
        by_skill=by_skill,
        by_language=by_language,
        not_served=not_served,
        barred=_reasons(problem, out, problem.barred[out].tolist()),
        share=share,
        sentences=(
            *_sentences(problem, total, by_skill, not_served, share),
            *_homes_placed(problem, placed_home),
            *([unknown] if unknown else []),
        ),
    )


def skills_of(problem: PlanningProblem) -> list[tuple[str, ...]]:
    """The skills that each household's visit may ask for: its own, and those of its needs where the rule is on."""
    rules = problem.round.rules
    on = rules.needs_for(problem.round.kind) != "off"
    answer = {need.strip().casefold(): skill.strip() for need, skill in rules.need_skills.items()}
    known: dict[tuple[str, str], tuple[str, ...]] = {}
    result = []
    for key in zip(problem.households["skills"], problem.households["needs"], strict=True):
        if key not in known:
            wanted = [answer.get(need.casefold(), need) for need in items(key[1])] if on else []
            known[key] = tuple(dict.fromkeys(word.casefold() for word in [*items(key[0]), *wanted]))
        result.append(known[key])
    return result


def _fold(cell: str) -> tuple[str, ...]:
    return (cell.strip().casefold(),)


def _reasons(problem: PlanningProblem, rows: NDArray[np.int64], reasons: list[str]) -> pd.DataFrame:
    ids = problem.household_ids[rows].tolist()
    return pd.DataFrame({"household_id": pd.array(ids, dtype="str"), "reason": pd.array(reasons, dtype="str")})


def _row(hours: Hours, homes: NDArray[np.bool_], team: NDArray[np.bool_]) -> dict[str, float]:
    visit, travel = float(hours.visit[homes].sum()), float(hours.travel[homes].sum())
    return {
        "households": int(homes.sum()),
        "visit_hours": visit,
        "travel_hours": travel,
        "asked_hours": visit + travel,
        "fieldworkers": int(team.sum()),
        "there_hours": float(hours.there[team].sum()),
    }


def _total(hours: Hours, asked: NDArray[np.bool_]) -> pd.DataFrame:
    return pd.DataFrame([_row(hours, asked, np.ones(len(hours.there), dtype=bool))], columns=list(COLUMNS))


def _by_ward(problem: PlanningProblem, hours: Hours) -> pd.DataFrame:
    ward = problem.households["ward_id"].to_numpy(dtype=object)
    home = problem.workers["home_ward"].to_numpy(dtype=object)
    names = sorted({*ward[problem.asked].tolist(), *home.tolist()})
    rows = [{"ward": name, **_row(hours, problem.asked & (ward == name), home == name)} for name in names]
    return pd.DataFrame(rows, columns=["ward", *COLUMNS])


def _by_word(problem: PlanningProblem, hours: Hours, name: str, wanted: list[tuple[str, ...]], column: str) -> pd.DataFrame:
    spelt = {word.casefold(): word for cell in problem.workers[column] for word in items(cell)}
    if name == "language":
        spelt = {cell.strip().casefold(): cell.strip() for cell in problem.households["language"]} | spelt
    has = [{word.casefold() for word in items(cell)} for cell in problem.workers[column]]
    words = sorted({word for row in problem.asked.nonzero()[0] for word in wanted[row]} | set().union(*has))
    rows = []
    for word in words:
        homes = problem.asked & np.array([word in own for own in wanted], dtype=bool)
        team = np.array([not word or word in own for own in has], dtype=bool)
        rows.append({name: spelt.get(word, word), **_row(hours, homes, team)})
    return pd.DataFrame(rows, columns=[name, *COLUMNS])


def _sentences(
    problem: PlanningProblem, total: pd.DataFrame, by_skill: pd.DataFrame, not_served: pd.DataFrame, share: float
) -> tuple[str, ...]:
    asked, there = float(total["asked_hours"].iloc[0]), float(total["there_hours"].iloc[0])
    households = int(total["households"].iloc[0])
    # Hours that nobody lacks do not help where those who have them may not come, or not on these days.
    but = "the hours would be enough, but not those of people who may come: " if share < 0.995 and asked < there else ""
    told = [f"You ask for {asked:,.0f} hours; the team has {there:,.0f}: {but}{_in_words(share, households)}."]
    if len(not_served):
        whom = counted(len(not_served), "household", "households")
        told.append(f"For {whom} there is no fieldworker who could come, even on an empty day.")
    short = by_skill[(by_skill["households"] > 0) & (by_skill["fieldworkers"] == 0)]
    told.extend(
        f"Nobody has the skill {skill}; {counted(int(number), 'household asks', 'households ask')} for it."
        for skill, number in zip(short["skill"], short["households"], strict=True)
    )
    out = int((~problem.asked).sum())
    if out:
        told.append(f"{counted(out, 'household is', 'households are')} on the list but not part of this round.")
    return tuple(told)


def _homes_placed(problem: PlanningProblem, placed_home: int) -> Iterator[str]:
    """Whose ward we found ourselves, where the round asks about it."""
    if placed_home and (problem.round.rules.home_ward or problem.round.wishes.home_ward):
        whom = counted(placed_home, "fieldworker", "fieldworkers")
        yield f"The list names no home ward for {whom}: it was taken from where they live."


def _in_words(share: float, households: int) -> str:
    if not households:
        return "no household is asked for"
    if share >= 0.995:
        return "that should be enough"
    if share >= 0.05:
        return f"about {max(1, min(9, round(share * 10)))} in 10 households can be reached"
    if share >= 0.005:
        return f"about {share * 100:.0f} in 100 households can be reached"
    return "hardly a household can be reached" if share else "no household can be reached"
