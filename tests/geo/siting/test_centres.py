"""Regional centres: against every way to share areas out, limits, middles by people, and a search that keeps to both ends."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputProblems
from geo.siting.centres import CentresSettings, areas_of, centres
from geo.siting.enough import Search
from geo.siting.mip import solve_program
from geo.siting.problem import Limits, SitingProblem
from geo.travel import StraightLine
from tests.thorough import examples


def wards(rng: np.random.Generator, areas: int, each: int = 2) -> gpd.GeoDataFrame:
    """Square wards, a few to a municipality, scattered."""
    rows = []
    for area in range(areas):
        x, y = 26 + rng.random() * 3, -33 + rng.random() * 2
        rows += [(f"W{area}{at}", str(at), f"M{area}", f"Place {area}", x + at / 50, y) for at in range(each)]
    frame = pd.DataFrame(rows, columns=["ward_id", "ward_no", "municipality_id", "municipality", "x", "y"])
    boxes = shapely.box(frame["x"], frame["y"], frame["x"] + 0.02, frame["y"] + 0.02)
    return gpd.GeoDataFrame(frame.drop(columns=["x", "y"]), geometry=boxes, crs="EPSG:4326")


@settings(max_examples=examples(15), deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([(4, 2, 3), (5, 2, 3), (6, 3, 3), (6, 2, 4)]))
def test_the_best_of_all_ways_to_share_areas_out(seed: int, size: tuple[int, int, int]) -> None:
    many, least, most = size
    rng = np.random.default_rng(seed)
    people = rng.integers(1, 9, many * 2).astype(float)
    layer = wards(rng, many)
    areas = areas_of(layer, pd.Series(people, index=layer["ward_id"]))
    found = centres(areas, None, StraightLine(), CentresSettings(least, most), run=solve_program)
    best = math.inf
    for given_ in itertools.product(range(many), repeat=many):
        loads = np.bincount(given_, minlength=many)
        if all(least <= load <= most for load in loads if load):
            best = min(best, float((areas["people"] * found.minutes[list(given_), range(many)]).sum()))
    assert found.found.objective == pytest.approx(best) and found.found.proved
    assert found.centres["areas"].between(least, most).all() and found.centres["areas"].sum() == many
    assert found.centres["people"].sum() == pytest.approx(people.sum())
    total = (found.centres["people"] * found.centres["minutes_mean"]).sum()
    assert total == pytest.approx(best) and found.areas["point_id"].isin(found.centres["point_id"]).all()


@pytest.mark.parametrize("seed", range(2))
def test_without_a_solver_both_ends_are_kept_to_and_the_ways_are_nearly_the_shortest(seed: int) -> None:
    areas = areas_of(wards(np.random.default_rng(seed), 24))
    asked = CentresSettings(5, 10)
    alone, both = (centres(areas, None, StraightLine(), asked, run=run, seconds=10.0) for run in (None, solve_program))
    assert alone.centres["areas"].between(5, 10).all() and both.centres["areas"].between(5, 10).all()
    assert both.found.objective <= alone.found.objective * (1 + 1e-9) <= 1.02 * both.found.objective


def test_the_middle_is_where_most_people_live_and_a_ward_without_a_figure_counts_as_the_others() -> None:
    layer = wards(np.random.default_rng(1), 2)
    areas = areas_of(layer, pd.Series({"W00": 30.0, "W01": 10.0, "W10": 8.0}))
    assert areas["people"].tolist() == [40.0, 16.0] and areas["guessed"].tolist() == [0, 1]
    middles = layer.geometry.representative_point()
    assert areas.geometry.x[0] == pytest.approx(0.75 * middles.x[0] + 0.25 * middles.x[1])
    assert areas_of(layer)["people"].tolist() == [2.0, 2.0]
    assert areas_of(layer, level="ward")["area_id"].tolist() == ["W00", "W01", "W10", "W11"]


def test_what_cannot_be_shared_out_is_told() -> None:
    areas = areas_of(wards(np.random.default_rng(1), 9))
    for asked in (CentresSettings(5, 8), CentresSettings(10, 12), CentresSettings(2, 3, count=2)):
        with pytest.raises(InputProblems, match=r"E401.*cannot be shared out"):
            centres(areas, None, StraightLine(), asked)
    with pytest.raises(InputProblems) as told:
        CentresSettings(5, 4, -1, "boat")
    assert len(told.value.problems) == 3


def test_slots_are_filled_in_the_shortest_way_also_where_some_cannot_be_reached() -> None:
    minutes = np.array([[1.0, 2.0, 9.0, np.nan], [8.0, 7.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0]])
    problem = SitingProblem(
        "p_median", minutes, np.ones(4), np.zeros(3, dtype=bool), Limits.free(3, 3), most=np.full(3, 2.0), least=np.full(3, 2.0)
    )
    search = Search.of(problem, math.inf)
    sent = search.sent(np.array([0, 1]))
    assert sent.value == 5.0 and sent.to.tolist() == [0, 0, 1, 1]
    assert search.sent(np.array([0])).value == math.inf  # two slots for four
    assert math.isinf(Search.of(replace(problem, minutes=minutes * [[1, 1, 1, np.nan]]), math.inf).sent(np.array([0, 1])).value)
