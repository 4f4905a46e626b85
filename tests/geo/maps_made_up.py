"""A small made-up plan for the tests of maps: three workers, four days, some households that nobody reaches."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import LineString, Point, box

from geo.maps import MapLayers

LON, LAT = 27.2, -31.9
DATES = ("2026-03-02", "2026-03-03")
NASTY = '</script><img src=x onerror="window.harmed=1">{{ 7 * 7 }}{% raw %}&\'\\'


def wards() -> gpd.GeoDataFrame:
    shapes = [box(LON, LAT, LON + 0.1, LAT + 0.1), box(LON + 0.1, LAT, LON + 0.2, LAT + 0.1)]
    return gpd.GeoDataFrame({"ward_id": ["29999001", "29999002"], "ward_no": ["1", "2"]}, geometry=shapes, crs="EPSG:4326")


def households(count: int = 60, seed: int = 3) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    worker = np.array(["W1", "W2", "W3", ""])[np.arange(count) % 4]
    middle = {"W1": 0.03, "W2": 0.09, "W3": 0.16, "": 0.12}
    lon = LON + np.array([middle[w] for w in worker]) + random.normal(0, 0.008, count)
    lat = LAT + 0.05 + random.normal(0, 0.012, count)
    reasons = np.array(["workers_full", "too_far", "E213"])[np.arange(count) // 4 % 3]
    return pd.DataFrame(
        {
            "household_id": [f"H_{i:03d}" for i in range(count)],
            "lon": lon,
            "lat": lat,
            "worker_id": worker,
            "date": np.where(worker == "", "", np.array(DATES)[np.arange(count) // 4 % 2]),
            "order": np.where(worker == "", 0, np.arange(count) // 8 + 1),
            "reason": np.where(worker == "", reasons, ""),
            "accuracy": np.where(np.arange(count) % 8 == 1, "village", "exact"),
            "ward_id": np.where(lon < LON + 0.1, "29999001", "29999002"),
        }
    )


def layers(**changes: Any) -> MapLayers:
    workers = pd.DataFrame({"worker_id": ["W1", "W2", "W3"], "name": ["Nomsa", "Sipho", "Thandi"]})
    workers = workers.assign(lon=LON + np.array([0.03, 0.09, 0.16]), lat=LAT + 0.03)
    points = gpd.GeoDataFrame(
        {"point_id": ["P1"], "sector": ["health"], "name": ["Clinic"]}, geometry=[Point(LON + 0.05, LAT + 0.09)], crs="EPSG:4326"
    )
    road = LineString([(LON, LAT + 0.02), (LON + 0.1, LAT + 0.03), (LON + 0.2, LAT + 0.02)])
    landmarks = gpd.GeoDataFrame(
        {"kind": ["road", "village", "tower"], "name": ["Main road", "Emthini", "Mast"]},
        geometry=[road, Point(LON + 0.03, LAT + 0.07), Point(LON + 0.19, LAT + 0.01)],
        crs="EPSG:4326",
    )
    parts: dict[str, Any] = {
        "wards": wards(),
        "households": households(),
        "workers": workers,
        "service_points": points,
        "landmarks": landmarks,
    }
    return MapLayers(**{**parts, **changes})


def decoded(payload: str) -> dict[str, Any]:
    """A payload with its flat array of households as rows."""
    content = json.loads(payload)
    content["rows"] = np.array(content["households"], dtype=int).reshape(-1, 7)
    return content
