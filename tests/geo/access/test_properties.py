"""What must hold whatever the data: nothing is lost between levels, order does not matter, a new point harms nobody."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access import AREAS, LEVELS, AccessSettings, by_area, change, measure
from geo.access.areas import weighted_medians
from geo.errors import InputProblems
from tests.geo.access import made
from tests.thorough import examples

MORE = settings(max_examples=examples(40), deadline=None)


def wards() -> gpd.GeoDataFrame:
    """Six wards of three municipalities, two districts and one province."""
    rows = [
        {
            "ward_id": f"2100400{n}",
            "ward_no": str(n),
            "municipality_id": f"EC10{n // 2}",
            "municipality": f"Town {n // 2}",
            "district_id": f"DC1{n // 4}",
            "district": f"District {n // 4}",
            "province": "Eastern Cape",
        }
        for n in range(6)
    ]
    return gpd.GeoDataFrame(rows, geometry=[shapely.box(n, -34, n + 1, -33) for n in range(6)], crs="EPSG:4326")


@MORE
@given(made.spots(most=15), made.spots(least=2, most=6), st.floats(0, 200))
def test_a_service_point_more_never_lowers_access(homes_at: list, points_at: list, amount: float) -> None:
    homes, clinics = made.households(homes_at), made.points(points_at)
    capacity = [math.nan, *clinics["capacity"][1:-1], amount]
    clinics = clinics.assign(capacity=capacity)
    before = measure(homes, clinics.iloc[:-1])
    table = change(before, added=clinics.iloc[-1:]).table
    assert (table["minutes_after"] <= table["minutes_before"]).all()
    assert (table["within_after"] >= table["within_before"]).all()
    assert (table["e2sfca_after"] >= table["e2sfca_before"] - 1e-12).all()
    assert (table["saved_min"] >= 0).all()
    # And back again.
    after = change(before, added=clinics.iloc[-1:]).after
    back = change(after, removed=clinics["point_id"].iloc[-1:]).after
    pd.testing.assert_frame_equal(back.table, before.table)


@MORE
@given(made.spots(least=2, most=25), made.spots(most=6), st.randoms())
def test_the_order_of_rows_does_not_matter(homes_at: list, points_at: list, random: object) -> None:
    homes, clinics = made.households(homes_at), made.points(points_at)
    orders = [list(range(len(frame))) for frame in (homes, clinics)]
    for order in orders:
        random.shuffle(order)  # type: ignore[attr-defined]
    one = measure(homes, clinics).table
    other = measure(homes.iloc[orders[0]], clinics.iloc[orders[1]]).table
    assert other["household_id"].tolist() == homes["household_id"].iloc[orders[0]].tolist()
    again = other.set_index("household_id").loc[one["household_id"]].reset_index()
    pd.testing.assert_frame_equal(again, one, rtol=1e-12)


@MORE
@given(made.spots(least=2, most=25), made.spots(most=6), st.sampled_from([0.25, 3.0, 1000.0]))
def test_weights_scaled_alike_leave_ranks_alone(homes_at: list, points_at: list, times: float) -> None:
    homes, clinics = made.households(homes_at), made.points(points_at)
    one = measure(homes, clinics).table["e2sfca"].to_numpy()
    more = measure(homes, clinics.assign(capacity=clinics["capacity"] * times)).table["e2sfca"].to_numpy()
    assert np.allclose(more, one * times)
    crowd = measure(homes.assign(members=homes["members"] * 20), clinics).table["e2sfca"].to_numpy()
    assert np.allclose(crowd, one / 20)


@MORE
@given(made.spots(least=2, most=40), made.spots(most=6), st.integers(0, 10**6), st.sampled_from(["households", "members"]))
def test_sums_agree_across_levels(homes_at: list, points_at: list, seed: int, weight: str) -> None:
    rng = np.random.default_rng(seed)
    layer = wards()
    homes = made.households(homes_at, ward_id=rng.choice([*layer["ward_id"], ""], len(homes_at)))
    homes.loc[rng.random(len(homes)) < 0.2, ["longitude", "latitude"]] = math.nan
    clinics = made.points(points_at)
    found = measure(homes, clinics, settings=AccessSettings(weight=weight))
    sums = ["households", "people", "place_unknown", "unreachable", "households_within", "people_within"]
    frames = {level: by_area(found, level, layer) for level in LEVELS}
    total = frames["province"][sums].sum()
    assert total["households"] == len(homes)
    assert total["people"] == pytest.approx(homes["members"].sum())
    assert total["households_within"] == found.table["within"].sum()
    for level, frame in frames.items():
        assert tuple(frame.columns) == AREAS
        assert np.allclose(frame[sums].sum().to_numpy(dtype=float), total.to_numpy(dtype=float)), level
    up = dict(zip(layer["ward_id"], layer["municipality_id"], strict=True)) | {"": ""}
    raised = frames["ward"].assign(area_id=frames["ward"]["area_id"].map(up)).groupby("area_id")[sums].sum()
    assert np.allclose(raised, frames["municipality"].set_index("area_id")[sums])


@MORE
@given(made.spots(least=1, most=25), made.spots(most=6))
def test_what_people_get_is_what_the_points_have(homes_at: list, points_at: list) -> None:
    """Sum of people × access = sum of the capacities of the points that somebody can reach."""
    homes, clinics = made.households(homes_at), made.points(points_at)
    found = measure(homes, clinics)
    minutes = made.minutes_by_hand(homes, clinics)
    least = {p: min(time for (_, q), time in minutes.items() if q == p) for p in clinics["point_id"]}
    if any(abs(time - 60) < 0.02 for time in least.values()):
        return
    used = sum(c for p, c in zip(clinics["point_id"], clinics["capacity"], strict=True) if least[p] <= 60)
    assert (found.table["e2sfca"].to_numpy() * homes["members"].to_numpy()).sum() == pytest.approx(used)
    area = by_area(found, "ward")
    assert area["e2sfca"].iloc[0] * area["people"].iloc[0] == pytest.approx(used)


@pytest.mark.parametrize(("weight", "share", "mean", "median"), [("households", 2 / 3, 40.0, 30.0), ("members", 0.3, 68.0, 90.0)])
def test_shares_and_means_are_weighted_as_said(weight: str, share: float, mean: float, median: float) -> None:
    from geo.travel import TravelMatrix

    ids = ["H0000", "H0001", "H0002", "P0000"]
    minutes = np.zeros((4, 4))
    minutes[:3, 3] = [0, 30, 90]
    homes = made.households([(26.5, -33.3)] * 3, members=[1.0, 2.0, 7.0], ward_id="21004001")
    found = measure(homes, made.points([(26.5, -33.3)]), TravelMatrix(minutes, ids), AccessSettings(weight=weight))
    row = by_area(found, "ward").iloc[0]
    expected = mean if weight == "households" else (0 * 1 + 30 * 2 + 90 * 7) / 10
    assert (row["share_within"], row["minutes_median"]) == (pytest.approx(share), median)
    assert row["minutes_mean"] == pytest.approx(expected)
    assert (row["households_within"], row["people_within"]) == (2, 3.0)
    assert found.told()["sectors"]["health"]["share_within"] == pytest.approx(share)


def test_an_area_without_a_known_place_has_no_share() -> None:
    homes = made.households([(26.5, -33.3), (math.nan, math.nan)], ward_id=["21004001", "21004002"])
    found = by_area(measure(homes, made.points([(26.5, -33.3)])), "ward").set_index("area_id")
    assert found.loc["21004001", "share_within"] == 1.0
    for column in ("share_within", "minutes_mean", "minutes_median", "opportunities_mean", "e2sfca"):
        assert math.isnan(found.loc["21004002", column])
    assert found.loc["21004002", "place_unknown"] == 1


@MORE
@given(st.integers(1, 30), st.integers(1, 4), st.integers(0, 10**6))
def test_a_weighted_median_is_that_of_the_values_repeated(many: int, areas: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    values, weight, codes = rng.integers(0, 9, many).astype(float), rng.integers(0, 4, many), rng.integers(0, areas, many)
    values[rng.random(many) < 0.2] = math.nan
    found = weighted_medians(values, weight.astype(float), codes, areas)
    for area in range(areas):
        repeated = np.repeat(values[codes == area], weight[codes == area])
        own = sorted(repeated[~np.isnan(repeated)].tolist())
        if own:
            assert found[area] == own[(len(own) - 1) // 2]
        else:
            assert math.isnan(found[area])


def test_everything_wrong_with_a_change_is_told_at_once() -> None:
    spots = [(26.5, -33.3), (26.6, -33.3)]
    clinics = made.points(spots)
    before = measure(made.households(spots), clinics)
    with pytest.raises(InputProblems) as caught:
        change(before, added=clinics.iloc[:1], removed=["nobody"])
    assert [problem.code for problem in caught.value.problems] == ["E407", "E211"]
    with pytest.raises(InputProblems, match="E402"):
        change(before, removed=clinics["point_id"])
    # The id of a point that falls away may be used again.
    moved = change(before, added=clinics.iloc[:1].assign(longitude=26.7), removed=clinics["point_id"][:1]).after
    assert len(moved.points) == 2


def test_a_sector_that_comes_or_goes_is_unreachable_on_the_other_side() -> None:
    homes = made.households([(26.5, -33.3)])
    before = measure(homes, made.points([(26.5, -33.3)]))
    school = made.points([(26.5, -33.3)], sector="education").assign(point_id="S1")
    row = change(before, added=school).table.set_index("sector").loc["education"]
    assert math.isnan(row["minutes_before"])
    assert row["minutes_after"] == 0
    assert (row["within_before"], row["within_after"], row["e2sfca_before"]) == (False, True, 0.0)
    both = change(before, added=school).after
    gone = change(both, removed=["S1"]).table.set_index("sector").loc["education"]
    assert math.isnan(gone["minutes_after"])
    assert gone["point_after"] == ""
