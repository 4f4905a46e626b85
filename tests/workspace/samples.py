"""Small tables, imports and plans to keep."""

from __future__ import annotations

import hashlib
import json

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import Point, Polygon

from allocation.plan import DAYS, STATISTICS, UNSERVED, VISITS, Plan
from allocation.round import Round
from geo.intake.result import QUARANTINE, REPAIRS, Intake, Source
from geo.tables import complete
from geo.travel import StraightLine


def wards() -> gpd.GeoDataFrame:
    """Two wards side by side."""
    areas = [Polygon([(26 + x, -33), (26.1 + x, -33), (26.1 + x, -33.1), (26 + x, -33.1)]) for x in (0, 0.1)]
    return complete("wards", gpd.GeoDataFrame({"ward_id": ["21004001", "21004002"], "municipality_id": "EC104"}, geometry=areas))


def households(rows: int = 5, prefix: str = "H") -> gpd.GeoDataFrame:
    """Households in a line; the last has no place."""
    frame = pd.DataFrame(
        {
            "household_id": [f"{prefix}{i:04d}" for i in range(rows)],
            "ward_id": "21004001",
            "settlement": "rural",
            "priority": np.arange(rows, dtype=float) % 100,
            "available": ["" if i % 2 else "08:00-11:00" for i in range(rows)],
        }
    )
    places = [Point(26.01 + i * 1e-5, -33.05) for i in range(rows - 1)] + [None]
    return complete("households", gpd.GeoDataFrame(frame, geometry=places, crs="EPSG:4326"))


def fieldworkers() -> gpd.GeoDataFrame:
    """Two fieldworkers."""
    frame = pd.DataFrame({"worker_id": ["W-1", "W-2"], "name": ["Thandi", "Sipho"], "languages": "isiXhosa"})
    return complete(
        "fieldworkers", gpd.GeoDataFrame(frame, geometry=[Point(26.01, -33.05), Point(26.02, -33.05)], crs="EPSG:4326")
    )


def intake(table: str, frame: gpd.GeoDataFrame, content: bytes, aside: int = 0) -> Intake:
    """``frame`` as if it had been read from a file with ``content``."""
    frame = frame.set_axis(range(2, len(frame) + 2), axis=0)
    quarantined = pd.DataFrame(
        [
            [f"{table}.csv", 100 + i, "E212", "A cell was not understood.", f"Q{i}", json.dumps({"id": f"Q{i}"})]
            for i in range(aside)
        ],
        columns=list(QUARANTINE),
    )
    repaired = pd.DataFrame([[f"{table}.csv", 2, "priority", "1,5", "1.5", "E212"]], columns=list(REPAIRS))
    source = Source(
        f"{table}.csv",
        hashlib.sha256(content).hexdigest(),
        len(content),
        "csv",
        rows=len(frame) + aside,
        mapping={"id": "household_id"},
    )
    return Intake(table, source, frame, quarantined, repaired)


def plan(rows: int = 5) -> Plan:
    """A plan that visits the first two of ``rows`` households."""
    homes = households(rows)
    visits = pd.DataFrame(
        [
            ["H0000", "W-1", "2026-03-02", 1, "08:05:00", "08:05:00", "08:53:00", 5.25, np.nan],
            ["H0001", "W-1", "2026-03-02", 2, "08:54:00", "08:54:00", "09:42:00", 1.0, 75.5],
        ],
        columns=list(VISITS),
    )
    days = pd.DataFrame([["W-1", "2026-03-02", "08:00:00", "09:50:00", 2, 96.0, 14.25, 800.0]], columns=list(DAYS))
    left = [[name, "workers_full", "All are full.", "One more worker."] for name in homes["household_id"][2:]]
    return Plan(
        visits=visits.astype({"household_id": "str", "worker_id": "str", "date": "str"}),
        days=days,
        unserved=pd.DataFrame(left, columns=list(UNSERVED)),
        summary={"served": 2, "households": rows, "checked": True, "gap": float("nan"), "travel_min": 14.25},
        statistics=pd.DataFrame([[0.5, 2, 3.0, 14.25, np.nan]], columns=list(STATISTICS)),
        households=homes,
        fieldworkers=fieldworkers(),
        wards=wards(),
        round=Round("2026-03-02", "2026-03-13", name="Autumn", meeting_day="Wed"),
        travel=StraightLine(1.4),
    )
