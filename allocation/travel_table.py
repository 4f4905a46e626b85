"""The travel model that the ``[travel]`` table of round.toml states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from geo.errors import InputProblems
from geo.problems import Problem
from geo.travel import AroundBarriers, Barriers, RoadNetwork, StraightLine, Travel
from geo.travel.barriers.season import Season
from geo.travel.roads.settings import OFF_ROAD_M, judged
from geo.travel.straight_line import DETOUR

#: Models that can be stated in a file, and the keys of each.
_SHARED = ("detour_factor", "speed_kmh")
_OF_ROADS = ("roads", "elevation", "crossings", "off_road_most_m")
#: Keys that name files, beside round.toml where the path is a relative one.
_FILES = ("roads", "elevation")
#: Keys of any model: what nobody crosses, and when.
_OF_BARRIERS = ("barriers", "bridges", "month")


def travel_from(
    values: Mapping[str, Any], wrong: list[Problem], base: Path | None = None, days: tuple[dt.date, ...] = ()
) -> Travel | None:
    """The model; None, and what is wrong with the table in ``wrong``, where there is none.

    Parameters
    ----------
    values : mapping
        The table.
    wrong : list of Problem
        Takes what is wrong with it.
    base : Path or None
        The folder of round.toml, from which paths in it start.
    days : tuple of date
        The first and the last day of the round, for crossings that are closed in some months; () for none.
    """
    given = dict(values)
    model = given.pop("model", "straight_line")
    if not isinstance(model, str) or model not in ("straight_line", "roads"):
        named = f" {model}" if isinstance(model, str) else ""
        fact = f"The travel model{named} cannot be stated in a file; use straight_line or roads."
        wrong.append(Problem("E401", fact, column="travel.model"))
        return None
    known = (*_SHARED, *_OF_BARRIERS, *(_OF_ROADS if model == "roads" else ()))
    unknown = sorted({str(name) for name in given} - set(known))
    wrong += [Problem("E400", f"There is no key {name} in [travel].", column=f"travel.{name}") for name in unknown]
    stated = {name: given[name] for name in known if name in given}
    faults: list[Problem] = []
    season, barriers = _season(stated.pop("month", 0), days, faults), _barriers(stated, base, faults)
    try:
        if model == "roads":
            travel: Travel = _over_roads(stated, base, None if faults else barriers, season)
        else:
            travel = StraightLine(**stated)
            if barriers is not None and not faults:
                travel = AroundBarriers(travel, barriers, season)
    except InputProblems as error:
        faults.extend(error.problems)
    wrong += faults
    return None if faults else travel


def _season(month: Any, days: tuple[dt.date, ...], wrong: list[Problem]) -> Season:
    if isinstance(month, bool) or not isinstance(month, int) or not 0 <= month <= 12:
        fact = "The month must be a whole number from 1 to 12; leave it out for the months of the round."
        wrong.append(Problem("E401", fact, column="travel.month"))
        return Season()
    return Season(month, days)


def _barriers(stated: dict[str, Any], base: Path | None, wrong: list[Problem]) -> Barriers | None:
    """The barriers; takes their keys out of the table."""
    paths = []
    for name in ("barriers", "bridges"):
        path = stated.pop(name, "")
        if not isinstance(path, str):
            fact = f'The {name} must be the path of a file, as {name} = "rivers.gpkg".'
            wrong.append(Problem("E401", fact, column=f"travel.{name}"))
            return None
        paths.append(str(base / path) if path.strip() and base is not None else path.strip())
    if paths[1] and not paths[0]:
        fact = "Bridges are named, and no barriers that they cross."
        wrong.append(Problem("E401", fact, column="travel.bridges", remedy="Name the layer of barriers too."))
    if not paths[0]:
        return None
    from geo.travel.barriers.read import read_barriers

    try:
        return read_barriers(*paths)
    except InputProblems as error:
        wrong.extend(problem if problem.column else replace(problem, column="travel.barriers") for problem in error.problems)
    return None


def _over_roads(stated: dict[str, Any], base: Path | None, barriers: Barriers | None, season: Season) -> RoadNetwork:
    wrong = []
    for name in _FILES:
        path = stated.get(name, "")
        if not isinstance(path, str) or (name == "roads" and not path.strip()):
            fact = f'The {name} must be the path of a file, as {name} = "district.osm.pbf".'
            wrong.append(Problem("E401", fact, column=f"travel.{name}"))
        elif path and base is not None:
            stated[name] = str(base / path)
    if not isinstance(stated.get("crossings", False), bool):
        wrong.append(Problem("E401", "crossings must be true or false.", column="travel.crossings"))
    if wrong:  # the rest is judged too
        usual = {"detour_factor": DETOUR, "speed_kmh": {}, "off_road_most_m": OFF_ROAD_M}
        raise InputProblems([*wrong, *judged(*(stated.get(name, value) for name, value in usual.items()))])
    try:
        return RoadNetwork(**{**stated, "elevation": stated.get("elevation") or None}, barriers=barriers, season=season)
    except InputProblems as error:
        raise InputProblems([_at_key(problem) for problem in error.problems]) from error


def _at_key(problem: Problem) -> Problem:
    """A problem of the file of roads, with the key that names it."""
    return problem if problem.column else replace(problem, column="travel.roads")
