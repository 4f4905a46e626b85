"""Made-up wards to plan: villages of different size, people on foot, nobody real."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from allocation import Round, Wishes

#: The south-west corner of the made-up ward, degrees; a ward of 15 × 15 km lies in one UTM zone.
CORNER = (26.40, -33.30)
_M_PER_DEGREE_LAT = 110_900.0
_M_PER_DEGREE_LON = 93_000.0


@dataclass(frozen=True)
class Ward:
    """One made-up ward and its round."""

    households: gpd.GeoDataFrame
    fieldworkers: gpd.GeoDataFrame
    round: Round


def make_ward(
    seed: int, households: int = 1500, workers: int = 15, days: int = 10, side_km: float = 15.0, priorities: bool = False
) -> Ward:
    """A rural ward on foot: six hours a day, 45 minutes a visit.

    Parameters
    ----------
    seed : int
        The same seed makes the same ward.
    households, workers, days : int
        Size of the round; ``days`` working days.
    side_km : float
        Side of the square, km.
    priorities : bool
        Whether households have priorities 0, 1 or 3 (weights 1, 2 and 4) instead of none.
    """
    random = np.random.default_rng(seed)
    villages = random.uniform(0.06, 0.94, (max(6, households // 90), 2)) * side_km * 1000
    size = random.dirichlet(np.full(len(villages), 2.0))
    spread = random.uniform(400, 1500, len(villages))
    home = random.choice(len(villages), households, p=size)
    points = villages[home] + random.normal(0, 1, (households, 2)) * spread[home][:, None]
    lone = random.random(households) < 0.4
    points[lone] = random.uniform(0, side_km * 1000, (int(lone.sum()), 2))
    village = random.choice(len(villages), workers, p=size)
    homes = villages[village] + random.normal(0, 300, (workers, 2))
    asked = gpd.GeoDataFrame(
        {
            "household_id": [f"H{number:05d}" for number in range(households)],
            "visit_min": 45.0,
            "priority": random.choice([0.0, 1.0, 3.0], households, p=[0.6, 0.25, 0.15]) if priorities else 0.0,
        },
        geometry=_points(points),
    )
    crew = gpd.GeoDataFrame(
        {"worker_id": [f"W{number:03d}" for number in range(workers)], "mode": "walk", "hours_per_day": 6.0},
        geometry=_points(homes),
    )
    # The first Monday of a month without public holidays in South Africa, so that the days are what they say.
    last = pd.bdate_range("2027-02-01", periods=days)[-1].date()
    # No wishes: the peers know none, so travel alone can be compared.
    round_ = Round("2027-02-01", last, holidays="", wishes=Wishes.none(), name=f"made-up ward {seed}")  # type: ignore[arg-type]
    return Ward(asked, crew, round_)


def _points(metres: np.ndarray) -> gpd.GeoSeries:
    lon = CORNER[0] + metres[:, 0] / _M_PER_DEGREE_LON
    lat = CORNER[1] + metres[:, 1] / _M_PER_DEGREE_LAT
    return gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs="EPSG:4326")
