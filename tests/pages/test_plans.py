"""The plan that the pages show, and the way back to an earlier one."""

from __future__ import annotations

from tests.pages.conftest import Opener, texts
from tests.workspace import samples
from workspace import Workspace


def test_one_press_goes_back_to_an_earlier_plan(planned: Workspace, opened: Opener) -> None:
    earlier = planned.current_plan()
    plan = samples.plan()
    round_id = planned.keep_round("Winter", plan.round.settings(plan.travel))
    inputs = {table: {"import_id": planned.revision(table)} for table in ("wards", "households", "fieldworkers")}
    planned.keep_plan(plan, round_id, inputs)
    app = opened("see_the_plan")
    assert "**Winter** · reaches **2** of 5" in texts(app)
    app.button(key=f"use_plan_{earlier}").click().run()
    assert not app.exception and not app.error
    assert "**Autumn** · reaches **2** of 5" in texts(app)
    assert "6 in your list: 5 can be planned, 1 set aside." in texts(app)
    for page in ("start", "not_reached", "hand_out"):
        assert "Autumn" in texts(opened(page)), page


def test_a_single_plan_offers_no_way_back(planned: Workspace, opened: Opener) -> None:
    assert not [button for button in opened("see_the_plan").button if button.label == "Use this plan"]
