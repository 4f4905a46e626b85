"""The measures of compact areas are what the words say."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely

from allocation.compactness import BY_PLACE, BY_WORKER, compactness
from allocation.plan import Plan
from tests.allocation.cases import GEOD, base
from tests.allocation.test_fixes import planned


def test_distances_from_home_and_from_the_middle_are_those_of_the_map() -> None:
    plan = planned(base())
    found = compactness(plan)
    home, crew = plan.households.set_index("household_id").geometry, plan.fieldworkers.set_index("worker_id").geometry
    rows = list(zip(plan.visits["worker_id"], plan.visits["household_id"], strict=True))
    km = [GEOD.inv(crew[w].x, crew[w].y, home[h].x, home[h].y)[2] / 1000 for w, h in rows]
    assert found.home_km == pytest.approx(np.mean(km), rel=1e-4)
    of_a = [length for (worker, _), length in zip(rows, km, strict=True) if worker == "A"]
    row = found.workers.set_index("worker_id").loc["A"]
    assert (row["visits"], row["home_km"], row["farthest_km"]) == pytest.approx((3, np.mean(of_a), max(of_a)), rel=1e-4)
    points = [home[h] for w, h in rows if w == "B"]
    middle = shapely.MultiPoint(points).centroid
    apart = [GEOD.inv(middle.x, middle.y, point.x, point.y)[2] / 1000 for point in points]
    assert found.workers.set_index("worker_id").loc["B", "together_km"] == pytest.approx(np.mean(apart), rel=1e-3)
    assert tuple(found.workers) == BY_WORKER


def shared(village: str = "Upper") -> Plan:
    """H1, H2 and H3 (A twice, B once) in one village."""
    case = base()
    for name in ("H1", "H2", "H3"):
        case = case.home(name, village=village)
    routes = {("A", "2026-04-01"): (480.0, [("H1", 0.0), ("H2", 0.0)]), ("B", "2026-04-01"): (480.0, [("H3", 0.0), ("H4", 0.0)])}
    return planned(replace(case, routes=routes))


def test_a_village_counts_who_comes_and_who_comes_most() -> None:
    found = compactness(shared())
    assert tuple(found.places) == BY_PLACE
    upper = found.places.set_index("place").loc["Upper"]
    assert (upper["visits"], upper["workers"], upper["main_worker"]) == (3, 2, "A")
    assert upper["main_share"] == pytest.approx(2 / 3)
    # H4 lies alone in its square: four visits, three of them by the one who comes there most.
    assert found.main_share == pytest.approx(3 / 4)
    assert found.workers_a_place == pytest.approx((3 * 2 + 1) / 4)
    assert "sees 1.8 fieldworkers on average, and 75% of the visits" in found.sentence


def test_squares_of_one_kilometre_stand_for_villages_that_nobody_named() -> None:
    found = compactness(planned(base()))
    assert not found.places["is_village"].any()
    assert found.places["visits"].sum() == 5
    assert found.places["workers"].eq(1).all()
    assert found.main_share == 1.0


def test_a_plan_without_visits_has_no_measures_and_says_nothing() -> None:
    found = compactness(planned(base(), routes=False))
    assert found.places.empty and found.workers.empty and found.sentence == ""
    assert np.isnan(found.main_share)


def test_villages_of_one_name_in_two_wards_are_two() -> None:
    case = base().home("H1", village="Upper").home("H4", village="Upper")
    assert {"Upper (21004001)", "Upper (21004002)"} <= set(compactness(planned(case)).places["place"])


def test_without_places_the_villages_still_count() -> None:
    plan = shared()
    nowhere = gpd.GeoSeries([None] * len(plan.households), index=plan.households.index, crs="EPSG:4326")
    found = compactness(replace(plan, households=plan.households.set_geometry(nowhere)))
    assert np.isnan(found.home_km)
    assert found.sentence.startswith("A village or square of 1 km sees 2.0 fieldworkers")
