"""Whole rounds with shared vehicles, drawn at random."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from hypothesis import strategies as st

from geo.travel import TravelMatrix
from tests.allocation.rounds import LAT, LON, rounds, table

DAYS = ("", "", "Mon;Wed", "2026-04-01/2026-04-05;Tue", "Mon;Tue 08:00-12:00;Wed;Thu;Fri;Sat;Sun")


@st.composite
def vehicle(draw: st.DrawFn, line: bool, homes: list[shapely.Point]) -> dict[str, Any]:
    """A vehicle that starts near somebody's home, or anywhere."""
    home = draw(st.sampled_from(homes))
    near = st.just(shapely.Point(home.x + 0.001, home.y - 0.0005))
    return {
        "geometry": draw(near | near | st.builds(shapely.Point, LON, LAT)),
        "seats": draw(st.sampled_from([None, 1.0, 2.0, 9.0])),
        "days": draw(st.sampled_from(DAYS)),
        "start": draw(st.sampled_from(["", "06:00", "09:30"])),
        "end": draw(st.sampled_from(["", "13:00", "20:00"])),
        "speed_kmh": draw(st.sampled_from([None, None, 5.0, 60.0])) if line else None,
    }


@st.composite
def vehicle_rounds(draw: st.DrawFn, most: int = 10) -> dict[str, Any]:
    """The arguments of ``plan_round``: a round of any kind in which one or two vehicles take some of the fieldworkers.

    In most of them people walk slowly and visits ask for little, or nobody would have a reason to ride.
    """
    drawn = draw(rounds(most))
    matrix = isinstance(drawn["travel"], TravelMatrix)
    homes, team = drawn["households"], drawn["fieldworkers"]
    if draw(st.integers(0, 5)):
        blank = dict.fromkeys(("skills", "needs", "language", "not_workers", "ward_id"), "")
        homes = homes.assign(**blank, visitors=1, visits=1, status="active", visit_min=draw(st.sampled_from([20.0, 45.5])))
        homes = homes.set_geometry([point or shapely.Point(26.55, -33.32) for point in homes.geometry], crs="EPSG:4326")
        team = team.assign(mode="walk", max_distance_m=None, load_per_day=None, days="Mon;Tue;Wed;Thu;Fri;Sat;Sun", end="")
        rules = replace(drawn["round_"].rules, home_ward=False, max_distance_m=0)
        drawn |= {"round_": replace(drawn["round_"], wards=None, workers=None, rules=rules), "wards": None}
        if not matrix:
            drawn["travel"] = replace(drawn["travel"], speed_kmh={"walk": 1.0})
    start = list(team.geometry)
    rows = draw(st.lists(vehicle(not matrix, start), min_size=1, max_size=2))
    fleet = [{"vehicle_id": f"V{i}", **row} for i, row in enumerate(rows)]
    ids = [row["vehicle_id"] for row in fleet]
    named = [ids[0], *(draw(st.sampled_from([*ids, *ids, ""])) for _ in range(len(team) - 1))]
    if matrix:
        drawn["travel"] = wider(drawn["travel"], ids, draw(st.integers(0, 10_000)))
    return {**drawn, "households": homes, "fieldworkers": team.assign(vehicle=named), "vehicles": table(fleet)}


def wider(travel: TravelMatrix, ids: list[str], seed: int) -> TravelMatrix:
    """The matrix with places more, as near and as far as the others are."""
    random = np.random.default_rng(seed)
    size = len(travel.ids) + len(ids)
    minutes = np.round(random.uniform(0, 20, (size, size)))
    minutes[random.random((size, size)) < 0.1] = np.nan
    minutes[: len(travel.ids), : len(travel.ids)] = travel.table
    np.fill_diagonal(minutes, 0.0)
    return TravelMatrix(minutes, [*travel.ids, *ids])
