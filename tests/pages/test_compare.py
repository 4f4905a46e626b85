"""Two plans on one map: what is said, what is drawn, and the list of changes."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.pages.conftest import Opener, texts
from tests.workspace import samples
from workflows.two_plans import first_pair, two_plans
from workspace import Workspace


def _second(ws: Workspace) -> tuple[str, str]:
    """A second plan: one household falls away, one has another day, one is new."""
    first = str(ws.current_plan())
    plan = samples.plan()
    visits = plan.visits.copy()
    visits.loc[0, ["household_id", "order"]] = ["H0002", 1]
    visits.loc[1, "date"] = "2026-03-03"
    left = plan.unserved.copy()
    left.loc[left["household_id"] == "H0002", "household_id"] = "H0000"
    days = plan.days.loc[[0, 0]].assign(date=["2026-03-02", "2026-03-03"], visits=1, travel_min=[10.0, 64.5])
    other = replace(plan, visits=visits, days=days.reset_index(drop=True), unserved=left)
    round_id = ws.keep_round("Autumn", plan.round.settings(plan.travel))
    inputs = {table: {"import_id": ws.revision(table)} for table in ("wards", "households", "fieldworkers")}
    return first, ws.keep_plan(other, round_id, inputs)


def test_each_household_is_drawn_by_what_became_of_it(planned: Workspace) -> None:
    first, second = _second(planned)
    assert first_pair(planned) == (first, second)
    both = two_plans(planned, first, second)
    drawn = json.loads(both.payload)
    ids = drawn["ids"].split("\n")
    states = {name: drawn["marks"][drawn["households"][7 * at + 5]]["layer"] for at, name in enumerate(ids)}
    assert states == {"H0000": "first", "H0001": "day", "H0002": "second", "H0003": "neither"}
    assert len({mark["shape"] for mark in drawn["marks"]}) == len(drawn["marks"])  # read without colour
    assert both.figures.to_numpy().tolist() == [
        ["Households visited", "2", "2", "the same"],
        ["On the way", "14 min", "1 h 14", "+1 h"],
        ["Days of work", "1", "2", "+1"],
    ]


def test_the_page_lists_the_changes_by_name_and_day(planned: Workspace, opened: Opener) -> None:
    _second(planned)
    app = opened("compare_plans")
    assert not app.exception and not app.error
    rows = next(table.value for table in app.dataframe if "Was" in table.value)
    told = {row.household_id: (row.What, row.Was, row.Now) for row in rows.itertuples(index=False)}
    assert told["H0000"] == ("Falls away", "Thandi, Mon 2 Mar, 08:05", "no visit")
    assert told["H0002"] == ("New", "no visit", "Thandi, Mon 2 Mar, 08:05")
    assert told["H0001"] == ("Another day", "Thandi, Mon 2 Mar, 08:54", "Thandi, Tue 3 Mar, 08:54")
    box = next(box for box in app.selectbox if box.label == "Which changes?")
    box.set_value("dropped").run()
    rows = next(table.value for table in app.dataframe if "Was" in table.value)
    assert rows["household_id"].tolist() == ["H0000"]


def test_one_plan_alone_says_how_to_get_a_second(planned: Workspace, opened: Opener) -> None:
    assert "There is one plan only." in texts(opened("compare_plans"))
