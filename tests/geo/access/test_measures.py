"""Each measure against a loop over pairs that is written from its definition, and against PySAL's package ``access``."""

from __future__ import annotations

import datetime as dt
import math
import warnings

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation import Round, plan_round
from geo.access import AccessSettings, Catchment, measure
from geo.errors import InputProblems, SettingProblems
from geo.travel import Places, StraightLine, TravelMatrix
from tests.geo.access import made
from tests.thorough import examples

ZONES = [(20.0, 1.0), (40.0, 0.68), (60.0, 0.22)]


@settings(max_examples=examples(50), deadline=None)
@given(made.spots(most=25), made.spots(most=8))
def test_all_measures_are_those_of_a_loop_over_pairs(homes_at: list, points_at: list) -> None:
    homes, clinics = made.households(homes_at), made.points(points_at)
    minutes = made.minutes_by_hand(homes, clinics)
    people = dict(zip(homes["household_id"], homes["members"], strict=True))
    capacity = dict(zip(clinics["point_id"], clinics["capacity"], strict=True))
    if any(abs(time - edge) < 0.02 for time in minutes.values() for edge, _ in ZONES):
        return  # the edge of a zone lies between the geodesic and the local formula
    table = measure(homes, clinics).table.set_index("household_id")
    shared = made.e2sfca_by_hand(minutes, people, capacity, ZONES)
    for home in people:
        mine = {point: minutes[home, point] for point in capacity}
        least = min(mine.values())
        assert table.loc[home, "minutes"] == pytest.approx(least, rel=1e-4, abs=1e-6)
        assert mine[table.loc[home, "point_id"]] == pytest.approx(least, rel=3e-4, abs=1e-6)
        near = [point for point, time in mine.items() if time <= 60]
        assert table.loc[home, "opportunities"] == len(near)
        assert table.loc[home, "capacity_within"] == pytest.approx(sum(capacity[point] for point in near))
        assert table.loc[home, "within"] == bool(near)
        assert table.loc[home, "e2sfca"] == pytest.approx(shared[home])


@st.composite
def matrices(draw: st.DrawFn) -> tuple[TravelMatrix, pd.DataFrame, pd.DataFrame]:
    """Households, points and a matrix of whole minutes, full of ties, with pairs that cannot be travelled."""
    homes, goals = draw(st.integers(1, 14)), draw(st.integers(1, 6))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    minutes = rng.integers(0, 75, (homes + goals, homes + goals)).astype(float)
    minutes[rng.random(minutes.shape) < draw(st.sampled_from([0.0, 0.3, 0.9]))] = np.nan
    households = made.households([(math.nan, math.nan)] * homes).drop(columns=["longitude", "latitude"])
    points = made.points([(math.nan, math.nan)] * goals).drop(columns=["longitude", "latitude"])
    return TravelMatrix(minutes, [*households["household_id"], *points["point_id"]]), households, points


@settings(max_examples=examples(80), deadline=None)
@given(matrices())
def test_a_matrix_with_ties_and_unreachable_pairs(case: tuple[TravelMatrix, pd.DataFrame, pd.DataFrame]) -> None:
    travel, homes, clinics = case
    at = {name: row for row, name in enumerate(travel.ids)}
    table = measure(homes, clinics, travel).table.set_index("household_id")
    pairs = {(h, p): float(travel.table[at[h], at[p]]) for h in homes["household_id"] for p in clinics["point_id"]}
    people = dict(zip(homes["household_id"], homes["members"], strict=True))
    shared = made.e2sfca_by_hand(pairs, people, dict(zip(clinics["point_id"], clinics["capacity"], strict=True)), ZONES)
    for home in homes["household_id"]:
        open_ = sorted((pairs[home, p], p) for p in clinics["point_id"] if not math.isnan(pairs[home, p]))
        row = table.loc[home]
        if open_:
            # Of equally near points the lowest id.
            assert (row["minutes"], row["point_id"]) == open_[0]
        else:
            assert math.isnan(row["minutes"])
            assert row["point_id"] == ""
            assert not row["within"]
        assert row["opportunities"] == sum(time <= 60 for time, _ in open_)
        assert row["e2sfca"] == pytest.approx(shared[home])


@settings(max_examples=examples(15), deadline=None)
@given(seed=st.integers(0, 10**6))
def test_pysal_says_the_same(seed: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from access import Access as PySal
        from access import weights
    rng = np.random.default_rng(seed)
    homes = made.households(list(zip(26.5 + rng.uniform(0, 0.15, 60), -33.3 + rng.uniform(0, 0.15, 60), strict=True)))
    clinics = made.points(list(zip(26.5 + rng.uniform(0, 0.15, 7), -33.3 + rng.uniform(0, 0.15, 7), strict=True)))
    ours = measure(homes, clinics).table.set_index("household_id")
    frames = [Places.of(t[k].tolist(), made_points(t)) for t, k in ((homes, "household_id"), (clinics, "point_id"))]
    minutes = StraightLine().minutes(frames[0], frames[1], "walk")
    cost = [(h, p, minutes[i, j]) for i, h in enumerate(homes["household_id"]) for j, p in enumerate(clinics["point_id"])]
    with warnings.catch_warnings():
        # Its version 1.1.10 uses "inplace", which pandas 3.1 will do without one day.
        warnings.simplefilter("ignore")
        theirs = PySal(
            demand_df=homes,
            demand_index="household_id",
            demand_value="members",
            supply_df=clinics,
            supply_index="point_id",
            supply_value="capacity",
            cost_df=pd.DataFrame(cost, columns=["home", "point", "minutes"]),
            cost_origin="home",
            cost_dest="point",
            cost_name="minutes",
        )
        shared = theirs.enhanced_two_stage_fca(name="e", max_cost=60, weight_fn=weights.step_fn(dict(ZONES)))["e_capacity"]
        within = theirs.weighted_catchment(name="w", max_cost=60)["w_capacity"]
    for theirs_, column in ((shared, "e2sfca"), (within, "capacity_within")):
        # It leaves out who has nothing in reach.
        assert np.allclose(theirs_.reindex(ours.index).fillna(0.0), ours[column])
        assert (ours[column] > 0).sum() >= 10


def made_points(frame: pd.DataFrame) -> gpd.GeoSeries:
    return gpd.GeoSeries.from_xy(frame["longitude"], frame["latitude"], crs="EPSG:4326")


def test_the_minutes_are_those_that_a_plan_travels() -> None:
    """A fieldworker who lived at the clinic would walk as long as the household walks there, to the second."""
    homes, clinics = made.households([(26.53, -33.31)]), made.points([(26.5, -33.3)])
    team = pd.DataFrame({"worker_id": ["W1"], "longitude": [26.5], "latitude": [-33.3]})
    day = dt.date(2026, 3, 3)
    for factor in (1.3, {"urban": 1.1, "rural": 1.4, "deep_rural": 2.2}):
        travel = StraightLine(detour_factor=factor)
        round_ = Round(first_day=day, last_day=day, holidays="")
        plan = plan_round(homes, team, round_, travel=travel, max_iterations=1, seed=1)
        found = measure(homes, clinics, travel).table["minutes"].iloc[0]
        assert plan.visits["travel_min"].iloc[0] == pytest.approx(found, abs=1 / 60)
        assert found > 40


def test_who_has_no_coordinates_stands_where_a_plan_puts_them() -> None:
    layer = gpd.GeoDataFrame(
        {"ward_id": ["21004001"], "municipality_id": ["EC104"]}, geometry=[shapely.box(26, -34, 27, -33)], crs="EPSG:4326"
    )
    homes = made.households([(26.53, -33.31), (26.54, -33.31), (math.nan, math.nan)], village="Gqora")
    homes["ward_id"] = ["", "", "21004001"]
    day = dt.date(2026, 3, 3)
    team = pd.DataFrame({"worker_id": ["W1"], "longitude": [26.5], "latitude": [-33.3]})
    plan = plan_round(homes, team, Round(first_day=day, last_day=day, holidays=""), wards=layer, max_iterations=1, seed=1)
    found = measure(homes, made.points([(26.5, -33.3)]), wards=layer)
    assert found.placed.all()
    assert found.households["ward_id"].tolist() == ["21004001"] * 3
    assert found.households.geometry.geom_equals(plan.households.geometry).all()
    assert found.table["minutes"].iloc[2] == pytest.approx(found.table["minutes"].iloc[:2].mean(), rel=1e-3)


def test_minutes_are_one_way_from_the_household_to_the_point() -> None:
    travel = TravelMatrix([[0, 10], [99, 0]], ["H0000", "P0000"])
    homes, clinics = made.households([(26.5, -33.3)]), made.points([(26.5, -33.3)])
    assert measure(homes, clinics, travel).table["minutes"].tolist() == [10.0]


def test_each_sector_is_measured_by_itself_however_it_is_written() -> None:
    homes = made.households([(26.5, -33.3), (26.6, -33.3)])
    clinics = made.points([(26.5, -33.3), (26.6, -33.3), (26.7, -33.3)], sector=["Health", "education", "health "])
    found = measure(homes, clinics)
    assert found.sectors == ("Health", "education")
    assert found.table["household_id"].tolist() == ["H0000", "H0000", "H0001", "H0001"]
    assert found.table["sector"].tolist() == ["Health", "education"] * 2
    by = found.table.set_index(["household_id", "sector"])["point_id"]
    assert by["H0001", "education"] == clinics["point_id"][1]
    assert by["H0001", "Health"] == min(clinics["point_id"][[0, 2]]) or by["H0001", "Health"] in set(clinics["point_id"][[0, 2]])
    only = measure(homes, clinics, sectors=["HEALTH"])
    assert only.sectors == ("Health",)
    pd.testing.assert_frame_equal(only.table, found.of("Health"))


def test_a_sector_that_no_point_has_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InputProblems, match=r"E407.*No service point has the sector water; there are health"):
        measure(made.households([(26.5, -33.3)]), made.points([(26.5, -33.3)]), sectors=["water"])


def test_everything_wrong_with_both_tables_is_told_at_once() -> None:
    homes = made.households([(26.5, -33.3)] * 2).assign(household_id="H1")
    clinics = made.points([(26.5, -33.3)], capacity=[-5.0])
    with pytest.raises(InputProblems) as caught:
        measure(homes, clinics)
    assert {(problem.code, problem.file) for problem in caught.value.problems} == {
        ("E211", "households"), ("E213", "service_points"),
    }  # fmt: skip
    for empty in ((homes.iloc[:0], made.points([(26.5, -33.3)])), (made.households([(26.5, -33.3)]), clinics.iloc[:0])):
        with pytest.raises(InputProblems, match="E402"):
            measure(*empty)


def test_a_household_that_nobody_can_place_has_no_minutes_no_access_and_no_cell_but_counts_as_people() -> None:
    homes = made.households([(26.5, -33.3), (math.nan, math.nan)], members=[3.0, 5.0])
    found = measure(homes, made.points([(26.5, -33.3)], capacity=[6.0]))
    lost = found.table.iloc[1]
    assert math.isnan(lost["minutes"])
    assert math.isnan(lost["e2sfca"])
    assert (lost["point_id"], lost["within"], lost["opportunities"]) == ("", False, 0)
    assert found.households["cell"].tolist()[1] == ""
    assert found.table["e2sfca"].iloc[0] == 2.0  # the three people who are known to be there share it
    assert found.told()["place_unknown"] == 1


@pytest.mark.parametrize(
    ("blank", "expected"), [("median", [8.0, 20.0, 14.0]), ("leave_out", [8.0, 20.0, 0.0]), (5, [8.0, 20.0, 5.0])]
)
def test_a_blank_capacity_counts_as_said(blank: str | float, expected: list[float]) -> None:
    homes = made.households([(26.5, -33.3)], members=[1.0])
    clinics = made.points([(26.5, -33.3)] * 3, capacity=[8.0, 20.0, math.nan])
    found = measure(homes, clinics, settings=AccessSettings(blank_capacity=blank))
    assert found.table["capacity_within"].tolist() == [sum(expected)]
    assert found.table["opportunities"].tolist() == [3]
    told = found.told()["sectors"]["health"]
    assert (told["points"], told["unit"], told["blank"], told["blank_counts_as"]) == (3, "people", 1, expected[2])


def test_where_nobody_states_a_capacity_points_are_counted() -> None:
    homes = made.households([(26.5, -33.3)], members=[4.0])
    found = measure(homes, made.points([(26.5, -33.3)] * 3, capacity=[math.nan] * 3))
    assert found.table["e2sfca"].tolist() == [0.75]
    assert found.told()["sectors"]["health"]["unit"] == "points"


def test_a_capacity_of_nothing_stays_nothing() -> None:
    homes = made.households([(26.5, -33.3)], members=[4.0])
    found = measure(homes, made.points([(26.5, -33.3)] * 2, capacity=[0.0, 8.0]))
    assert found.table["e2sfca"].tolist() == [2.0]


def test_people_who_are_not_counted_count_as_the_mean_of_the_others() -> None:
    spots = [(26.5, -33.3)] * 3
    some = measure(made.households(spots, members=[2.0, math.nan, 6.0]), made.points(spots[:1], capacity=[24.0]))
    assert some.table["e2sfca"].tolist() == [2.0, 2.0, 2.0]
    assert some.told()["members"] == {"people": 12.0, "blank": 1, "blank_counts_as": 4.0}
    none = measure(made.households(spots, members=[math.nan] * 3), made.points(spots[:1], capacity=[24.0]))
    assert none.table["e2sfca"].tolist() == [8.0, 8.0, 8.0]


def test_the_threshold_and_the_edges_of_zones_belong_to_what_is_inside() -> None:
    ids = ["H0000", "P0000"]
    for minutes, within, weight in ((20.0, True, 1.0), (20.001, True, 0.68), (60.0, True, 0.22), (60.001, False, 0.0)):
        travel = TravelMatrix([[0, minutes], [minutes, 0]], ids)
        found = measure(made.households([(26.5, -33.3)], members=[1.0]), made.points([(26.5, -33.3)], capacity=[1.0]), travel)
        assert found.table["within"].tolist() == [within]
        assert found.settings.zones.weight(np.array([minutes])).tolist() == [weight]


def test_modes_have_their_own_speeds() -> None:
    homes, clinics = made.households([(26.5, -33.3)]), made.points([(26.6, -33.3)])
    by_mode = {mode: measure(homes, clinics, settings=AccessSettings(mode=mode)).table["minutes"].iloc[0] for mode in
               ("walk", "bicycle", "car")}  # fmt: skip
    assert by_mode["walk"] / by_mode["car"] == pytest.approx(40 / 4.5)
    assert by_mode["walk"] / by_mode["bicycle"] == pytest.approx(12 / 4.5)


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"mode": "helicopter"}, "mode"),
        ({"threshold_min": 0}, "threshold_min"),
        ({"threshold_min": math.inf}, "threshold_min"),
        ({"weight": "dogs"}, "weight"),
        ({"blank_capacity": "mean"}, "blank_capacity"),
        ({"blank_capacity": -1}, "blank_capacity"),
        ({"cell_resolution": 16}, "cell_resolution"),
    ],
)
def test_settings_out_of_range_are_refused_by_name(wrong: dict, column: str) -> None:
    with pytest.raises(SettingProblems) as caught:
        AccessSettings(**wrong)
    assert [problem.column for problem in caught.value.problems] == [column]


@pytest.mark.parametrize(
    ("zones", "weights"),
    [((), ()), ((10, 5), (1, 0.5)), ((10, 20), (0.5, 1)), ((10,), (1, 0.5)), ((10,), (1.5,)), ((0, 10), (1, 1))],
)
def test_zones_that_are_none_are_refused(zones: tuple, weights: tuple) -> None:
    with pytest.raises(SettingProblems):
        Catchment(zones, weights)
    assert Catchment((10, 20), (1, 0.5)).reach_min == 20
