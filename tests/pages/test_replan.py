"""Something changed: what has happened is noted by lists and by a click, planned again, and handed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.maps import Click
from pages._shared import happened_map
from tests.pages.conftest import Opener, texts
from tests.workflows.kept import SETTINGS, workspace
from workflows import happened_draft, plan_job, solve_job
from workflows.happened_draft import Away, HappenedDraft
from workflows.plan_choice import parent_of, plan_in_use
from workspace import Workspace


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job is done in this process, before the button's press is over."""

    def run(module: str, arguments: Sequence[str], log: Path) -> int:
        assert module == "workflows.solve_job"
        solve_job.solve(Path(arguments[0]))
        return 0

    monkeypatch.setattr(plan_job, "start_module", run)


@pytest.fixture
def week(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: None) -> Workspace:
    """A small team with the plan of a week."""
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WARDROUND_WORKSPACE", str(tmp_path / "ward"))
    ws = workspace(tmp_path / "ward", rows=24, workers=2)
    plan_job.start(ws, SETTINGS, max_iterations=20)
    return ws


def told(ws: Workspace) -> HappenedDraft:
    plan_id = str(plan_in_use(ws))
    return happened_draft.current(ws, ws.plan(plan_id), plan_id, dt.date(2026, 3, 2))


def press(app: AppTest, key: str) -> None:
    app.button(key=key).click().run()
    assert not app.exception and [error.value for error in app.error] == []


def choose(app: AppTest, label: str, value: object) -> None:
    next(box for box in app.selectbox if box.label == label).set_value(value).run()


def test_without_a_plan_the_page_says_what_comes_first(listed: Workspace, opened: Opener) -> None:
    app = opened("replan")
    assert not app.exception
    assert "There is no plan yet." in texts(app)


def test_what_is_noted_by_lists_can_be_taken_back(week: Workspace, opened: Opener) -> None:
    app = opened("replan")
    choose(app, "Who?", "W01")
    press(app, "happened.away.add")
    assert told(week).away == (Away("W01", "2026-03-02", "2026-03-06"),)
    assert "Worker 1 is away from Mon 2 Mar to Fri 6 Mar." in texts(app)
    press(app, "happened.undo.0")
    assert told(week).is_empty and "Nothing is noted yet." in texts(app)


def test_a_click_on_the_map_picks_and_a_button_pins(week: Workspace, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = week.plan(str(plan_in_use(week)))
    first, second = (str(plan.visits["household_id"].iloc[row]) for row in (0, -1))
    clicks = [Click("household", first, 1)]
    monkeypatch.setattr(happened_map, "show_review", lambda *_: clicks[0])
    app = opened("replan")
    app.selectbox(key=f"happened.pin.when.{first}").set_value("2026-03-05").run()
    press(app, "happened.card.pin")
    assert dict(told(week).pins) == {first: (plan.visits["worker_id"].iloc[0], "2026-03-05")}
    assert f"{first} is visited by" in texts(app)
    press(app, "happened.undo.0")
    # Two visits swap: the first by its card, the second by a click.
    press(app, "happened.card.swap")
    clicks[0] = Click("household", second, 2)
    app.run()
    press(app, "happened.card.swapped")
    rows = plan.visits.set_index("household_id")
    where = {name: (rows.loc[name, "worker_id"], rows.loc[name, "date"]) for name in (first, second)}
    assert dict(told(week).pins) == {first: where[second], second: where[first]}


def test_a_pin_on_a_past_day_is_told_and_nothing_starts(week: Workspace, opened: Opener) -> None:
    household = str(week.plan(str(plan_in_use(week))).visits["household_id"].iloc[0])
    happened_draft.remember(week, told(week).with_pins({household: ("", "2026-03-02")}))
    app = opened("replan")
    choose(app, "From which day on shall it be planned again?", "2026-03-04")
    app.button(key="happened.start").click().run()
    assert "1 pin names a day before the first day" in app.error[0].value
    assert len(week.plans()) == 1


def test_the_rest_is_planned_again_handed_over_and_taken_back(week: Workspace, opened: Opener) -> None:
    before = str(plan_in_use(week))
    app = opened("replan")
    choose(app, "From which day on shall it be planned again?", "2026-03-03")
    choose(app, "Who?", "W00")
    press(app, "happened.away.add")
    next(field for field in app.number_input if field.label == "Seconds to look").set_value(1).run()
    press(app, "happened.start")
    after = str(plan_in_use(week))
    assert parent_of(week, after) == before
    said = texts(app)
    assert "The rest of the round is planned again." in said and "promised visit" in said
    rows = next(table.value for table in app.dataframe if "Why" in table.value)
    assert "The fieldworker who was planned is away on that day." in set(rows["Why"])
    assert app.session_state["compare_first"] == before
    assert app.session_state["compare_second"] == after
    press(app, "replan.back")
    assert plan_in_use(week) == before
    press(app, "replan.back")
    assert plan_in_use(week) == after
    press(app, "replan.more")
    assert told(week).is_empty and "Nothing is noted yet." in texts(app)
