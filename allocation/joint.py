"""Joint visits of a plan: who goes together, and how many visits are saved by bringing several services at once."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd

from allocation.plan import Plan
from allocation.round import Round
from geo.tables import items

#: Columns of :func:`joint_visits`, :func:`companions` and :func:`services`.
VISITS = ("household_id", "date", "start", "workers", "skills")
COMPANIONS = ("worker_id", "with_worker_id", "visits")
SERVICES = ("household_id", "visits", "together", "brought", "saved")


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
    for (household, date), visit in _several(plan.visits).groupby(["household_id", "date"], sort=False):
        who = sorted(visit["worker_id"])
        brought = asked[household] & set().union(*(has[worker] for worker in who))
        rows.append((household, date, visit["start"].iloc[0], ";".join(who), ";".join(sorted(brought))))
    found = pd.DataFrame(rows, columns=list(VISITS)).astype("str")
    return found.sort_values(["date", "start", "household_id"], kind="stable", ignore_index=True)


def with_whom(visits: pd.DataFrame) -> pd.Series[str]:
    """Who comes with the visitor of each row: ids separated by ``;``, "" where one comes alone. Index of ``visits``."""
    found = {}
    for _, workers in _several(visits).groupby(["household_id", "date"], sort=False)["worker_id"]:
        for row, worker in workers.items():
            found[row] = ";".join(sorted(other for other in workers if other != worker))
    return pd.Series([found.get(row, "") for row in visits.index], index=visits.index, dtype="str")


def _several(visits: pd.DataFrame) -> pd.DataFrame:
    """The rows of visits that more than one makes."""
    return visits[visits.duplicated(["household_id", "date"], keep=False)]


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
    found = services(visits, households, fieldworkers, round_)
    return {"visits": int(found["together"].sum()), "saved": int(found["saved"].sum())}


def services(visits: pd.DataFrame, households: gpd.GeoDataFrame, fieldworkers: gpd.GeoDataFrame, round_: Round) -> pd.DataFrame:
    """What the visits bring to each household that is visited; parameters as of :func:`joint_figures`.

    Returns
    -------
    DataFrame
        ``household_id``, ``visits`` (how many), ``together`` (how many of them by two at once), ``brought`` (the skills that it
        asks for and its visitors have, separated by ``;``) and ``saved`` (of these, more than the visits), as first visited.
    """
    asked, has = _asked(households, round_), _has(fieldworkers)
    rows = []
    for household, days in _visitors(visits).items():
        wanted = asked[household]
        brought = wanted & set().union(*(has[worker] for workers in days.values() for worker in workers)) if wanted else set()
        together = sum(len(workers) > 1 for workers in days.values())
        rows.append((household, len(days), together, ";".join(sorted(brought)), max(0, len(brought) - len(days))))
    counts = dict.fromkeys(("visits", "together", "saved"), "int64")
    return pd.DataFrame(rows, columns=list(SERVICES)).astype({"household_id": "str", "brought": "str", **counts})


def _visitors(visits: pd.DataFrame) -> dict[Any, dict[Any, set[Any]]]:
    """Household → date → its visitors, as first visited; by hand, since a group of rows each takes a thousand times as long."""
    found: dict[Any, dict[Any, set[Any]]] = {}
    columns = (visits[name].tolist() for name in ("household_id", "date", "worker_id"))
    for household, date, worker in zip(*columns, strict=True):
        found.setdefault(household, {}).setdefault(date, set()).add(worker)
    return found


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
