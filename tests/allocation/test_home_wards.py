"""Home wards follow from the homes where the list names none: for the plan, the checker, the supply and the wish."""

from __future__ import annotations

from typing import Any

import pytest

from allocation import Plan, plan_round
from allocation.fixes import best_fixes
from allocation.home_wards import with_home_wards
from allocation.round import Round
from allocation.rules import Rules
from allocation.supply import supply_and_demand
from allocation.wishes import Wishes
from geo.errors import InputProblems
from geo.tables import complete
from tests.allocation.cases import LAST, WED, Case, base, frame, wards

ONLY_OWN = Rules(home_ward=True)


def unnamed() -> Case:
    """A lives in ward 1 and B in ward 2, the list names no home ward, and B alone has no time: somebody has to cross."""
    return base().worker("A", home_ward="").worker("B", home_ward="", days="2026-05-01")


def planned(case: Case, areas: Any = None, **settings: Any) -> Plan:
    round_ = Round(WED, LAST, **settings)
    return plan_round(frame(case.households), frame(case.workers), round_, wards=areas, max_iterations=20)


def refused(case: Case, areas: Any = None, **settings: Any) -> list[tuple[str, tuple[int, ...], str]]:
    with pytest.raises(InputProblems) as caught:
        planned(case, areas, rules=ONLY_OWN, **settings)
    return [(problem.code, problem.rows, problem.column) for problem in caught.value.problems]


def test_as_a_must_nobody_leaves_the_ward_around_the_own_home() -> None:
    free, bound = planned(unnamed(), wards()), planned(unnamed(), wards(), rules=ONLY_OWN)
    assert len(free.visits) == 6, "without the rule A visits the other ward too"
    assert sorted(bound.visits["household_id"]) == ["H1", "H2", "H3"]
    assert bound.check() == [] and set(bound.unserved["reason"]) == {"workers_full"}
    assert bound.fieldworkers["home_ward"].tolist() == ["21004001", "21004002"]


def test_the_checker_finds_the_home_ward_by_itself() -> None:
    """B's day among the households of ward 1 breaks the rule though no list says so; A's own day does not."""
    crossing = base().worker("A", home_ward="").worker("B", home_ward="").rules(rules=ONLY_OWN)
    assert crossing.check() == []
    crossing = Case(crossing.households, crossing.workers, {("B", WED): (480.0, [("H1", 0.0)])}, {}, crossing.round_)
    assert ("wrong_ward", "H1", "B", WED) in crossing.check()


def test_without_wards_the_rule_is_refused_and_not_ignored() -> None:
    assert refused(unnamed()) == [("E408", (2, 3), "home_ward")]
    assert refused(unnamed().worker("A", home_ward="21004001")) == [("E408", (3,), "home_ward")]
    assert planned(unnamed()).check() == [], "as a wish it holds nobody up"


def test_who_lives_outside_every_ward_is_named_unless_the_round_leaves_him_out() -> None:
    far = unnamed().worker("B", at=(26.70, -33.322))
    assert refused(far, wards()) == [("E408", (3,), "home_ward")]
    assert planned(far, wards(), rules=ONLY_OWN, workers=["A"]).check() == []


def test_a_stated_ward_stands_and_an_edge_goes_to_the_lowest_code() -> None:
    team = frame(base().worker("A", home_ward="21004002").worker("B", home_ward="", at=(26.55, -33.32)).workers)
    found, placed = with_home_wards(complete("fieldworkers", team), wards())
    assert found["home_ward"].tolist() == ["21004002", "21004001"]
    assert placed.tolist() == [False, True]


def test_the_supply_counts_people_where_they_live_and_says_so() -> None:
    case = base().worker("A", home_ward="").worker("B", home_ward="")
    found = supply_and_demand(frame(case.households), frame(case.workers), Round(WED, LAST), wards=wards())
    assert found.by_ward.set_index("ward")["fieldworkers"].to_dict() == {"21004001": 1, "21004002": 1}
    assert found.sentences[-1] == "The list names no home ward for 2 fieldworkers: it was taken from where they live."
    silent = Round(WED, LAST, wishes=Wishes.none())
    told = supply_and_demand(frame(case.households), frame(case.workers), silent, wards=wards()).sentences
    assert not any("home ward" in sentence for sentence in told)


def test_as_a_wish_the_household_goes_to_the_neighbour_of_its_own_ward() -> None:
    """H2 lies a little nearer to A, who lives over the boundary."""
    spots = {"A": (26.5495, -33.32), "B": (26.552, -33.32)}
    case = Case(
        ({"household_id": "H2", "at": (26.5506, -33.32), "visit_min": 30.0, "settlement": "urban"},),
        tuple({"worker_id": name, "at": at, "mode": "walk"} for name, at in spots.items()),
        {},
        {},
    )
    wish = Wishes(0, 10, 0, 0, 0)
    assert planned(case, wards(), wishes=Wishes.none()).visits["worker_id"].tolist() == ["A"]
    assert planned(case, wards(), wishes=wish).visits["worker_id"].tolist() == ["B"]


def test_the_fixes_speak_of_the_home_ward_that_was_found() -> None:
    case = unnamed().worker("B", at=(26.521, -33.3225))
    fixes = best_fixes(planned(case, wards(), rules=ONLY_OWN))
    assert ("Let fieldworkers visit outside their home ward.", 3, "too_far") in list(fixes.itertuples(index=False, name=None))


def test_numbers_of_wards_hold_as_home_wards_and_as_stated_wards() -> None:
    """The whole plan was empty: "1" and "Ward 2" were no wards, and everybody had none of their own."""
    numbered = unnamed().worker("A", home_ward="1").worker("B", home_ward="Ward 2")
    plan = planned(numbered, wards(), rules=ONLY_OWN)
    assert sorted(plan.visits["household_id"]) == ["H1", "H2", "H3"] and plan.check() == []
    assert plan.fieldworkers["home_ward"].tolist() == ["21004001", "21004002"]


def test_a_home_ward_that_is_no_ward_of_the_layer_is_refused_where_the_rule_holds() -> None:
    foreign = unnamed().worker("B", home_ward="Ward 19")
    assert refused(foreign, wards()) == [("E408", (3,), "home_ward")]
    assert planned(foreign, wards()).check() == [], "as a wish it holds nobody up"


def test_a_ward_of_the_round_that_is_none_is_refused_with_the_codes_that_may_be_meant() -> None:
    with pytest.raises(InputProblems) as caught:
        planned(unnamed(), wards(), wards=["Ward 2", "19"])
    (problem,) = caught.value.problems
    assert problem.column == "round.wards" and '"Ward 2" is "21004002"' in problem.remedy and '"19" is' not in problem.remedy
