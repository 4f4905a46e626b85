"""Places of a table: points as they are, areas by a point inside, and never 0/0 for a place that nobody knows."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geo.travel.places import Places


def test_a_point_without_numbers_is_no_place_and_not_the_gulf_of_guinea() -> None:
    shapes = [shapely.Point(np.nan, np.nan), None, shapely.Point(26.5, -33.3), shapely.box(26, -34, 27, -33), shapely.Point()]
    found = Places.of(list("ABCDE"), gpd.GeoSeries(shapes, crs="EPSG:4326")).lon_lat
    assert np.isnan(found[[0, 1, 4]]).all()
    assert found[2].tolist() == [26.5, -33.3]
    assert shapely.box(26, -34, 27, -33).contains(shapely.Point(found[3]))
