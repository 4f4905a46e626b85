"""What households for two, and those that ask for several visits, are told is enough, true, and what ``explain`` says too."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from allocation import Plan, Round, Rules, check_own
from allocation.why.context import Context
from allocation.why.more_time import least_more
from allocation.why.way_in import WayIn
from allocation.why.ways_in import cheapest_way_in
from geo.travel import StraightLine, TravelMatrix
from tests.allocation.rounds import table
from tests.allocation.why.planned import crowded_round, random_plan, ruled_round

DAY = "2026-03-02"
MORE = re.compile(r"((?:\d+ h ?)?(?:\d+ min(?:utes?)?)?) more for fieldworker (\w+) on (\S+)[. ]")


def planned(homes: list[dict[str, Any]], hours: dict[str, float], own: list[tuple[str, str, str]], **team: Any) -> Plan:
    """A plan made by hand: all ways are 10 minutes; ``own`` are household, fieldworker and date."""
    ids = [*hours, *(str(home["household_id"]) for home in homes)]
    ways = np.full((len(ids), len(ids)), 10.0)
    np.fill_diagonal(ways, 0)
    last = team.pop("last", DAY)
    rules = team.pop("rules", Rules())
    people = pd.DataFrame({"worker_id": list(hours), "start": 480.0, "hours_per_day": list(hours.values()), **team})
    rows = pd.DataFrame(own, columns=["household_id", "worker_id", "date"])
    round_ = Round(DAY, last, holidays="", rules=rules)
    lists: dict[str, Any] = {"households": pd.DataFrame(homes), "fieldworkers": people, "round_": round_}
    lists["travel"] = TravelMatrix(ways, ids)
    plan = check_own(own=rows, **lists).plan if own else random_plan({"wards": None, **lists}, 0, share=0.0)
    assert plan is not None
    assert [one for one in plan.check() if one.code == "reason_wrong"] == []
    return plan


def told(plan: Plan, name: str) -> tuple[str, str, str]:
    return tuple(plan.unserved.set_index("household_id").loc[name, ["reason", "sentence", "smallest_fix"]])


def two_pairs(hours: dict[str, float], other_min: float = 60.0) -> Plan:
    homes = [
        {"household_id": "H1", "visit_min": 60.0, "visitors": 2},
        {"household_id": "H2", "visit_min": other_min, "visitors": 2},
    ]
    return planned(homes, hours, [("H1", "A", DAY), ("H1", "B", DAY)])


def test_where_both_of_two_lack_time_both_are_named_and_it_is_enough() -> None:
    reason, sentence, fix = told(two_pairs({"A": 1.5, "B": 1.5}), "H2")
    assert reason == "workers_full"
    assert sentence == "Two must go together, and the two fieldworkers who may come have no time for it at the same hour."
    assert fix == f"About 1 h 10 min more for fieldworker A on {DAY} and 1 h 10 min more for fieldworker B on {DAY}." or (
        fix == f"About 1 h more for fieldworker A on {DAY} and 1 h more for fieldworker B on {DAY}."
    )
    more = {name: minutes_of(much) for much, name, _ in MORE.findall(fix)}
    after = two_pairs({name: 1.5 + more[name] / 60 for name in "AB"})
    assert told(after, "H2")[:2] == ("not_finished", f"Fieldworkers A and B still have room on {DAY}: the plan is not finished.")
    one = two_pairs({"A": 1.5 + more["A"] / 60, "B": 1.5})
    assert told(one, "H2")[0] == "workers_full"
    assert told(one, "H2")[2] == f"About 1 h more for fieldworker B on {DAY}."


def minutes_of(much: str) -> float:
    """``1 h 10 min`` in minutes."""
    hours, rest = re.search(r"(\d+) h", much), re.search(r"(\d+) min", much)
    return 60.0 * int(hours[1] if hours else 0) + int(rest[1] if rest else 0)


def test_a_day_too_short_for_the_visit_of_two_is_made_longer_for_both() -> None:
    plan = two_pairs({"A": 1.5, "B": 1.5}, 100.0)
    assert told(plan, "H2")[2] == "Shorten the visit, or give fieldworkers A and B a day of 2 h."
    homes = [{"household_id": "H2", "visit_min": 100.0, "visitors": 2}]
    assert told(planned(homes, {"A": 2.0, "B": 2.0}, []), "H2")[0] == "not_finished"
    assert told(planned(homes, {"A": 2.0, "B": 1.5}, []), "H2")[0] == "no_second"
    (way,) = (one for one in cheapest_way_in(plan, "H2").options if one.kind == "much_longer")
    assert way.longer_min == way.second_longer_min == pytest.approx(100.0)


@pytest.mark.parametrize(
    ("home", "team", "fix"),
    [
        ({"load": 9.0}, {"load_per_day": 5.0}, "Let fieldworkers A and B carry 9 units a day each."),
        ({}, {"home_ward": "1", "rules": Rules(home_ward=True)}, "or let fieldworkers visit outside their home ward."),
        ({"not_workers": "A;B"}, {}, "Add two fieldworkers who are not named there, or ask"),
        ({"available": "05:00-05:30"}, {}, "Ask when else somebody is at home; a visit by two can start from 08:10 to 08:20."),
        ({"visit_min": 20.0, "skills": "x;y;z"}, {"skills": ["x", "y"], "load_per_day": 0.5}, "First of all: let fieldworker"),
    ],
)
def test_what_keeps_both_of_two_away_is_told_of_both(home: dict[str, Any], team: dict[str, Any], fix: str) -> None:
    row = {"household_id": "H2", "visit_min": 60.0, "visitors": 2, "load": 1.0, **home}
    plan = planned([row], {"A": 1.5, "B": 1.5}, [], **team)
    assert fix in told(plan, "H2")[2]


def test_where_a_day_more_holds_the_missing_visit_it_is_told_and_nobody_is_asked_when_somebody_is_at_home() -> None:
    """A has one free day left and works on two of five; the second visit can be on another."""
    homes = [{"household_id": "H1", "visit_min": 300.0}, {"household_id": "H2", "visit_min": 300.0, "visits": 2}]
    days = {"last": "2026-03-06", "days": ["Mon;Thu", "Mon;Tue;Wed;Thu;Fri"], "skills": ["nurse", ""]}
    homes[1]["skills"] = "nurse"
    plan = planned(homes, {"A": 5.5, "B": 5.5}, [("H1", "A", DAY)], **days)
    reason, sentence, fix = told(plan, "H2")
    assert reason == "workers_full"
    assert sentence == "It asks for 2 visits, and the only fieldworker who may come has no time left for all of them."
    assert fix == "Let fieldworker A work one day more, on 2026-03-03."
    assert cheapest_way_in(plan, "H2").options[0].kind == "instead_of_equal"
    assert any(way.kind == "extra_day" and way.date == "2026-03-03" for way in cheapest_way_in(plan, "H2").options)


def enough(way: WayIn) -> set[str]:
    """Whom a fix must name."""
    first = {way.worker_id} if way.longer_min + way.week_longer_min > 0 or way.kind == "extra_day" else set()
    return first | ({way.second_id} if way.second_longer_min + way.second_week_longer_min > 0 else set())


def true_of(plan: Plan) -> int:
    """Judge what each household that is not reached is told; how many were told of more time that was walked."""
    context = Context.of(plan)
    problem, walked = context.problem, 0
    assert [one for one in plan.check() if one.code == "reason_wrong"] == []
    for left in plan.unserved.itertuples():
        row = context.row(str(left.household_id))
        if "somebody is at home" in left.smallest_fix and left.reason != "closed":
            others = any(problem.windows[stop] for day in context.standing.days for stop in day.stops)
            assert problem.windows[row] or ("before and after it" in left.smallest_fix and others)
        day = re.search(r"let fieldworker (\w+) work one day more", left.smallest_fix, re.IGNORECASE)
        if day:
            own = set(problem.days[problem.worker_ids.tolist().index(day[1])])
            assert any(date not in own and date.weekday() < 5 for date in problem.dates)
        if left.reason == "workers_full" and (problem.visitors * problem.visits)[row] > 1:
            way = least_more(context, row)
            named = set(re.findall(r"fieldworker (\w+)", left.smallest_fix))
            assert named == (set() if way is None else enough(way))
            ways = cheapest_way_in(context, str(left.household_id), most=50).options
            assert way is None or any((one.date, enough(one)) == (way.date, named) for one in ways if one.kind == way.kind)
            walked += way is not None
    return walked


def test_what_is_told_of_random_rounds_is_true_and_explain_says_it_too() -> None:
    walked = 0
    for seed in range(45):
        random = np.random.default_rng(seed)
        drawn = (ruled_round if seed % 3 else crowded_round)(random, 8)
        homes = drawn["households"]
        homes["visitors"], homes["visits"] = random.choice([1, 2, 2], len(homes)), random.choice([1, 1, 2], len(homes))
        walked += true_of(random_plan({**drawn, "households": homes.assign(language="", skills="")}, seed))
    assert walked > 10


def placed(home: dict[str, Any], team: list[dict[str, Any]], rules: Rules) -> Plan:
    """Nobody is visited; the household lies 4.7 km from A and the others where their degrees of longitude say."""
    row = {"household_id": "H1", "visit_min": 30.0, "geometry": shapely.Point(26.55, -33.3), **home}
    people = [{"hours_per_day": 4.0, "mode": "walk", "geometry": shapely.Point(one.pop("at"), -33.3), **one} for one in team]
    round_ = Round(DAY, DAY, holidays="", rules=rules)
    lists = {"households": table([row]), "fieldworkers": table(people), "round_": round_, "travel": StraightLine()}
    return random_plan({"wards": None, **lists}, 0, share=0.0)


def test_where_somebody_with_the_skill_lives_a_little_too_far_away_that_is_the_smaller_fix() -> None:
    def plan(limit_m: float) -> Plan:
        team = [{"worker_id": "A", "at": 26.5, "skills": "nurse"}, {"worker_id": "B", "at": 26.54}]
        return placed({"skills": "nurse"}, team, Rules(max_distance_m=limit_m))

    reason, _, fix = told(plan(4500.0), "H1")
    assert reason == "no_skill"
    assert fix == "Allow 4.7 km instead of 4.5 km, or add one fieldworker with the skill nurse who can come here."
    assert cheapest_way_in(plan(4500.0), "H1").options[0].kind == "near"
    assert told(plan(2000.0), "H1")[2].endswith("who can come here, or allow 4.7 km instead of 2 km.")
    assert told(plan(4700.0), "H1")[0] == "not_finished"


def test_the_limit_of_distance_that_two_need_is_told() -> None:
    def plan(**limit: float) -> Plan:
        team = [{"worker_id": "A", "at": 26.5, **limit}, {"worker_id": "B", "at": 26.51, **limit}, {"worker_id": "C", "at": 26.4}]
        return placed({"visitors": 2}, team, Rules(max_distance_m=3000.0))

    assert told(plan(), "H1")[2] == "Allow 4.7 km instead of 3 km."
    own = "Allow fieldworker A 4.7 km instead of 2 km and fieldworker B 3.8 km instead of 2 km."
    assert told(plan(max_distance_m=2000.0), "H1")[2] == own
