"""Each household is exactly one thing in each sector, and areas are sums of households."""

from __future__ import annotations

import calendar
import datetime as dt
import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access import AccessSettings, by_area
from geo.errors import InputProblems, SettingProblems
from geo.gaps import CATEGORIES, GAPS, GapSettings, asked, find_gaps, gap_table
from geo.gaps.figures import ward_figures
from geo.tables import items
from tests.geo.access import made
from tests.thorough import examples

TODAY = dt.date(2026, 3, 2)
DAYS = ["", "2023-01-01", "2024-03-01", "2024-03-02", "2026-02-01", "2026-05-01"]
NEEDS = ["", "health", "Health;education", "education; housing", " HEALTH ; water"]


@st.composite
def lists(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Households with needs, needs met, dates (or no such column), and points of two sectors."""
    homes_at, points_at = draw(made.spots(most=25)), draw(made.spots(most=6))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    many = len(homes_at)
    homes = made.households(homes_at, needs=rng.choice(NEEDS, many), needs_met=rng.choice(["", "", "health", "housing"], many))
    homes["ward_id"] = rng.choice(["21004001", "21004002", ""], many)
    homes.loc[rng.random(many) < 0.1, ["longitude", "latitude"]] = math.nan
    if draw(st.booleans()):
        homes["last_profiled"] = rng.choice(DAYS, many)
    return homes, made.points(points_at, sector=rng.choice(["health", "education"], len(points_at)).tolist())


def by_hand(home: pd.Series, sector: str, minutes: list[float]) -> str:
    """The category of a household, sentence by sentence as methods.md says it; ``minutes`` to each point of the sector."""
    date = home.get("last_profiled")
    if date is not None and date == "":
        return "never_asked"
    if date is not None and date < "2024-03-02":
        return "asked_long_ago"
    if sector in [item.lower() for item in items(home["needs_met"])]:
        return "met"
    if sector in [item.lower() for item in items(home["needs"])]:
        if minutes and math.isnan(home["longitude"]):
            return "need_place_unknown"
        return "unmet" if any(time <= 60 for time in minutes) else "out_of_reach"
    return "no_need"


@settings(max_examples=examples(60), deadline=None)
@given(lists())
def test_each_household_is_what_the_definitions_say(case: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    homes, clinics = case
    minutes = made.minutes_by_hand(homes, clinics)
    if any(abs(time - 60) < 0.02 for time in minutes.values()):
        return
    found = find_gaps(homes, clinics, settings=GapSettings(today=TODAY))
    sector_of = dict(zip(clinics["point_id"], clinics["sector"], strict=True))
    named = {item.lower() for column in ("needs", "needs_met") for cell in homes[column] for item in items(cell)}
    assert {name.lower() for name in found.sectors} == named | set(sector_of.values())
    expected = [
        by_hand(home, name.lower(), [minutes[home["household_id"], p] for p in sector_of if sector_of[p] == name.lower()])
        for _, home in homes.iterrows()
        for name in found.sectors
    ]
    assert found.table["category"].tolist() == expected
    assert found.table["household_id"].tolist() == np.repeat(homes["household_id"], len(found.sectors)).tolist()


@settings(max_examples=examples(50), deadline=None)
@given(lists(), st.sampled_from(["households", "members"]))
def test_categories_are_disjoint_and_add_up(case: tuple[pd.DataFrame, pd.DataFrame], weight: str) -> None:
    homes, clinics = case
    found = find_gaps(homes, clinics, settings=GapSettings(AccessSettings(weight=weight), today=TODAY))
    for level, key in (("ward", "ward_id"), ("cell", "cell")):
        table = gap_table(found, level)
        assert tuple(table.columns) == (key, *GAPS[1:])
        assert (table[list(CATEGORIES)].sum(axis=1) == table["households"]).all()
        assert (table.groupby("sector")["households"].sum() == len(homes)).all()
        for name in found.sectors:
            whole = found.table[found.table["sector"] == name]["category"].value_counts()
            own = table[table["sector"] == name]
            assert own[list(CATEGORIES)].sum().to_dict() == {kind: int(whole.get(kind, 0)) for kind in CATEGORIES}
        reach = by_area(found.access, level).set_index(["area_id", "sector"])
        for row in table.itertuples(index=False):
            if (row[0], row.sector) in reach.index:
                pair = reach.loc[(row[0], row.sector), ["share_within", "e2sfca"]].to_numpy(dtype=float)
                assert np.array_equal(pair, [row.share_within, row.e2sfca], equal_nan=True)


@settings(max_examples=examples(30), deadline=None)
@given(lists(), st.randoms())
def test_the_order_of_households_does_not_matter(case: tuple[pd.DataFrame, pd.DataFrame], random: object) -> None:
    homes, clinics = case
    order = list(range(len(homes)))
    random.shuffle(order)  # type: ignore[attr-defined]
    chosen = GapSettings(today=TODAY)
    one, other = (gap_table(find_gaps(frame, clinics, settings=chosen)) for frame in (homes, homes.iloc[order]))
    pd.testing.assert_frame_equal(one, other, rtol=1e-12)


@settings(max_examples=examples(30), deadline=None)
@given(lists(), made.spots(most=1))
def test_a_point_more_turns_out_of_reach_into_unmet_and_nothing_else(
    case: tuple[pd.DataFrame, pd.DataFrame], where: list[tuple[float, float]]
) -> None:
    homes, clinics = case
    more = pd.concat([clinics, made.points(where, sector="health").assign(point_id="NEW")])
    chosen = GapSettings(today=TODAY)
    before, after = (find_gaps(homes, points, settings=chosen).table for points in (clinics, more))
    both = before.merge(after, on=["household_id", "sector"], suffixes=("_before", "_after"))
    changed = both[both["category_before"] != both["category_after"]]
    assert set(zip(changed["category_before"], changed["category_after"], strict=True)) <= {("out_of_reach", "unmet")}


@pytest.mark.parametrize(
    ("today", "months", "date", "late"),
    [
        (dt.date(2026, 3, 2), 24, "2024-03-02", False),
        (dt.date(2026, 3, 2), 24, "2024-03-01", True),
        (dt.date(2026, 8, 31), 6, "2026-02-28", False),
        (dt.date(2026, 8, 31), 6, "2026-02-27", True),
        (dt.date(2024, 2, 29), 12, "2023-02-28", False),
        (dt.date(2026, 3, 2), 1, "2027-01-01", False),
    ],
)
def test_months_are_those_of_the_calendar(today: dt.date, months: int, date: str, late: bool) -> None:
    found = asked(pd.Series([date]), 1, today=today, months=months)
    assert found.long_ago.tolist() == [late]
    assert found.never.tolist() == [False]
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    assert found.oldest == dt.date(year, month + 1, min(today.day, last))


def test_a_list_without_the_column_was_asked_on_its_date_and_says_so() -> None:
    homes = made.households([(26.5, -33.3)] * 2, needs=["health", ""])
    clinics = made.points([(26.5, -33.3)])
    fresh = find_gaps(homes, clinics, settings=GapSettings(today=TODAY))
    assert fresh.table["category"].tolist() == ["unmet", "no_need"]
    assert fresh.told()["asked"] == {
        "today": "2026-03-02",
        "too_long_ago_before": "2024-03-02",
        "last_profiled": "not in the list",
        "all_asked_on": "2026-03-02",
    }
    old = find_gaps(homes, clinics, settings=GapSettings(today=TODAY, list_date=dt.date(2020, 1, 1)))
    assert old.table["category"].tolist() == ["asked_long_ago"] * 2
    # The same column, there and blank, means that nobody was asked.
    never = find_gaps(homes.assign(last_profiled=""), clinics, settings=GapSettings(today=TODAY))
    assert never.table["category"].tolist() == ["never_asked"] * 2
    assert "all_asked_on" not in never.told()["asked"]
    assert never.told()["sectors"]["health"]["listed_all_the_same"] == 1


def test_a_need_without_any_point_of_its_sector_is_out_of_reach_and_its_share_is_nothing() -> None:
    homes = made.households([(26.5, -33.3), (math.nan, math.nan)], needs=["water", "water"], ward_id=["W1", "W2"])
    found = find_gaps(homes, made.points([(26.5, -33.3)]), settings=GapSettings(today=TODAY))
    assert found.sectors == ("health", "water")
    table = gap_table(found).set_index(["ward_id", "sector"])
    assert table.loc[("W1", "water"), "out_of_reach"] == 1
    assert table.loc[("W1", "water"), ["share_within", "e2sfca"]].tolist() == [0.0, 0.0]
    assert math.isnan(table.loc[("W2", "water"), "share_within"])
    assert table.loc[("W2", "water"), "out_of_reach"] == 1


def test_a_need_of_a_household_of_unknown_place_is_kept_apart_where_there_are_points() -> None:
    homes = made.households([(26.5, -33.3), (math.nan, math.nan), (27.9, -33.3)], needs="health", ward_id="W1")
    found = find_gaps(homes, made.points([(26.5, -33.3)]), settings=GapSettings(today=TODAY))
    assert found.table["category"].tolist() == ["unmet", "need_place_unknown", "out_of_reach"]
    row = gap_table(found).iloc[0]
    assert (row["unmet"], row["need_place_unknown"], row["out_of_reach"]) == (1, 1, 1)
    assert found.told()["sectors"]["health"]["need_place_unknown"] == 1
    # Whether it gets the service is known; whether one would be in reach is not: it counts in the one share alone.
    figures = ward_figures(gap_table(found), layer().assign(ward_id=["W1", "W2", "W3"]))
    assert figures.loc["W1", ["open:health", "out_of_reach:health"]].tolist() == [1.0, 0.5]


def layer() -> gpd.GeoDataFrame:
    rows = {"ward_id": ["21004001", "21004002", "21005001"], "municipality_id": ["EC104", "EC104", "EC105"], "ward_no": "1"}
    rows |= {"municipality": "M", "district_id": "D", "district": "D", "province": "P"}
    return gpd.GeoDataFrame(rows, geometry=[shapely.box(x, -34, x + 1, -33) for x in (26, 27, 28)], crs="EPSG:4326")


def test_households_get_the_ward_around_them_and_empty_wards_of_their_town_stand_there_too() -> None:
    homes = made.households([(26.5, -33.3), (40.0, -33.3)], needs=["health", "health"])
    found = find_gaps(homes, made.points([(26.5, -33.3)]), layer(), settings=GapSettings(today=TODAY))
    table = gap_table(found, "ward", layer())
    assert table["ward_id"].tolist() == ["", "21004001", "21004002"]
    assert table["households"].tolist() == [1, 1, 0]
    assert table["share_within"].tolist()[:2] == [0.0, 1.0]
    assert math.isnan(table["share_within"].iloc[2])


def test_what_is_no_date_is_refused_with_its_rows() -> None:
    homes = made.households([(26.5, -33.3)] * 3, last_profiled=["2025-01-01", "soon", ""])
    with pytest.raises(InputProblems, match="E212") as caught:
        find_gaps(homes, made.points([(26.5, -33.3)]))
    assert caught.value.problems[0].rows == (3,)


@pytest.mark.parametrize("months", [0, -3, True])
def test_months_below_one_are_refused(months: int) -> None:
    with pytest.raises(SettingProblems):
        GapSettings(asked_months=months)
