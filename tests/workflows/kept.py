"""A workspace with a small team, and one with many households."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.tables import complete
from tests.workspace import samples
from workspace import Workspace

SETTINGS = {"round": {"name": "Test", "first_day": "2026-03-02", "last_day": "2026-03-06", "holidays": ""}}


def workspace(folder: Path, rows: int = 12, workers: int = 2, aside: int = 2) -> Workspace:
    """Two wards, ``rows`` households scattered in the first, and ``workers`` fieldworkers among them."""
    random = np.random.default_rng(7)
    ws = Workspace.create(folder, "Test")
    places = random.uniform((26.01, -33.09), (26.09, -33.01), (rows + workers, 2))
    points = gpd.points_from_xy(places[:, 0], places[:, 1])
    homes = pd.DataFrame({"household_id": [f"H{n:04d}" for n in range(rows)], "priority": random.integers(0, 100, rows)})
    team = pd.DataFrame({"worker_id": [f"W{n:02d}" for n in range(workers)], "name": [f"Worker {n}" for n in range(workers)]})
    tables = {
        "wards": samples.wards(),
        "households": complete("households", gpd.GeoDataFrame(homes, geometry=points[:rows], crs="EPSG:4326")),
        "fieldworkers": complete("fieldworkers", gpd.GeoDataFrame(team, geometry=points[rows:], crs="EPSG:4326")),
    }
    for name, frame in tables.items():
        content = f"{name}{rows}".encode()
        ws.keep_import(samples.intake(name, frame, content, aside if name == "households" else 0), content)
    return ws
