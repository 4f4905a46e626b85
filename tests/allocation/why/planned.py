"""Plans for questions: made without the optimizer, by putting households into days at random; checked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from hypothesis import strategies as st

from allocation import Plan, Rules, Wishes
from allocation.plan import DAYS, STATISTICS, VISITS, Violation, dtypes
from allocation.prepare import prepare
from allocation.round import Round
from allocation.vehicles.fleet import Fleet
from allocation.vehicles.riding import Riding, ridden_min
from allocation.vehicles.timetable import no_rides
from allocation.vehicles.tour import Tour, timed
from allocation.why.people import may_come, open_on, several
from allocation.why.standing import Standing, stand_on
from allocation.why.taken import told_again, with_day
from geo.travel import StraightLine, TravelMatrix
from tests.allocation.cases import wards
from tests.allocation.rounds import table
from tests.allocation.vehicle_rounds import wider


def random_plan(drawn: dict[str, Any], seed: int, share: float = 1.0) -> Plan:
    """A plan in which about this share of what finds a place by chance is visited."""
    random = np.random.default_rng(seed)
    ready = prepare(**{"wards": None, **drawn})
    riding = None if ready.vehicles is None else Riding.of(*tours_by_chance(Fleet.of(ready.problem, ready.vehicles), random))
    problem = ready.problem if riding is None else riding.problem
    visits = pd.DataFrame(columns=list(VISITS)).astype(dtypes(VISITS))
    days = pd.DataFrame(columns=list(DAYS)).astype(dtypes(DAYS))
    standing = stand_on(problem, visits, days, riding)
    for row in random.permutation(len(problem.households)).tolist():
        if problem.asked[row] and not several(problem, row) and random.random() < share:
            visits, days, standing = put_in(standing, row, random, visits, days)
    statistics = pd.DataFrame(columns=list(STATISTICS))
    lists = (
        ready.households,
        ready.fieldworkers,
        ready.wards,
        drawn["round_"],
        drawn["travel"],
        ready.restrictions,
        ready.vehicles,
    )
    rides = None if riding is None else no_rides()
    plan = told_again(Plan(visits, days, pd.DataFrame(), {}, statistics, *lists, rides), standing, visits, days)
    assert faults(plan) == []
    return plan


def tours_by_chance(fleet: Fleet, random: np.random.Generator) -> tuple[Fleet, tuple[Tour, ...]]:
    """The fleet, and for most vehicles and dates a tour of some of those who may ride, to drops anywhere."""
    tours: list[Tour] = []
    problem = fleet.problem
    placed = np.flatnonzero(np.isfinite(problem.places.lon_lat).all(axis=1) | (not problem.travel.needs_geometry)).tolist()
    for vehicle, date in fleet.dates:
        able = [who for who in fleet.riders(vehicle, date) if not any(t.date == date and who in t.riders for t in tours)]
        able = random.permutation(able).astype(int).tolist()[: int(min(fleet.seats[vehicle], random.integers(1, 4)))]
        stops: dict[int, tuple[int, ...]] = {}
        for who in able if placed else []:
            place = int(random.choice(placed if not stops or random.random() < 0.6 else list(stops)))
            stops[place] = (*stops.get(place, ()), who)
        tour = timed(fleet, vehicle, date, list(stops.items()), fleet.legs(vehicle, list(stops)), bool(random.integers(2)))
        if tour is not None and (ridden_min(fleet, [*tours, tour]) <= problem.week_most_min).all():
            tours.append(tour)
    return fleet, tuple(tours)


def faults(plan: Plan) -> list[Violation]:
    """What the independent checker finds, reasons left out: which household is told what is proven elsewhere."""
    return [violation for violation in plan.check() if violation.code != "reason_wrong"]


def put_in(
    standing: Standing, row: int, random: np.random.Generator, visits: pd.DataFrame, days: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, Standing]:
    """One household into the first of all places, shuffled, that holds."""
    able = may_come(standing.problem, row)
    open_ = open_on(standing.problem, row, [day.date for day in standing.days])
    days_ = [(at, day) for at, day in enumerate(standing.days) if able[day.worker] and open_[at]]
    spots = [(at, place) for at, day in days_ for place in range(len(day.stops) + 1)]
    for at, place in (spots[i] for i in random.permutation(len(spots)).tolist()):
        own = standing.days[at].stops
        stops = (*own[:place], row, *own[place:])
        walked = standing.walked(at, stops)
        if walked is not None and not walked.over_s:
            visits, days = with_day(standing, at, stops, visits, days)
            return visits, days, stand_on(standing.problem, visits, days, standing.riding)
    return visits, days, standing


def crowded(most: int = 9) -> st.SearchStrategy[dict[str, Any]]:
    """Rounds with too little time for all, in which people may mostly come: hours, loads, languages, wards, distances."""
    return st.integers(0, 10_000).map(lambda seed: crowded_round(np.random.default_rng(seed), most))


def crowded_round(random: np.random.Generator, most: int) -> dict[str, Any]:
    n, m = int(random.integers(most - 2, most + 1)), int(random.integers(1, 4))
    spots = np.column_stack([26.505 + 0.09 * random.random(n + m), -33.345 + 0.04 * random.random(n + m)])
    points = [shapely.Point(spot) for spot in spots]
    some = lambda values: random.choice(np.array(values, dtype=object))  # noqa: E731
    homes = [
        {
            "household_id": f"H{i}", "geometry": points[i], "visit_min": float(some([20, 40, 60.5])), "settlement": "rural",
            "priority": float(some([0, 5, 10])), "load": float(some([1, 1, 2])), "language": some(["", "", "isiXhosa"]),
            "available": some(["", "", "", "08:00-09:30", "07:30-08:10", "10:00-10:20;15:00-16:00"]),
            "skills": some(["", "", "", "", "nurse"]),
        }
        for i in range(n)
    ]  # fmt: skip
    team = [
        {
            "worker_id": f"W{k}", "geometry": points[n + k], "hours_per_day": float(some([2, 3])), "mode": "walk",
            "load_per_day": float(some([2, 3, 9])), "languages": some(["isiXhosa", "isiXhosa", "English"]),
            "skills": some(["nurse", "nurse", ""]), "days": some(["Wed", "Wed;Thu"]), "end": some(["17:00", "12:00"]),
        }
        for k in range(m)
    ]  # fmt: skip
    rules = Rules(
        language=bool(some([False, True])),
        home_ward=bool(some([False, False, True])),
        max_distance_m=float(some([0, 2500])),
    )
    wishes = some([Wishes(), Wishes.none(), Wishes(10, 10, 10, 10, 10)])
    names = [row["household_id"] for row in homes] + [row["worker_id"] for row in team]
    minutes = random.integers(1, 45, (n + m, n + m)).astype(float)
    minutes[random.random(minutes.shape) < 0.05] = np.nan
    np.fill_diagonal(minutes, 0.0)
    travel = some([StraightLine(), StraightLine(), TravelMatrix(minutes, names)])
    round_ = Round("2026-03-04", "2026-03-06", holidays="", rules=rules, wishes=wishes)
    return {"households": table(homes), "fieldworkers": table(team), "round_": round_, "travel": travel, "wards": wards()}


def with_vehicles(drawn: dict[str, Any], random: np.random.Generator) -> dict[str, Any]:
    """The round with one or two vehicles in which most of the fieldworkers may ride; they have a longer day for it."""
    team = drawn["fieldworkers"]
    ids = ["V0", "V1"][: int(random.integers(1, 3))]
    start = random.choice(list(team.geometry), len(ids))
    line = isinstance(drawn["travel"], StraightLine)
    speeds = [None, 30.0, 60.0] if line else [None]
    fleet = [
        {
            "vehicle_id": name, "geometry": shapely.Point(home.x + 0.002, home.y), "seats": int(random.integers(1, 5)),
            "start": random.choice(["", "07:00"]), "end": random.choice(["", "", "13:00"]), "speed_kmh": random.choice(speeds),
        }
        for name, home in zip(ids, start, strict=True)
    ]  # fmt: skip
    named = random.choice([*ids, *ids, ids[0], ""], len(team))
    longer = team["hours_per_day"] + float(random.choice([1.0, 2.0, 4.0]))
    travel = drawn["travel"] if line else wider(drawn["travel"], ids, int(random.integers(1000)))
    team = team.assign(vehicle=named, hours_per_day=longer, end="", load_per_day=9.0)
    homes = drawn["households"].assign(skills="")
    return {**drawn, "households": homes, "fieldworkers": team, "travel": travel, "vehicles": table(fleet)}


def riding_round(random: np.random.Generator, most: int = 9) -> dict[str, Any]:
    """A crowded round, or one with the rules of real rounds, in which vehicles drive."""
    kind = crowded_round if random.random() < 0.5 else ruled_round
    return with_vehicles(kind(random, most), random)


def ruled_round(random: np.random.Generator, most: int = 9) -> dict[str, Any]:
    """A crowded round with the rules of real rounds on top: breaks, hours a week, parts of days, closed areas, and more."""
    drawn = crowded_round(random, most)
    homes, team, round_ = drawn["households"], drawn["fieldworkers"], drawn["round_"]
    homes["not_workers"] = random.choice(["", "", "", "W0"], len(homes))
    homes["visitors"] = random.choice([1, 1, 1, 1, 1, 2], len(homes))
    homes["visits"] = random.choice([1, 1, 1, 1, 1, 2], len(homes))
    team["hours_per_week"] = random.choice([np.nan, 4.0, 6.0], len(team))
    team["hours_per_day"] = random.choice([3.0, 5.0], len(team))
    team["load_per_day"] = 9.0
    homes["skills"] = ""
    team["days"] = random.choice(["Wed;Thu", "Wed 08:00-11:00;Thu", "2026-03-04;2026-03-05 12:00-16:00"], len(team))
    meeting = {"meeting_day": "Thu", "meeting_time": "09:00-10:30"} if random.random() < 0.5 else {}
    few = {"home_ward": False, "max_distance_m": 0, "lunch_after_h": float(random.choice([2.0, 3.0]))}
    rules = replace(round_.rules, lunch_min=float(random.choice([0, 20])), **few)
    limits = gpd.GeoDataFrame(
        {"kind": ["no entry", "daylight only"], "from": ["2026-03-05", ""], "until": ["", ""]},
        geometry=[shapely.box(26.50, -33.35, 26.53, -33.30), shapely.box(26.57, -33.35, 26.60, -33.30)],
        crs="EPSG:4326",
    )
    return {**drawn, "round_": replace(round_, rules=rules, **meeting), "restrictions": limits}
