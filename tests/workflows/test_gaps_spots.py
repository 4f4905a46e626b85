"""What was found of wards that stand out, in sentences, in a list and in colours."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from geo.gaps.hotspots import hot_spots
from geo.maps.gaps_view import SPOTS
from workflows import gaps_spots
from workflows.gaps_table import MEASURES
from workflows.inquiry import Answer

_SIDE = 9


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    """In a corner of 25 wards of a square nearly all go without, elsewhere hardly anybody."""
    ids = [f"W{row}{column}" for row in range(_SIDE) for column in range(_SIDE)]
    cells = [box(column, row, column + 1, row + 1) for row in range(_SIDE) for column in range(_SIDE)]
    counts = [95 - 3 * ((7 * at) % 5) if at % _SIDE < 5 and at // _SIDE < 5 else 5 + (7 * at) % 6 for at in range(len(ids))]
    shapes = gpd.GeoSeries(cells, index=ids, crs="EPSG:4326")
    table = hot_spots(shapes, pd.Series(counts, ids), pd.Series(100, ids)).rename_axis("area_id").reset_index()
    # As it comes back from the process that found it.
    return gaps_spots.found_in(Answer((), {gaps_spots.KIND: table.astype(object).where(table.notna(), None)}))


def test_sentences_name_some_and_count_the_others(found: pd.DataFrame) -> None:
    lines = gaps_spots.lines(found, {"W22": "Ward in the middle"}, MEASURES["open"])
    hot = next(line for line in lines if "more households asked need it" in line)
    assert "Ward in the middle" in hot and "together with the wards around" in hot
    many = int((found["look"] == "hot").sum())
    assert many > 8 and f" and {many - 8} more**" in hot


def test_the_list_begins_with_those_that_stand_out_and_the_map_has_their_colours(found: pd.DataFrame) -> None:
    shown = gaps_spots.listed(found, {})
    assert shown["What"].iloc[0] == "More, here and around" and len(shown) == _SIDE**2
    wards = pd.DataFrame({"area_id": ["W22", "W55", "new"], "text": ["a", "b", "c"], "few": True, "tag": ""})
    drawn = gaps_spots.on_map(found, wards)
    assert drawn["fill"].iloc[0] == SPOTS["hot"][0] and drawn["tag"].iloc[0] == "more"
    assert drawn["fill"].iloc[2] == SPOTS[""][0] and "Cannot be judged" in drawn["text"].iloc[2]


def test_nothing_found_and_nothing_to_judge_are_told_apart(found: pd.DataFrame) -> None:
    none = gaps_spots.lines(found.assign(look="chance"), {}, MEASURES["open"])
    assert none == ["No wards stand out: the differences between neighbours are no more than chance would have them."]
    unknown = gaps_spots.lines(found.assign(look="", gi_z=np.nan), {}, MEASURES["open"])
    assert "needs at least 10 wards" in unknown[0]
