"""Back to an earlier plan, and one count of the list on every page."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import WorkspaceError
from tests.workspace import samples
from workflows.counting import counted
from workflows.overview import plan_state
from workflows.plan_choice import MOST, kept_plans, plan_in_use, use_plan
from workspace import Workspace


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "ws", "Ward")


def _keep(ws: Workspace, name: str) -> str:
    plan = samples.plan()
    aside = samples.intake("households", plan.households, b"", aside=2).quarantined
    return ws.keep_plan(plan, ws.keep_round(name, plan.round.settings(plan.travel)), {}, aside)


def test_an_earlier_plan_is_used_until_the_next_one_is_made(ws: Workspace) -> None:
    assert plan_in_use(ws) is None and kept_plans(ws) == ()
    first, second = _keep(ws, "First"), _keep(ws, "Second")
    assert plan_in_use(ws) == second
    use_plan(ws, first)
    assert plan_in_use(ws) == first
    assert [(entry.name, entry.in_use) for entry in kept_plans(ws)] == [("Second", False), ("First", True)]
    state = plan_state(ws)
    assert state is not None and (state.plan_id, state.name, state.newest) == (first, "First", False)
    third = _keep(ws, "Third")
    assert plan_in_use(ws) == third
    use_plan(ws, first)
    ws.forget_plan(first)
    assert plan_in_use(ws) == third
    with pytest.raises(WorkspaceError, match="E504"):
        use_plan(ws, first)


def test_the_plan_in_use_is_offered_however_old_it_is(ws: Workspace) -> None:
    first = _keep(ws, "First")
    for number in range(MOST):
        _keep(ws, f"Later {number}")
    assert len(kept_plans(ws)) == MOST
    use_plan(ws, first)
    assert [entry.plan_id for entry in kept_plans(ws) if entry.in_use] == [first]


def test_every_row_of_the_list_is_counted_once() -> None:
    summary = {"served": 70, "households": 80, "asked": 76, "reasons": {"do_not_visit": 1, "not_in_round": 3, "workers_full": 6}}
    count = counted(summary, 2)
    assert (count.asked, count.not_reached, count.listed) == (76, 6, 82)
    assert count.explained == "82 in your list: 76 can be planned, 2 set aside, 1 not to be visited, 3 not in this round."
    assert counted({key: value for key, value in summary.items() if key != "asked"}, 2) == count  # an older plan
    assert counted({"served": 5, "households": 5, "asked": 5, "reasons": {}}, 0).explained == ""


def test_the_plan_counts_whom_the_round_asks_for(ws: Workspace) -> None:
    """The running plan counted these, the finished one every row that was given: 78 of 78 beside 78 of 80."""
    plan_id = _keep(ws, "Only")
    plan, state = ws.plan(plan_id), plan_state(ws)
    assert state is not None
    assert state.count.served == len(plan.visits)
    assert state.count.listed == len(plan.households) + 2
    assert kept_plans(ws)[0].asked == state.count.asked
