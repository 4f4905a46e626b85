"""Check my own plan: the file is found again, broken rules are told with what to do, and a plan that holds is kept."""

from __future__ import annotations

from geo.intake.result import Answers
from tests.pages.conftest import Opener, texts
from workflows.plan_choice import plan_in_use
from workflows.upload import hold, remember
from workspace import Workspace

HEAD = "household,worker,date\n"


def bring(ws: Workspace, rows: str) -> None:
    remember(ws, "own_plan", hold(ws, "mine.csv", f"{HEAD}{rows}".encode()), Answers())


def test_without_lists_the_page_says_what_comes_first(empty: Workspace, opened: Opener) -> None:
    app = opened("check_own_plan")
    assert not app.exception
    assert "Wardround needs a list of households" in texts(app)


def test_a_file_is_asked_for_with_a_template(planned: Workspace, opened: Opener) -> None:
    app = opened("check_own_plan")
    assert not app.exception and not app.error
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels == ["Blank Excel template", "Wardround's plan as such a list"]


def test_broken_rules_are_told_and_the_plan_cannot_be_kept(planned: Workspace, opened: Opener) -> None:
    bring(planned, "H0000,W-1,2026-03-02\nH0000,W-2,2026-03-03\nH9,W-1,2026-03-02\n")
    app = opened("check_own_plan")
    assert not app.exception
    assert "rules are broken in" in app.error[0].value
    assert "**What to do:** Keep one of the visits." in texts(app)
    titles = [drawer.label for drawer in app.expander]
    assert "The plan names a household that is not in the list. (1)" in titles
    assert "What Wardround would do instead" in texts(app)
    assert not [button for button in app.button if button.key == "own_plan.keep"]


def test_what_cannot_be_read_is_told_by_row_and_another_file_can_be_brought(planned: Workspace, opened: Opener) -> None:
    bring(planned, "H0000,W-1,soon\n,W-1,2026-03-02\nH9,W-1,2026-03-02\n")
    app = opened("check_own_plan")
    told = app.error[0].value.replace("\\", "")
    assert "1 row has a date that cannot be read (row 2)." in told
    assert "1 row has no household_id: each visit needs a household (row 3)." in told
    assert "1 row has a household that is not in the list (row 4)." in told
    app.button(key="own_plan.another").click().run()
    assert not app.error and "mine.csv" not in texts(app)


def test_a_plan_that_holds_becomes_the_plan_in_use(planned: Workspace, opened: Opener) -> None:
    before = plan_in_use(planned)
    bring(planned, "H0000,W-1,2026-03-02\nH0001,W-2,2026-03-03\nH0002,W-2,2026-03-03\n")
    app = opened("check_own_plan")
    assert not app.exception and not app.error
    assert "Your plan holds: 3 visits, and no rule is broken." in texts(app)
    app.button(key="own_plan.keep").click().run()
    assert not app.exception and not app.error
    kept = plan_in_use(planned)
    assert kept != before
    assert len(planned.plan(str(kept)).visits) == 3
    assert "Your plan is the plan in use now." in texts(app)
    for page in ("see_the_plan", "not_reached", "hand_out", "replan"):
        shown = opened(page)
        assert not shown.exception and not shown.error, page
