"""Each rule of shared vehicles has a pair: a plan that just holds, and the same plan with only that rule broken."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.check import CODES
from allocation.plan import RIDES
from tests.allocation.profiles import modest
from tests.allocation.vehicle_case import DATE, Ride

A, B, V = ("A", DATE), ("B", DATE), ("", DATE)
#: Rule → (plan that holds, plan that breaks it, where).
VEHICLE_RULES: dict[str, tuple[Ride, Ride, list[tuple[str, str]]]] = {
    "vehicle_unknown": (Ride(), Ride().car(vehicle_id="W"), [V]),
    "vehicle_not_available": (Ride().car(days="Mon"), Ride().car(days="Tue"), [V]),
    "wrong_vehicle": (Ride(), Ride().of_a(vehicle=""), [A]),
    "too_many_aboard": (Ride().car(seats=2.0), Ride().car(seats=1.0), [V]),
    "tour_broken": (Ride(), Ride().cell("rides", 5, "order", 7), [V]),
    "tour_times": (Ride().way("V", "H1", 19.1), Ride().way("V", "H1", 20.1), [A]),
    "not_fetched": (Ride().cell("rides", 3, "depart", "09:07:59"), Ride().cell("rides", 3, "depart", "09:07:58"), [A]),
    "ride_differs": (
        Ride().cell("days", 0, "leave", "08:04:58").cell("days", 0, "work_min", 94 + 2 / 60),
        Ride().cell("days", 0, "leave", "08:04:57").cell("days", 0, "work_min", 94 + 3 / 60),
        [A],
    ),
}
#: What else of a ride is broken → (plan that holds, plan that breaks it, code, where).
MORE: dict[str, tuple[Ride, Ride, str, list[tuple[str, str]]]] = {
    "starts before its hours": (Ride().car(start="08:10"), Ride().car(start="08:11"), "vehicle_not_available", [V]),
    "returns after its hours": (Ride().car(end="09:33"), Ride().car(end="09:32"), "vehicle_not_available", [V]),
    "counts who is aboard wrongly": (Ride(), Ride().cell("rides", 2, "passengers", 1), "tour_broken", [B]),
    "starts somewhere else": (Ride(), Ride().cell("rides", 0, "place", "X"), "tour_broken", [V]),
    "leaves a stop before it arrives": (Ride(), Ride().cell("rides", 4, "arrive", "09:18:30"), "tour_times", [B]),
    "idles on the way": (Ride().way("V", "H1", 19.0), Ride().way("V", "H1", 18.9), "tour_times", [A]),
    "takes somebody before the day begins": (Ride().of_a(start="08:05"), Ride().of_a(start="08:06"), "too_early", [A]),
    "brings somebody back too late": (Ride().of_a(end="09:39"), Ride().of_a(end="09:38"), "too_late", [A]),
    "keeps somebody out too long": (
        Ride().of_a(end="17:00", hours_per_day=94 / 60),
        Ride().of_a(end="17:00", hours_per_day=93 / 60),
        "day_too_long",
        [A],
    ),
    "keeps somebody out too long in a week": (
        Ride().of_a(hours_per_week=94 / 60),
        Ride().of_a(hours_per_week=93 / 60),
        "week_too_long",
        [A],
    ),
    "drops somebody who set out already": (Ride(), Ride().cell("rides", 1, "ready", "08:29:00"), "too_early", [A]),
    "works on a day off": (Ride().of_a(days="Mon"), Ride().of_a(days="Tue"), "not_available", [A]),
    "names an action that is none": (Ride(), Ride().cell("rides", 0, "action", "park"), "bad_value", [V]),
}


@pytest.mark.parametrize("code", VEHICLE_RULES)
def test_a_ride_within_the_rule_holds(code: str) -> None:
    assert VEHICLE_RULES[code][0].check() == []


@pytest.mark.parametrize("code", VEHICLE_RULES)
def test_the_same_ride_is_refused_once_the_rule_is_broken(code: str) -> None:
    _, broken, where = VEHICLE_RULES[code]
    assert sorted(broken.check()) == sorted((code, *place) for place in where)
    assert all(len(one.detail) > 10 for one in broken.violations())


@pytest.mark.parametrize("told", MORE)
def test_other_faults_of_a_ride_are_found_where_they_are(told: str) -> None:
    good, broken, code, where = MORE[told]
    assert good.check() == []
    assert {(code, *place) for place in where} <= set(broken.check())


def test_a_limit_on_the_way_from_home_is_one_from_the_drop_for_who_rides() -> None:
    """H2 is ten minutes from A's home and four from the drop; a day from home would not be the plan's."""
    tables = Ride().tables()
    assert tables["visits"].loc[0, "travel_min"] == 4.0
    assert {"wrong_times", "wrong_travel", "days_differ"} <= {
        code for code, *_ in Ride().cell("rides", 3, "action", "drop").check()
    }


RUBBISH: list[Any] = [None, "", "x", -1, 1e300, True, "99:99:99", "2026-02-30", b"\xff", [1], "H1\x00", 10**30]


@modest(60)
@given(st.integers(0, 5), st.sampled_from(RIDES), st.sampled_from(RUBBISH))
def test_rubbish_in_a_cell_of_the_rides_is_a_violation_and_never_an_error(row: int, column: str, value: Any) -> None:
    found = Ride().cell("rides", row, column, value).check()
    idle = (
        (column == "ready" and row in (0, 5))
        or (column == "worker_id" and row in (0, 5))
        or value == Ride().tables()["rides"][column][row]
    )
    assert found or idle or (column == "passengers" and value is True)
    assert {code for code, *_ in found} <= set(CODES)
