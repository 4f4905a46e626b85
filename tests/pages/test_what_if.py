"""Questions about a plan: ways in on the household's card, what one more of each brings, what each wish costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from allocation import wish_prices
from tests.pages.conftest import Opener, texts
from workflows import inquiry, inquiry_job, whatif_view
from workspace import Workspace


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question is answered in this process, before the button's press is over."""

    def run(module: str, arguments: Sequence[str], log: Path) -> int:
        assert module == "workflows.inquiry_job"
        inquiry_job.answer(Path(arguments[0]))
        return 0

    monkeypatch.setattr(inquiry, "start_module", run)


def _press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception and [error.value for error in app.error] == []


def _card(app: AppTest, household: str) -> None:
    next(field for field in app.text_input if field.label == "Find a place").set_value(household).run()


def test_the_card_of_a_household_not_reached_tells_the_ways_in(planned: Workspace, opened: Opener) -> None:
    app = opened("see_the_plan")
    _card(app, "H0003")
    assert "Nothing: it fits" not in texts(app)  # only when somebody asks
    _press(app, "How could it be reached?")
    # By name, with a day that people read.
    assert "**Nothing: it fits.** Thandi has room on Mon 2 Mar, stop 2 of the day" in texts(app)


def test_nobody_asks_how_a_household_that_is_not_to_be_visited_could_be_reached(planned: Workspace, opened: Opener) -> None:
    plan = planned.plan(str(planned.current_plan()))
    reasons = plan.unserved["reason"].mask(plan.unserved["household_id"] == "H0003", "do_not_visit")
    plan = replace(plan, unserved=plan.unserved.assign(reason=reasons))
    round_id = str(planned.rounds()["round_id"].iloc[0])
    planned.keep_plan(plan, round_id, planned.plan_inputs(str(planned.current_plan())), planned.quarantined("households"))
    app = opened("see_the_plan")
    _card(app, "H0003")
    assert "Refused, moved, not wanted" in texts(app)
    assert "How could it be reached?" not in [button.label for button in app.button]


def test_the_card_of_a_visit_tells_who_else_could_come(planned: Workspace, opened: Opener) -> None:
    app = opened("see_the_plan")
    _card(app, "H0001")
    _press(app, "Who else could come?")
    assert "Who else could come**" in texts(app) and "Sipho" in texts(app)


@pytest.mark.usefixtures("at_once")
def test_what_one_more_of_each_brings_is_an_estimate_until_it_is_planned_anew(planned: Workspace, opened: Opener) -> None:
    app = opened("not_reached")
    assert not [button for button in app.button if button.label.startswith("Plan anew with")]
    _press(app, "Work out an estimate")
    # Nobody is kept out by a rule: both with a place fit, and the page says so.
    assert "2 households are not reached." in texts(app) and "plan again and give it more seconds" in texts(app)
    assert [button for button in app.button if button.label.startswith("Plan anew with")]
    assert "2 households are not reached." in texts(opened("not_reached"))  # kept: the answer is there without a press


@pytest.mark.usefixtures("at_once")
def test_each_wish_has_its_price(planned: Workspace, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    # Planned by nobody: what is drawn of the prices must not depend on how fast this computer plans today.
    plan = planned.plan(str(planned.current_plan()))
    monkeypatch.setattr(wish_prices, "plan_round", lambda **given: replace(plan, round=given["round_"]))
    app = opened("see_the_plan")
    _press(app, "Work out what each wish costs")
    assert "Fair load, from none to strict" in texts(app)
    answer = inquiry.stand(planned, "wishes", str(planned.current_plan())).answer
    assert answer is not None
    assert answer.tables["fair"]["weight"].tolist() == [0, 1, 3, 6, 10]
    assert len(answer.tables["wishes"]) == 5


def test_what_broke_off_is_told_and_can_be_asked_again(
    planned: Workspace, opened: Opener, monkeypatch: pytest.MonkeyPatch, at_once: None
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("Gogo Dlamini")

    monkeypatch.setattr(inquiry_job, "round_levers", broken)
    inquiry.ask(planned, "levers", str(planned.current_plan()))
    app = opened("not_reached")
    assert "The work broke off. Tell us the log number" in texts(app) and "Dlamini" not in texts(app)
    assert [button for button in app.button if button.label == "Work out an estimate"]


def test_a_process_that_died_is_not_waited_for(planned: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inquiry, "start_module", lambda *_: 0)
    plan_id = str(planned.current_plan())
    assert inquiry.stand(planned, "levers", plan_id).state == "none"
    inquiry.ask(planned, "levers", plan_id)
    assert inquiry.stand(planned, "levers", plan_id).state == "running"
    inquiry.end(planned, "levers", plan_id)
    assert inquiry.stand(planned, "levers", plan_id).stopping
    job = inquiry.folder_of(planned, "levers", plan_id)
    state = job.state()
    assert state is not None
    job.set_state(type(state)("running", state.at, pid=2**22 + 11, started=1.0))
    standing = inquiry.stand(planned, "levers", plan_id)
    assert (standing.state, standing.message) == ("failed", inquiry.CUT_OFF)


@pytest.mark.usefixtures("at_once")
def test_what_it_would_take_is_drawn_with_what_binds_and_found_again(planned: Workspace, opened: Opener) -> None:
    app = opened("what_would_it_take")
    assert "What could there be more of?" in texts(app) and not app.exception
    next(box for box in app.checkbox if box.label == "Shared vehicles").check().run()
    next(box for box in app.checkbox if box.label == "Service points").check().run()
    next(box for box in app.checkbox if box.label.startswith("Also: what does it take")).check().run()
    _press(app, "Work it out")
    said = texts(app)
    assert "The plan reaches 2 households" in said and "can be served" in said
    assert {"Fieldworkers", "Days at the end of the round", "Shared vehicles", "Service points"} <= {
        head.value for head in app.subheader
    }
    answer = inquiry.stand(planned, "whatif", str(planned.current_plan())).answer
    assert answer is not None
    assert set(answer.tables["curves"]["change"]) == {"worker", "day", "vehicle", "point"}
    # There is no list of service points: nobody has one in reach, and one more is a beginning.
    assert "A service point is within 60 minutes on foot of 0 of the" in said and "more into reach" in said
    assert set(whatif_view.points(answer)["change"]) <= {"Fieldworkers", "Days at the end of the round", "Shared vehicles"}
    assert answer.tables["curves"].groupby("change")["served"].apply(lambda served: served.is_monotonic_increasing).all()
    again = opened("what_would_it_take")
    assert "The plan reaches 2 households" in texts(again)
    assert [box.value for box in again.checkbox][:6] == [True, True, True, False, False, True]
    assert "Work it out again" in [button.label for button in again.button]


def test_before_a_plan_there_is_nothing_to_ask(empty: Workspace, opened: Opener) -> None:
    app = opened("what_would_it_take")
    assert "There is no plan yet" in texts(app) and not app.exception
