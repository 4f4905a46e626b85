"""A place for each ward: the best of those in or near it that have what is asked, or the rule that nobody fulfils."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputProblems
from geo.siting import REQUIREMENTS, ByWard, SitingSettings, lists_of, site_by_ward
from geo.siting.mip import solve_program
from geo.travel import Places, StraightLine
from tests.thorough import examples

FLAGS = list(REQUIREMENTS.values())


def strips(many: int) -> gpd.GeoDataFrame:
    """Wards side by side, a tenth of a degree (9.3 km) wide, all of one municipality."""
    boxes = [shapely.box(26 + at / 10, -33.1, 26.1 + at / 10, -33.0) for at in range(many)]
    ids = [f"2100400{at + 1}" for at in range(many)]
    frame = {"ward_id": ids, "ward_no": [str(at + 1) for at in range(many)], "municipality_id": "EC104", "municipality": "M"}
    return gpd.GeoDataFrame(frame, geometry=boxes, crs="EPSG:4326")


def scattered(rng: np.random.Generator, rows: int, many: int) -> dict[str, np.ndarray]:
    return {"latitude": -33.0 - rng.random(rows) / 10, "longitude": 26 + rng.random(rows) * many / 10}


def invented(seed: int, many: int, homes: int, halls: int, share: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    people = pd.DataFrame({"household_id": [f"H{at}" for at in range(homes)], **scattered(rng, homes, many)})
    places = pd.DataFrame({"point_id": [f"P{at}" for at in range(halls)], "sector": "hall", **scattered(rng, halls, many)})
    return people, places.assign(**{flag: rng.random(halls) < share for flag in FLAGS})


def minutes(people: pd.DataFrame, places: pd.DataFrame) -> np.ndarray:
    sides = [
        Places(np.array(frame.iloc[:, 0], dtype=str), frame[["longitude", "latitude"]].to_numpy(), np.full(len(frame), ""))
        for frame in (people, places)
    ]
    return StraightLine().minutes(*sides, "walk")


@settings(max_examples=examples(25), deadline=None)
@given(
    st.integers(0, 10**6), st.integers(1, 4), st.integers(1, 40), st.integers(1, 12),
    st.sampled_from([0.3, 0.7, 1.0]), st.sets(st.sampled_from(list(REQUIREMENTS))),
)  # fmt: skip
def test_the_best_of_those_that_fit_in_each_ward(
    seed: int, many: int, homes: int, halls: int, share: float, required: set[str]
) -> None:
    people, places = invented(seed, many, homes, halls, share)
    asked = SitingSettings(count=1, require=tuple(sorted(required)))
    wards = strips(many)
    found = site_by_ward(lists_of(people, places, wards=wards), wards, asked, near_m=0.0)
    every = minutes(people, places)
    whose = np.floor((people["longitude"].to_numpy() - 26) * 10).astype(int)
    where = np.floor((places["longitude"].to_numpy() - 26) * 10).astype(int)
    fits = places[[REQUIREMENTS[rule] for rule in sorted(required)]].to_numpy(dtype=bool).all(axis=1)
    venues = found.venues.set_index("ward_id")
    assert len(venues) == many
    for at, code in enumerate(wards["ward_id"]):
        row, mine = venues.loc[code], whose == at
        assert (row["candidates"], row["fitting"]) == ((where == at).sum(), ((where == at) & fits).sum())
        if not mine.any() or not ((where == at) & fits).any():
            assert row["point_id"] == "" and row["households"] == 0
            assert row["why"].endswith(".") and ("household" in row["why"]) == (not mine.any())
            if mine.any() and (where == at).any():
                assert any(f" {told}" in row["why"] for told in ("electricity", "water", "furniture", "wheelchair"))
            continue
        sums = every[mine][:, (where == at) & fits].sum(axis=0)
        assert row["why"] == "" and row["households"] == mine.sum()
        assert row["minutes_mean"] * mine.sum() == pytest.approx(sums.min(), rel=1e-6)
    covered(found, people)


def covered(found: ByWard, people: pd.DataFrame) -> None:
    """Every household has a row, and sums agree."""
    assert found.assigned["household_id"].tolist() == people["household_id"].tolist()
    there = found.assigned[found.assigned["point_id"] != ""]
    assert found.sites["households"].sum() == len(there) == found.venues["households"].sum()
    told = found.told()
    assert told["proved"] and told["objective"] == pytest.approx(there["minutes"].sum())
    assert told["points"] == found.venues.loc[found.venues["point_id"] != "", "point_id"].nunique()


def test_a_place_beyond_the_edge_counts_as_near_and_may_be_that_of_two_wards() -> None:
    people = pd.DataFrame({"household_id": ["H1", "H2"], "latitude": -33.05, "longitude": [26.05, 26.15]})
    # 280 m beyond the edge between both wards, in the second one.
    places = pd.DataFrame({"point_id": ["P1"], "sector": "hall", "latitude": -33.05, "longitude": [26.103]})
    wards, asked = strips(2), SitingSettings(count=1)
    lists = lists_of(people, places, wards=wards)
    assert site_by_ward(lists, wards, asked, near_m=500).venues["point_id"].tolist() == ["P1", "P1"]
    apart = site_by_ward(lists, wards, asked, near_m=200).venues
    assert apart["point_id"].tolist() == ["", "P1"] and apart["why"][0] == "There is no place to choose from."
    with pytest.raises(InputProblems, match="E401"):
        site_by_ward(lists, wards, asked, near_m=-1)


def test_where_no_place_fits_people_go_to_what_is_there() -> None:
    people = pd.DataFrame({"household_id": ["H1"], "latitude": [-33.05], "longitude": [26.05]})
    halls = pd.DataFrame({"point_id": ["P1"], "sector": "hall", "latitude": [-33.05], "longitude": [26.06]})
    there = halls.assign(point_id="E1", longitude=26.07)
    found = site_by_ward(lists_of(people, halls, there, wards=strips(1)), strips(1), SitingSettings(count=1, require=("water",)))
    assert found.venues["why"].tolist() == ["The only place has not what is asked: no water."]
    assert found.assigned["point_id"].tolist() == ["E1"] and found.told()["wards_without"] == ["21004001"]


def test_a_budget_holds_for_each_ward_and_asks_what_a_place_costs() -> None:
    people = pd.DataFrame({"household_id": ["H1"], "latitude": [-33.05], "longitude": [26.05]})
    halls = pd.DataFrame({"point_id": ["near", "far"], "sector": "hall", "latitude": -33.05, "longitude": [26.051, 26.08]})
    asked, wards = SitingSettings(count=1, budget=10.0), strips(1)
    found = site_by_ward(lists_of(people, halls.assign(cost=[11.0, 10.0]), wards=wards), wards, asked, solve_program)
    assert found.venues["point_id"].tolist() == ["far"]
    with pytest.raises(InputProblems, match=r"E210.*far, near"):
        site_by_ward(lists_of(people, halls, wards=wards), wards, asked)
