"""Joint visits of a plan: who goes together, and how many visits are saved by bringing several services at once."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd

from allocation.plan import Plan
from allocation.round import Round
from geo.tables import items

#: Columns of :func:`joint_visits` and :func:`companions`.
VISITS = ("household_id", "date", "start", "workers", "skills")
COMPANIONS = ("worker_id", "with_worker_id", "visits")


def joint_visits(plan: Plan) -> pd.DataFrame:
    """The visits that two make at once.

    Returns
    -------
    DataFrame
        ``household_id``, ``date``, ``start``, ``workers`` (ids, separated by ``;``) and ``skills`` (what the household asks
        for and the visitors bring together), by date, start and household.
    """
    asked, has = _asked(plan.households, plan.round), _has(plan.fieldworkers)
    rows = []
    for (household, date), visit in plan.visits.groupby(["household_id", "date"], sort=False):
        who = sorted(visit["worker_id"])
        if len(who) > 1:
            brought = asked[household] & set().union(*(has[worker] for worker in who))
            rows.append((household, date, visit["start"].iloc[0], ";".join(who), ";".join(sorted(brought))))
    found = pd.DataFrame(rows, columns=list(VISITS)).astype("str")
    return found.sort_values(["date", "start", "household_id"], kind="stable", ignore_index=True)


def companions(plan: Plan) -> pd.DataFrame:
    """Who must travel with whom: ``worker_id``, ``with_worker_id`` and the number of ``visits`` together, most first."""
    pairs = joint_visits(plan)["workers"].value_counts()
    rows = [(*str(workers).split(";")[:2], int(count)) for workers, count in pairs.items()]
    found = pd.DataFrame(rows, columns=list(COMPANIONS)).astype({"worker_id": "str", "with_worker_id": "str", "visits": "int64"})
    return found.sort_values(["visits", "worker_id", "with_worker_id"], ascending=[False, True, True], ignore_index=True)


def joint_figures(
    visits: pd.DataFrame, households: gpd.GeoDataFrame, fieldworkers: gpd.GeoDataFrame, round_: Round
) -> dict[str, Any]:
    """What summary.json says of joint visits.

    Parameters
    ----------
    visits : DataFrame
        Of a plan (:data:`allocation.plan.VISITS`).
    households, fieldworkers : GeoDataFrame
        In the shape of the contract.
    round_ : Round
        Says which needs count, and which skill each asks for.

    Returns
    -------
    dict
        ``visits``: how many are made by two at once. ``saved``: visits that are saved, were each skill that a household asks
        for brought by a visit of its own: over all households, the skills that its visitors bring, less its visits (never
        below 0).
    """
    asked, has = _asked(households, round_), _has(fieldworkers)
    together = saved = 0
    for household, own in visits.groupby("household_id", sort=False):
        of_visit = own.groupby("date")["worker_id"].nunique()
        together += int((of_visit > 1).sum())
        wanted = asked[household]
        if wanted:
            brought = wanted & set().union(*(has[worker] for worker in own["worker_id"].unique()))
            saved += max(0, len(brought) - len(of_visit))
    return {"visits": together, "saved": saved}


def _asked(households: gpd.GeoDataFrame, round_: Round) -> dict[Any, set[str]]:
    """The skills that each household asks for, its needs among them where the round goes by needs."""
    by_needs = round_.rules.needs_for(round_.kind) != "off"
    skill_of = {need.strip().casefold(): skill.strip().casefold() for need, skill in round_.rules.need_skills.items()}
    result = {}
    for name, skills, needs in zip(households["household_id"], households["skills"], households["needs"], strict=True):
        wanted = _words(skills)
        if by_needs:
            wanted |= {skill_of.get(need, need) for need in _words(needs)}
        result[name] = wanted
    return result


def _has(fieldworkers: gpd.GeoDataFrame) -> dict[Any, set[str]]:
    return {name: _words(cell) for name, cell in zip(fieldworkers["worker_id"], fieldworkers["skills"], strict=True)}


def _words(cell: str) -> set[str]:
    return {item.casefold() for item in items(cell)}
