"""Households without coordinates stand at their village; nothing is invented."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from geo.standin import stand_ins

WGS = "EPSG:4326"


def households(*rows: tuple[tuple[float, float] | None, str, str, str]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame([row[1:] for row in rows], columns=["village", "ward_id", "place_accuracy"], dtype="str")
    return gpd.GeoDataFrame(frame, geometry=[None if r[0] is None else shapely.Point(r[0]) for r in rows], crs=WGS)


def layer(*rows: tuple[str, float, float]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"name": [r[0] for r in rows]}, geometry=[shapely.Point(r[1:]) for r in rows], crs=WGS)


def test_the_median_of_the_exact_households_of_the_village_in_the_ward():
    placed = stand_ins(
        households(
            ((26.0, -33.0), "Gqora", "1", ""),
            ((26.2, -33.2), "Gqora", "1", "exact"),
            ((27.0, -33.1), "Gqora", "1", "exact"),
            ((20.0, -30.0), "Gqora", "1", "village"),
            ((28.0, -31.0), "Gqora", "2", "exact"),
            (None, " gqora ", "1", ""),
        )
    )
    assert (placed.geometry[5].x, placed.geometry[5].y) == (26.2, -33.1)
    assert placed["place_accuracy"].tolist() == ["exact", "exact", "exact", "village", "exact", "village"]


def test_without_a_ward_a_village_name_of_two_wards_is_not_guessed():
    rows = [((26.0, -33.0), "Gqora", "1", ""), ((28.0, -31.0), "Gqora", "2", ""), ((25.0, -30.0), "Lower", "2", "")]
    placed = stand_ins(households(*rows, (None, "Gqora", "", ""), (None, "Lower", "", "")))
    assert placed.geometry[3] is None and placed["place_accuracy"][3] == "unknown"
    assert placed.geometry[4].x == 25.0 and placed["place_accuracy"][4] == "village"


def test_the_layer_of_villages_helps_where_no_neighbour_does():
    placed = stand_ins(
        households((None, "Gqora", "1", ""), (None, "Twin", "1", ""), (None, "Nowhere", "", ""), (None, "", "1", "exact")),
        layer(("GQORA", 26.4, -33.4), ("Twin", 26.5, -33.5), ("Twin", 27.5, -33.5)),
    )
    assert (placed.geometry[0].x, placed.geometry[0].y) == (26.4, -33.4)
    assert placed["place_accuracy"].tolist() == ["village", "unknown", "unknown", "unknown"]


def test_index_and_input_are_left_as_they_were():
    before = households((None, "Gqora", "1", ""), ((26.0, -33.0), "Gqora", "1", "")).set_axis([9, 4])
    placed = stand_ins(before)
    assert list(placed.index) == [9, 4]
    assert before.geometry[9] is None
    assert placed.geometry[9] is not None
