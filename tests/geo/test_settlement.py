"""Own settlement, else the ward's, else the households within 1 km."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.settings import Settings
from geo.settlement import settlements, within_m

WGS = "EPSG:4326"


def cluster(count: int, lon: float = 26.5, lat: float = -33.3, spread: float = 1e-4) -> gpd.GeoSeries:
    turn = np.arange(count)
    return gpd.GeoSeries.from_xy(lon + spread * np.cos(turn), lat + spread * np.sin(turn), crs=WGS)


@pytest.mark.parametrize(("count", "kind"), [(150, "urban"), (149, "rural"), (10, "rural"), (9, "deep_rural"), (1, "deep_rural")])
def test_households_within_a_kilometre_decide(count: int, kind: str):
    assert set(settlements(cluster(count), None)) == {kind}


def test_the_thresholds_are_settings():
    assert set(settlements(cluster(5), None, Settings(urban_within_1km=4))) == {"urban"}


def test_own_beats_ward_beats_count():
    own = pd.Series(["rural", "", "", "nonsense"], dtype="str")
    ward = pd.Series(["urban", "urban", "", ""], dtype="str")
    assert settlements(cluster(4), own, ward=ward).tolist() == ["rural", "urban", "deep_rural", "deep_rural"]


def test_without_a_place_nothing_is_made_up():
    places = gpd.GeoSeries([None, shapely.Point(26, -33)], index=[7, 3], crs=WGS)
    found = settlements(places, None)
    assert found.to_dict() == {7: "", 3: "deep_rural"}


@pytest.mark.parametrize("lat", [-33.3, 0.0, 57.6, -46.9, 78.2])
def test_a_kilometre_is_a_kilometre_at_every_latitude(lat: float):
    from pyproj import Geod

    ends = [Geod(ellps="WGS84").fwd(20, lat, azimuth, 999)[:2] for azimuth in (0, 90, 200)]
    beyond = [Geod(ellps="WGS84").fwd(20, lat, azimuth, 1001)[:2] for azimuth in (45, 300)]
    places = gpd.GeoSeries([shapely.Point(20, lat), *map(shapely.Point, ends), *map(shapely.Point, beyond)], crs=WGS)
    assert within_m(places, 1000)[0] == 4


def test_households_on_one_point_all_count():
    places = gpd.GeoSeries([shapely.Point(26, -33)] * 150 + [shapely.Point(26.001, -33)], crs=WGS)
    assert within_m(places, 1000).tolist() == [151] * 151
