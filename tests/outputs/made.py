"""A made-up plan of any size, written by hand from the contracts: no solver is needed to test what is handed out."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from allocation.plan import DAYS, STATISTICS, UNSERVED, VISITS, Plan
from allocation.round import Round
from allocation.rules import Rules
from geo.clock import clock
from geo.tables import complete
from geo.travel import StraightLine
from outputs.handout import HandOut

#: Text that could act: formulas, tags, typst code, XML ends, other writing directions, emoji, line breaks, length.
NASTY = (
    '=HYPERLINK("http://x.invalid","y")',
    "<img src=x onerror=alert(1)>",
    '#import "x.typ"',
    "]]>",
    "$x$ *bold* _it_ `raw` // c",
    "مرحبا بالعالم",
    "\u202eevil\u202c",
    "🏠 Blue gate 👍🏽",
    "line one\nline two\r\nthree",
    "Z" * 400,
    "</script><script>alert(1)</script>",
    "@SUM(A1)\x07\x00",
    "ID 8001015009087",
    "--><!--",
    "' onmouseover='x",
)
REASONS = ("workers_full", "too_far", "no_language", "E211")


def table(name: str, rows: dict[str, object], places: list[object]) -> gpd.GeoDataFrame:
    return complete(name, gpd.GeoDataFrame(rows, geometry=places, crs="EPSG:4326"))


def wards(side: float = 0.06) -> gpd.GeoDataFrame:
    cells = [
        shapely.box(26.0 + i * side, -33.0 + j * side, 26.0 + (i + 1) * side, -33.0 + (j + 1) * side)
        for j in (0, 1)
        for i in (0, 1)
    ]
    rows = {
        "ward_id": [f"9900000{i}" for i in range(1, 5)],
        "ward_no": ["1", "2", "3", "4"],
        "municipality_id": ["XX001"] * 4,
        "municipality": ["Khanyisa"] * 4,
    }
    return table("wards", rows, cells)


def landmarks() -> gpd.GeoDataFrame:
    river = shapely.LineString([(26.0, -32.97), (26.02, -32.962), (26.045, -32.968), (26.08, -32.955), (26.12, -32.96)])
    road = shapely.LineString([(26.01, -33.0), (26.03, -32.96), (26.06, -32.94), (26.07, -32.88)])
    dam = shapely.Point(26.03, -32.95).buffer(0.002)
    rows = {"name": ["Gqora river", "R67", "Old dam", "Lower Gqora"], "kind": ["river", "road", "dam", "village"]}
    return table("landmarks", rows, [river, road, dam, shapely.Point(26.04, -32.95)])


def service_points() -> gpd.GeoDataFrame:
    rows = {"point_id": ["P-1", "P-2"], "sector": ["health", "education"], "name": ["Gqora clinic", "Thembalethu school"]}
    return table("service_points", rows, [shapely.Point(26.035, -32.945), shapely.Point(26.05, -32.965)])


def plan(
    workers: int = 3,
    visits_a_day: int = 5,
    days: int = 5,
    unserved: int = 6,
    kind: str = "profiling",
    texts: tuple[str, ...] = (),
    placed: bool = True,
    directions: bool = True,
    seed: int = 1,
) -> Plan:
    """A plan that looks like one: nearest households in turn, with times that follow each other."""
    rng = np.random.default_rng(seed)
    first = dt.date(2026, 3, 2)
    dates = [day for day in (first + dt.timedelta(days=i) for i in range(days * 2)) if day.weekday() < 5][:days]
    served = workers * visits_a_day * days
    total = served + unserved
    homes = np.column_stack([rng.uniform(26.01, 26.11, workers), rng.uniform(-32.99, -32.89, workers)])
    owner = np.repeat(np.arange(workers), visits_a_day * days)
    spots = homes[owner] + rng.normal(0, 0.004, (served, 2)) + (rng.integers(0, 4, served)[:, None] - 1.5) * 0.004
    spots = np.vstack([spots, rng.uniform((26.0, -33.0), (26.12, -32.88), (unserved, 2))])
    say = (lambda i, usual: texts[i % len(texts)]) if texts else (lambda i, usual: usual)
    households = {
        "household_id": [f"H-{i:05d}" for i in range(total)],
        "label": [say(i, ("Blue gate", "Green roof", "Red door", "")[i % 4]) for i in range(total)],
        "address": [say(i + 1, f"{i % 97 + 1} Acacia Street" if i % 3 else "") for i in range(total)],
        "directions": [say(i + 2, "Behind the spaza shop" if i % 5 == 0 and directions else "") for i in range(total)],
        "village": [say(i + 3, ("Lower Gqora", "Upper Gqora", "Thembalethu")[i % 3]) for i in range(total)],
        "language": [("isiXhosa", "Afrikaans", "English", "")[i % 4] for i in range(total)],
        "members": [float(i % 9 + 1) if i % 7 else np.nan for i in range(total)],
        "place_accuracy": ["village" if i % 11 == 3 else "exact" for i in range(total)],
        "phone": [f"+2782{i:07d}" for i in range(total)],
        "needs": [("health;social development", "HIV treatment", "education", "")[i % 4] for i in range(total)],
        "priority": [float(i * 7 % 100) for i in range(total)],
        "ward_id": [f"9900000{i % 4 + 1}" for i in range(total)],
    }
    people = {
        "worker_id": [f"W-{i:03d}" for i in range(workers)],
        "name": [say(i, ("Thandi Mokoena", "Sipho Dlamini", "Anna van Wyk")[i % 3]) for i in range(workers)],
        "department": [say(i, "health") for i in range(workers)],
        "supervisor": [say(i + 4, "Nomsa Jacobs, +27 46 000 0000") for i in range(workers)],
        "skills": ["health;agriculture"] * workers,
        "languages": ["isiXhosa;English"] * workers,
        "phone": ["+27820000000"] * workers,
    }
    points = list(shapely.points(spots)) if placed else [None] * total
    crowd = table("households", households, points)
    team = table("fieldworkers", people, list(shapely.points(homes)) if placed else [None] * workers)
    visits, day_rows = [], []
    for w in range(workers):
        mine = (
            [i for i in range(served) if owner[i] == w]
            if workers < 20
            else list(range(w * visits_a_day * days, (w + 1) * visits_a_day * days))
        )
        left = sorted(mine, key=lambda i: (spots[i][0], spots[i][1]))
        for d, date in enumerate(dates):
            now, legs = 480.0, 0.0
            for order, i in enumerate(left[d * visits_a_day : (d + 1) * visits_a_day], start=1):
                leg = 4.0 + (i * 13 % 70) / 10
                visits.append(
                    (
                        f"H-{i:05d}",
                        f"W-{w:03d}",
                        date.isoformat(),
                        order,
                        clock(now + leg),
                        clock(now + leg),
                        clock(now + leg + 40),
                        leg,
                        leg * 75,
                    )
                )
                now, legs = now + leg + 40, legs + leg
            day_rows.append(
                (f"W-{w:03d}", date.isoformat(), clock(480), clock(now + 9), visits_a_day, now + 9 - 480, legs + 9, legs * 75)
            )
    missed = [
        (
            f"H-{served + j:05d}",
            REASONS[j % len(REASONS)],
            say(j, "Everyone suitable is already full."),
            say(j, "One more fieldworker for a day."),
        )
        for j in range(unserved)
    ]
    round_ = Round(first, dates[-1], kind=kind, name="Autumn round", rules=Rules())
    return Plan(
        visits=pd.DataFrame(visits, columns=list(VISITS)),
        days=pd.DataFrame(day_rows, columns=list(DAYS)),
        unserved=pd.DataFrame(missed, columns=list(UNSERVED)),
        summary={"served": served, "households": total, "priority_served": 0.9, "travel_min": 100.0, "seed": 1},
        statistics=pd.DataFrame([(1.0, served, 0.9, 100.0, 1.0)], columns=list(STATISTICS)),
        households=crowd,
        fieldworkers=team,
        wards=wards() if placed else None,
        round=round_,
        travel=StraightLine(),
    )


def handout(fictional: bool = True, surroundings: bool = True, **sizes: object) -> HandOut:
    return HandOut(
        plan(**sizes),  # type: ignore[arg-type]
        service_points=service_points() if surroundings else None,
        landmarks=landmarks() if surroundings else None,
        fictional=fictional,
        printed_on=dt.date(2026, 2, 27),
        emergency="In danger: leave, then call 112.",
    )
