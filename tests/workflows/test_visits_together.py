"""Visits that two make at once are told on the card, the map, the sheet, the phone and in the tables."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely

from allocation.joint import joint_figures, with_whom
from allocation.plan import Plan
from allocation.rules import Rules
from geo.maps import review_payload
from geo.tables import complete
from outputs.gpx import gpx
from outputs.handout import HandOut
from outputs.itinerary import itineraries
from outputs.phone import phone_html
from outputs.sheet_data import sheet_data
from outputs.workbook import workbook_xlsx
from tests.allocation.cases import THU, TUE, Case, base
from tests.allocation.test_joint import plan_of
from workflows.day_route import day_route
from workflows.household_story import household_story
from workflows.map_layers import households_frame, plan_layers
from workflows.review_facts import review_facts


@pytest.fixture
def plan() -> Plan:
    """A (Thandi) and B (Sipho) bring two services to H3 at once; B alone brings two to H4."""
    made = base().rules(kind="service", rules=Rules(needs="all", joint=True, need_skills={"grants": "clerk"}))
    made = made.home("H3", needs="health;grants").home("H4", needs="grants;housing").home("H1", needs="health")
    made = made.worker("A", skills="health", name="Thandi M.").worker("B", skills="clerk;housing", name="Sipho D.")
    done = plan_of(made.together("H3", THU, 540.0, "A", "B"))
    done.summary["joint"] = joint_figures(done.visits, done.households, done.fieldworkers, done.round)
    done.summary.update({"travel_min": 60.0, "served": 3, "households": 6, "asked": 6})
    return done


def test_each_visitor_knows_the_others(plan: Plan) -> None:
    told = plan.visits.assign(others=with_whom(plan.visits))
    joint = told[told["household_id"] == "H3"].set_index("worker_id")["others"]
    assert joint.to_dict() == {"A": "B", "B": "A"}
    assert (told.loc[told["household_id"] != "H3", "others"] == "").all()


def test_the_card_tells_who_comes_together_when_why_and_what_it_saves(plan: Plan) -> None:
    story = household_story(plan, "H3")
    assert story is not None
    told = "\n".join(story.lines)
    assert "**Thandi M.** and **Sipho D.** come together on **Thu 2 April 2026**, both at **09:00**." in told
    assert "of Thandi M. and stop" in told and "of Sipho D.; 30 min for the visit." in told
    assert "Two come, as no one fieldworker has all the skills." in told
    assert story.lines[-1] == "This visit serves health and grants: 1 visit saved."
    assert story.together and story.why[0].startswith("Thandi M. brings health") and "brings grants" in story.why[1]
    alone = household_story(plan, "H4")
    assert alone is not None and alone.lines[-1] == "This visit serves grants and housing: 1 visit saved."
    once = household_story(plan, "H1")
    assert once is not None and "saved" not in once.lines[-1] and len(once.lines) == 2


def _areas(case: Case) -> gpd.GeoDataFrame:
    """The restrictions of a case in the shape of the contract."""
    boxes = [shapely.box(*row["area"]) for row in case.restrictions]
    kinds = {"kind": [row["kind"] for row in case.restrictions]}
    return complete("restrictions", gpd.GeoDataFrame(kinds, geometry=boxes, crs="EPSG:4326"))


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (base().home("H3", visitors=2), "Two come, as the list asks for it."),
        (base().area("H3", kind="pairs only"), "Two come, as the area is for pairs only."),
    ],
)
def test_the_card_tells_why_two_come(case: Case, why: str) -> None:
    plan = replace(plan_of(case.together("H3", THU, 540.0, "A", "B")), restrictions=_areas(case))
    story = household_story(plan, "H3")
    assert story is not None and why in story.lines


def test_every_visit_of_a_household_is_told(plan: Plan) -> None:
    twice = plan_of(base().home("H3", visits=2).together("H3", TUE, 540.0, "A", "B").together("H3", THU, 600.0, "A", "B"))
    story = household_story(twice, "H3")
    assert story is not None and sum("come together on" in line for line in story.lines) == 2


def test_the_map_the_day_and_the_team_tell_it_too(plan: Plan) -> None:
    frame = households_frame(plan).set_index("household_id")["text"]
    assert "Together with Sipho D." in frame["H3"] or "Together with Thandi M." in frame["H3"]
    assert "Together" not in frame["H4"]
    facts = review_facts(plan)
    team = facts.team.set_index("worker_id")
    assert team.loc["A", ["together", "with_whom"]].tolist() == [1, "Sipho D."]
    assert facts.companions == ("Thandi M. and Sipho D.: 1 visit together.",)
    numbers = {label: value for label, value, _ in facts.numbers}
    assert (numbers["Visits together"], numbers["Visits saved"]) == ("1", "2")
    day = day_route(plan, "A", THU)
    assert "Sipho D." in set(day["With"])


def test_the_way_of_each_visitor_passes_the_household_on_the_map(plan: Plan) -> None:
    """The first visit stands in the household's row; those of a second visitor or another day come besides."""
    drawn = json.loads(review_payload(plan_layers(plan, None, None, False)))
    ids, workers, days = drawn["ids"].split("\n"), drawn["workers"], [day["date"] for day in drawn["days"]]
    rows = [drawn["more"][place : place + 4] for place in range(0, len(drawn["more"]), 4)]
    told = [(ids[row[0]], workers[row[1]]["id"], days[row[2]], row[3]) for row in rows]
    visit = plan.visits[(plan.visits["household_id"] == "H3") & (plan.visits["worker_id"] == "B")].iloc[0]
    assert told == [("H3", "B", THU, int(visit["order"]))]


def test_whoever_goes_alone_reads_nothing_of_it(plan: Plan) -> None:
    alone = plan_of(base())
    alone.summary.update({"travel_min": 60.0, "served": 3, "households": 6, "asked": 6})
    facts = review_facts(alone)
    assert facts.companions == () and facts.team["together"].sum() == 0
    assert "Visits together" not in {label for label, _, _ in facts.numbers}
    assert "With" not in day_route(alone, str(alone.visits["worker_id"].iloc[0]), str(alone.visits["date"].iloc[0])).columns


def test_the_sheet_the_phone_and_the_workbook_say_whom_to_meet(plan: Plan) -> None:
    handout = HandOut(plan)
    rows = [row for section in sheet_data(handout, list(itineraries(plan)), drawn=False)["sections"] for row in section["rows"]]
    met = [row["extra"].replace("\u200b", "") for row in rows if "Meet" in row["extra"]]
    assert len(met) == 2 and any("Meet Sipho D. (worker 2) here at 09:00." in text for text in met)
    assert "Meet Sipho D. (worker 2) here at 09:00." in phone_html(handout, "A")
    assert "Meet Thandi M. (worker 1) here" in gpx(handout, "B")
    book = openpyxl.load_workbook(io.BytesIO(workbook_xlsx(handout)))
    visits = pd.DataFrame(book["Visits"].values)
    column = list(visits.iloc[0]).index("Together with")
    assert sorted(visits[column].iloc[1:].dropna()) == ["Sipho D. (2)", "Thandi M. (1)"]
    assert list(book["Together"].values)[1] == (1, "Thandi M.", 2, "Sipho D.", 1)
    assert "2 visits saved" in str(list(book["Overview"].values))
    assert "Together" not in openpyxl.load_workbook(io.BytesIO(workbook_xlsx(HandOut(plan_of(base()))))).sheetnames
