"""What stands on and around the review map: true for every plan, also for one that reaches nobody."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest

from allocation.plan import Plan
from geo.maps import review_payload
from tests.workspace import samples
from workflows.day_route import day_line, day_route
from workflows.find_place import find
from workflows.household_story import household_story
from workflows.map_layers import households_frame, plan_layers
from workflows.need_skills import NEED, SKILL, need_skills
from workflows.not_reached import by_reason, fixes, unserved
from workflows.review_facts import review_facts

NOBODY = pd.DataFrame({"key": [], "code": [], "sentence": []}, dtype="str")


@pytest.fixture
def plan() -> Plan:
    return samples.plan()


@pytest.fixture
def empty(plan: Plan) -> Plan:
    """Nobody is visited, as when somebody stops before the first route is found."""
    lost = plan.visits.drop_duplicates("household_id")["household_id"]
    more = pd.DataFrame({"household_id": lost, "reason": "workers_full", "sentence": "Everybody is full.", "smallest_fix": ""})
    unserved_ = pd.concat([plan.unserved, more], ignore_index=True)
    return replace(plan, visits=plan.visits.head(0), days=plan.days.head(0), unserved=unserved_)


def test_a_plan_without_visits_is_shown_like_any_other(empty: Plan) -> None:
    facts = review_facts(empty)
    assert facts.team["visits"].sum() == 0
    assert facts.team["load"].tolist() == [0.0] * len(facts.team)
    assert facts.workers == {} and facts.days == {}
    assert facts.lines["planned"].sum() == 0 and facts.lines["not_reached"].sum() == len(empty.households)
    assert json.loads(review_payload(plan_layers(empty, None, None, False)))["days"] == []
    assert (households_frame(empty)["worker_id"] == "").all()
    assert day_line(empty, "W1", "2026-03-02") == ""


def test_the_team_and_the_wards_account_for_every_household(plan: Plan) -> None:
    facts = review_facts(plan)
    assert facts.team["visits"].sum() == len(plan.visits)
    assert facts.team["hours"].sum() >= facts.team["travel_hours"].sum() > 0
    assert facts.lines["planned"].sum() + facts.lines["not_reached"].sum() == len(plan.households)
    for ward in facts.wards:
        assert facts.ward_line(ward)
    assert facts.ward_line("nowhere") == ""


def test_every_household_has_a_story(plan: Plan) -> None:
    for household in plan.households["household_id"]:
        told = household_story(plan, household)
        assert told is not None and told.lines
        assert told.reached == (household in set(plan.visits["household_id"]))
        assert told.worker_id in {"", *plan.fieldworkers["worker_id"]}
    assert household_story(plan, "nobody") is None


def test_peoples_text_is_never_read_as_a_picture(plan: Plan) -> None:
    """A name like ``![x](address)`` would make the browser fetch the address."""
    nasty = "![x](where)"
    named = replace(plan, fieldworkers=plan.fieldworkers.assign(name=nasty))
    served = str(plan.visits["household_id"].iloc[0])
    told = household_story(named, served)
    assert told is not None and nasty not in " ".join(told.lines) and r"\!\[x\]\(where\)" in " ".join(told.lines)
    lost = replace(plan, unserved=plan.unserved.assign(sentence=nasty, smallest_fix=nasty))
    told = household_story(lost, str(plan.unserved["household_id"].iloc[0]))
    assert told is not None and nasty not in " ".join((*told.lines, *told.why))


def test_a_place_is_found_by_id_and_by_label(plan: Plan) -> None:
    placed = plan.households[plan.households.geometry.notna()]
    wanted = str(placed["household_id"].iloc[0])
    assert wanted in [hit.household_id for hit in find(plan, wanted.lower())]
    assert find(plan, "x") == () and find(plan, "no such place") == ()


def test_fixes_that_differ_only_in_the_ward_stand_in_one_row(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    found = pd.DataFrame(
        {
            "fix": ["One more in ward 10.", "One more in ward 2.", "One more in ward 3.", "One more day.", "Another in ward 4."],
            "households": [5, 5, 4, 9, 5],
        }
    )
    monkeypatch.setattr("workflows.not_reached.best_fixes", lambda _: found)
    assert fixes(plan).to_numpy().tolist() == [
        ["One more in one of the wards 2 or 10, whichever (each would bring about as many).", 5],
        ["One more in ward 3.", 4],
        ["One more day.", 9],
        ["Another in ward 4.", 5],
    ]


def test_wards_whose_numbers_follow_each_other_are_told_as_a_span(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    found = pd.DataFrame({"fix": [f"One more in ward {n}." for n in (10, 1, 2, 3, 12, 11)], "households": 73})
    monkeypatch.setattr("workflows.not_reached.best_fixes", lambda _: found)
    assert fixes(plan)["fix"].tolist() == [
        "One more in one of the wards 1 to 3 or 10 to 12, whichever (each would bring about as many)."
    ]


def test_the_reasons_count_everybody_who_is_not_reached(plan: Plan) -> None:
    frame = unserved(plan, NOBODY)
    assert by_reason(frame)["households"].sum() == len(frame) == len(plan.unserved)


def test_only_needs_that_ask_for_another_skill_are_stated() -> None:
    table = pd.DataFrame({NEED: ["health", "water", "food"], SKILL: ["nurse", "water", ""]})
    assert need_skills(table) == {"health": "nurse"}


def test_the_stops_of_a_day_have_no_column_without_content(plan: Plan) -> None:
    day = day_route(plan, "W-1", "2026-03-02")
    assert day.columns.tolist() == ["Stop", "Time", "Way", "Household"]
    placed = replace(plan, households=plan.households.assign(village="Ridge"))
    assert day_route(placed, "W-1", "2026-03-02")["Village"].tolist() == ["Ridge", "Ridge"]


def test_card_and_list_tell_the_same_fix(plan: Plan) -> None:
    listed = unserved(plan, NOBODY).set_index("household_id")["smallest_fix"]
    for household in plan.unserved["household_id"]:
        told = household_story(plan, household)
        assert told is not None and told.why == (listed[household],)
