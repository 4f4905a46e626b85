"""Judge and complete what `plan_round` is given: one list of everything wrong, or a problem that can be planned."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.building import build_problem
from allocation.crew import crew_problems, rows_of, worker_problems
from allocation.door import round_problems, travel_problems
from allocation.home_wards import with_home_wards, without_home_ward
from allocation.problem import PlanningProblem
from allocation.round import Round
from allocation.vehicles.judge import vehicle_problems
from allocation.visit_counts import visit_problems
from geo.errors import InputProblems
from geo.placing import placed
from geo.problems import Problem
from geo.tables import BARRED, MODES, examine
from geo.travel import AroundBarriers, Places, RoadNetwork, StraightLine, Travel, TravelMatrix
from geo.travel.barriers.areas import kept_out
from geo.ward_numbers import WardNumbers


@dataclass(frozen=True)
class Prepared:
    """Validated tables and the problem made of them.

    Attributes
    ----------
    households, fieldworkers : GeoDataFrame
        All rows, completed; wards, settlements and stand-in places as used.
    wards : GeoDataFrame or None
    problem : PlanningProblem
    placed_home : (fieldworkers,) bool array
        Whose ``home_ward`` was taken from where the home lies.
    restrictions, vehicles : GeoDataFrame or None
    """

    households: gpd.GeoDataFrame
    fieldworkers: gpd.GeoDataFrame
    wards: gpd.GeoDataFrame | None
    problem: PlanningProblem
    placed_home: NDArray[np.bool_]
    restrictions: gpd.GeoDataFrame | None = None
    vehicles: gpd.GeoDataFrame | None = None

    @property
    def fieldworkers_stated(self) -> gpd.GeoDataFrame:
        """The fieldworkers with no more home wards than the list states: what the checker derives by itself."""
        return self.fieldworkers.assign(home_ward=self.fieldworkers["home_ward"].mask(self.placed_home, ""))


def prepare(  # noqa: PLR0917 - in the order of the public door
    households: pd.DataFrame,
    fieldworkers: pd.DataFrame,
    round_: Round,
    travel: Travel | None = None,
    wards: pd.DataFrame | None = None,
    restrictions: pd.DataFrame | None = None,
    vehicles: pd.DataFrame | None = None,
) -> Prepared:
    """Validate the tables, find wards, places and settlements, and build the problem.

    Parameters
    ----------
    households, fieldworkers, wards, restrictions, vehicles : DataFrame or GeoDataFrame
        As in :mod:`geo.tables`; ``wards``, ``restrictions`` and ``vehicles`` may be left out.
    round_ : Round
        Days, rules and wishes.
    travel : Travel or None
        None for straight lines with the usual speeds.

    Raises
    ------
    InputProblems
        Everything wrong with the tables and their fit, all at once.
    """
    wrong = [*round_problems(round_), *travel_problems(travel)]
    model = StraightLine() if travel is None or travel_problems(travel) else travel
    homes = _examined("fieldworkers", fieldworkers, wrong, model.needs_geometry)
    asked = _examined("households", households, wrong, model.needs_geometry)
    areas = None if wards is None else _examined("wards", wards, wrong, True)
    if asked is not None and homes is not None:
        wrong += _misfits(asked, homes, model)
    zones = None if restrictions is None else _examined("restrictions", restrictions, wrong, True, may_be_empty=True)
    fleet = None if vehicles is None else _examined("vehicles", vehicles, wrong, model.needs_geometry, may_be_empty=True)
    if homes is not None:
        wrong += vehicle_problems(fleet, homes, asked, round_, model)
    if asked is not None:
        wrong += visit_problems(asked)
    placed_home = np.zeros(0, dtype=bool)
    if homes is not None:
        wrong += worker_problems(homes, model.needs_geometry)
    if isinstance(round_, Round) and homes is not None:
        wrong += crew_problems(homes, round_)
        if not any(problem.file in ("fieldworkers", "wards") for problem in wrong):
            homes, placed_home = with_home_wards(homes, areas)
            wrong += without_home_ward(homes, round_, areas)
    if isinstance(round_, Round):
        wrong += _unknown_wards(round_, areas)
    if wrong or asked is None or homes is None:
        raise InputProblems(wrong)
    asked, outside = placed(asked, areas, needs_geometry=model.needs_geometry)
    crew = homes if round_.workers is None else homes[homes["worker_id"].isin(round_.workers)]
    model = kept_out(model, zones, round_.first_day, round_.last_day)
    if isinstance(model, RoadNetwork | AroundBarriers):
        _learn(model, asked, crew, fleet)
    problem = build_problem(asked, crew, round_, model, barred_reasons(asked, round_, model, outside), zones)
    return Prepared(asked, homes, areas, problem, placed_home, zones, fleet)


def barred_reasons(
    households: gpd.GeoDataFrame, round_: Round, travel: Travel, outside: NDArray[np.bool_]
) -> NDArray[np.object_]:
    """Why a household is not asked for at all, "" for those to be planned; (n,) array of str.

    A household whose ward nobody knows is not part of a round that names its wards.
    """
    refused = households["status"].isin(BARRED).to_numpy()
    placed = np.isfinite(Places.of(households["household_id"].tolist(), households.geometry).lon_lat).all(axis=1)
    nowhere = ~placed & travel.needs_geometry
    ward = households["ward_id"].to_numpy(dtype=object)
    chosen = np.ones(len(households), dtype=bool) if round_.wards is None else np.isin(ward.astype(str), round_.wards)
    # A household without a known ward is told what is really missing: its place, or a ward around it.
    known = (ward != "") | ~(nowhere | outside)
    result = np.full(len(households), "", dtype=object)
    result[outside] = "outside_wards"
    result[nowhere] = "place_unknown"
    result[~chosen & known] = "not_in_round"
    result[refused] = "do_not_visit"
    return result


def _learn(
    travel: RoadNetwork | AroundBarriers,
    households: gpd.GeoDataFrame,
    workers: gpd.GeoDataFrame,
    vehicles: gpd.GeoDataFrame | None,
) -> None:
    """Have all ways between homes and households worked out at once, for every mode that somebody travels in."""
    homes = Places.of(workers["worker_id"].tolist(), workers.geometry)
    places = homes.join(Places.of(households["household_id"].tolist(), households.geometry))
    if vehicles is not None:
        places = places.join(Places.of(vehicles["vehicle_id"].tolist(), vehicles.geometry))
    for mode in sorted({*workers["mode"], *([] if vehicles is None else ["car"])}):
        travel.learn(places, mode)


def _examined(
    table: str, frame: pd.DataFrame, wrong: list[Problem], needs_place: bool, may_be_empty: bool = False
) -> gpd.GeoDataFrame | None:
    """The completed table, faulty cells and all, so that the rest of it is judged too; None where it is no such table."""
    done, problems = examine(table, frame, needs_place=needs_place)
    wrong.extend(problems)
    if done is not None and done.empty and not may_be_empty:
        wrong.append(Problem("E402", f"The {table} table has no rows.", file=table))
    return done


def _misfits(households: gpd.GeoDataFrame, workers: gpd.GeoDataFrame, travel: Travel) -> list[Problem]:
    wrong = []
    homes, team = households["household_id"], workers["worker_id"]
    for table, column, own, other, whom in (
        ("households", "household_id", homes, team, "fieldworker"),
        ("fieldworkers", "worker_id", team, homes, "household"),
    ):
        both = own.isin(other).to_numpy()
        if both.any():
            count = int(both.sum())
            fact = f"The id of this row is also that of a {whom}." if count == 1 else f"{count} ids are also those of {whom}s."
            wrong.append(Problem("E404", fact, file=table, rows=rows_of(both), column=column))
    if isinstance(travel, TravelMatrix):
        for table, frame, column in (
            ("households", households, "household_id"),
            ("fieldworkers", workers, "worker_id"),
        ):
            lacking = ~frame[column].isin(travel.ids).to_numpy()
            if lacking.any():
                fact = f"The travel matrix lacks {int(lacking.sum())} of the {table}."
                wrong.append(Problem("E406", fact, file=table, rows=rows_of(lacking), column=column))
    speeds = getattr(travel, "speed_kmh", None)
    if speeds is not None:
        missing = sorted((set(workers["mode"]) & set(MODES)) - set(speeds))
        wrong += [Problem("E401", f"There is no speed for {mode}.", column=f"travel.speed_kmh.{mode}") for mode in missing]
    return wrong


def _unknown_wards(round_: Round, wards: gpd.GeoDataFrame | None) -> list[Problem]:
    if round_.wards == ():
        remedy = "Name the wards to visit in, or leave the key out for all of them."
        return [Problem("E402", "The round names no ward, so nobody would be visited.", column="round.wards", remedy=remedy)]
    if round_.wards is None or wards is None:
        return []
    unknown = sorted(set(round_.wards) - set(wards["ward_id"]))
    if not unknown:
        return []
    meant = {text: WardNumbers.of(wards).candidates(text) for text in unknown}
    said = [f'"{text}" is {_or(codes)}' for text, codes in meant.items() if codes][:10]
    remedy = f"Write the code of the ward: {'; '.join(said)}." if said else ""
    fact = f"There is no ward {', '.join(unknown[:10])} in the ward layer."
    return [Problem("E401", fact, column="round.wards", remedy=remedy)]


def _or(codes: tuple[str, ...], most: int = 5) -> str:
    quoted = [f'"{code}"' for code in codes]
    return " or ".join(quoted[:most]) + (f" or one of {len(quoted) - most} more" if len(quoted) > most else "")
