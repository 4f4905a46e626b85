"""Whole rounds, drawn at random: people, homes, calendars, hours, skills, loads, rules, wishes and travel."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from hypothesis import assume
from hypothesis import strategies as st

from allocation.crew import no_working_day
from allocation.round import Round
from allocation.rules import Rules
from allocation.wishes import Wishes
from geo.tables import RESTRICTIONS
from geo.travel import StraightLine, TravelMatrix
from tests.allocation.cases import wards

SKILLS, LANGUAGES = ("", "nurse", "Nurse;teacher", "health"), ("", "isiXhosa", "English", "Afrikaans;isixhosa")
WARDS = ("", "21004001", "21004002")
WINDOWS = ("", "", "", "08:00-09:00", "07:00-08:30;12:00-12:30", "16:00-18:00", "00:00-23:59", "10:00-10:00")
CALENDARS = ("", "", "Mon;Wed", "Sat;Sun", "2026-04-02", "2026-04-01/2026-04-05;Tue", "Friday")
PARTS = ("Mon;Tue 08:00-12:00;Wed;Thu", "2026-04-01/2026-04-02 13:00-16:30;Tue", "Mon;Tue;Wed 06:00-09:00;2026-04-01;Thu;Fri")
#: A little more than the two wards, so that some lie outside.
LON, LAT = st.floats(26.495, 26.605), st.floats(-33.352, -33.298)


def maybe(strategy: st.SearchStrategy[Any], blank: Any = None) -> st.SearchStrategy[Any]:
    return st.just(blank) | strategy


@st.composite
def household(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "visitors": draw(st.sampled_from([1, 1, 1, 2])),
        "visits": draw(st.sampled_from([1, 1, 1, 2, 3])),
        "not_workers": draw(st.sampled_from(["", "", "", "W0", "W1;W2"])),
        "geometry": draw(st.builds(shapely.Point, LON, LAT)) if draw(st.integers(0, 7)) else None,
        "ward_id": draw(st.sampled_from(WARDS)),
        "village": draw(st.sampled_from(["", "Upper", "Lower"])),
        "place_accuracy": draw(st.sampled_from(["", "exact", "street", "village"])),
        "settlement": draw(st.sampled_from(["", "", "urban", "rural", "deep_rural"])),
        "visit_min": draw(maybe(st.sampled_from([0.0, 5.5, 30.0, 61.3, 200.0, 700.0]))),
        "load": draw(maybe(st.sampled_from([0.0, 0.5, 3.0, 20.0]))),
        "priority": draw(maybe(st.sampled_from([0.0, 1.0, 50.0, 100.0, 12.5]))),
        "needs": draw(st.sampled_from(["", "health", "health;housing"])),
        "skills": draw(st.sampled_from(["", "", "nurse", "health"])),
        "language": draw(st.sampled_from(["", "isiXhosa", "english", "Afrikaans"])),
        "available": draw(st.sampled_from(WINDOWS)),
        "last_worker": draw(st.sampled_from(["", "W0", "W9"])),
        "status": draw(st.sampled_from(["active"] * 8 + ["refused", "moved"])),
    }


@st.composite
def worker(draw: st.DrawFn) -> dict[str, Any]:
    start = draw(st.sampled_from(["", "06:30", "08:00", "11:15", 500.25]))
    return {
        "hours_per_week": draw(st.sampled_from([None, None, 3.0, 12.5])),
        "geometry": draw(st.builds(shapely.Point, LON, LAT)),
        "skills": draw(st.sampled_from(SKILLS)),
        "languages": draw(st.sampled_from(LANGUAGES)),
        "home_ward": draw(st.sampled_from(WARDS)),
        "mode": draw(st.sampled_from(["", "walk", "bicycle", "car"])),
        "days": draw(st.sampled_from(CALENDARS + PARTS)),
        "start": start,
        "end": draw(st.sampled_from(["", "13:30", "17:00", "20:00", 1500.0])),
        "hours_per_day": draw(maybe(st.sampled_from([0.5, 2.0, 5.0, 9.75]))),
        "load_per_day": draw(maybe(st.sampled_from([0.0, 1.0, 3.5, 100.0]))),
        "max_distance_m": draw(maybe(st.sampled_from([0.0, 900.0, 4000.0]))),
    }


@st.composite
def matrix(draw: st.DrawFn, ids: list[str]) -> TravelMatrix:
    """Asymmetric, not metric, here and there without a way."""
    seed = draw(st.integers(0, 10_000))
    holes = draw(st.sampled_from([0.0, 0.1, 0.5]))
    random = np.random.default_rng(seed)
    table = np.round(random.uniform(0, 40, (len(ids), len(ids))), draw(st.sampled_from([0, 3])))
    table[random.random(table.shape) < holes] = np.nan
    np.fill_diagonal(table, 0.0)
    return TravelMatrix(table, ids)


@st.composite
def rules(draw: st.DrawFn) -> Rules:
    return Rules(
        needs=draw(st.sampled_from([None, None, "off", "any", "all"])),
        max_distance_m=draw(st.sampled_from([0, 0, 1500, 5000])),
        language=draw(st.booleans()),
        home_ward=draw(st.sampled_from([False, False, True])),
        days_between=draw(st.sampled_from([1, 1, 2, 4])),
        daylight=draw(st.sampled_from(["07:00-17:00", "09:00-11:30"])),
        lunch_min=draw(st.sampled_from([0, 0, 30, 60.5])),
        lunch_after_h=draw(st.sampled_from([5, 2.5])),
        joint=draw(st.sampled_from([False, True])),
        need_skills=draw(st.sampled_from([{}, {"Housing": "teacher"}])),
    )


@st.composite
def wishes(draw: st.DrawFn) -> Wishes:
    if draw(st.booleans()):
        return Wishes()
    return Wishes(*(draw(st.sampled_from([0, 0.5, 3, 10])) for _ in range(5)))


@st.composite
def rounds(draw: st.DrawFn, most: int = 12) -> dict[str, Any]:
    """The arguments of ``plan_round``."""
    homes = [{"household_id": f"H{i}", **row} for i, row in enumerate(draw(st.lists(household(), min_size=1, max_size=most)))]
    team = [{"worker_id": f"W{i}", **row} for i, row in enumerate(draw(st.lists(worker(), min_size=1, max_size=3)))]
    first = draw(st.sampled_from(["2026-03-30", "2026-04-01", "2026-04-03"]))
    last = draw(st.sampled_from(["2026-04-03", "2026-04-07"]))
    round_ = Round(
        first,
        last,
        kind=draw(st.sampled_from(["profiling", "service"])),
        wards=draw(st.sampled_from([None, None, ["21004001"]])),
        holidays=draw(st.sampled_from(["ZA", ""])),
        meeting_day=(meeting := draw(st.sampled_from(["", "Wed"]))),
        meeting_time=draw(st.sampled_from(["", "", "09:00-10:30", "07:00-16:00"])) if meeting else "",
        workers=draw(st.sampled_from([None, None, ["W0"]])),
        rules=draw(rules()),
        wishes=draw(wishes()),
    )
    ids = [row["household_id"] for row in homes] + [row["worker_id"] for row in team]
    if round_.rules.home_ward:  # whose home ward nobody knows is refused: that is judged elsewhere
        for row in team:
            row["home_ward"] = row["home_ward"] or "21004001"
    line = st.sampled_from([StraightLine(), StraightLine({"urban": 1.1, "deep_rural": 2.0}, {"walk": 3.0})])
    travel = draw(line | matrix(ids))
    for row in team:  # a day must not end before it begins: that is judged elsewhere
        if row["start"] == "11:15" and row["end"] == "13:30":
            row["end"] = ""
    # Nobody at work on any day is judged elsewhere too.
    if no_working_day(round_, [team[0]["days"]]):
        team[0]["days"] = "Mon;Tue;Wed;Thu;Fri;Sat;Sun"
        assume(no_working_day(round_, [team[0]["days"]]) is None)
    return {
        "households": table(homes),
        "fieldworkers": table(team),
        "round_": round_,
        "travel": travel,
        "wards": wards() if draw(st.booleans()) else None,
        "restrictions": draw(restrictions()),
    }


@st.composite
def restrictions(draw: st.DrawFn) -> gpd.GeoDataFrame | None:
    """Up to three areas, each a part of the two wards, with or without dates."""
    count = draw(st.sampled_from([0, 0, 1, 2, 3]))
    if not count:
        return None
    dates = st.sampled_from(["", "2026-03-31", "2026-04-01", "2026-04-07"])
    rows = [{"kind": draw(st.sampled_from(RESTRICTIONS)), "from": draw(dates), "until": draw(dates)} for _ in range(count)]
    areas = []
    for _ in rows:
        x, y = draw(LON), draw(LAT)
        areas.append(shapely.box(x - 0.02, y - 0.015, x + 0.02, y + 0.015))
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry=areas, crs="EPSG:4326")


def table(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(rows)
    return gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=gpd.GeoSeries(list(frame["geometry"]), crs="EPSG:4326"))
