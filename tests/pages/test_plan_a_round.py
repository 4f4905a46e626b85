"""The page on which a round is planned says what stops it before anybody presses the button."""

from __future__ import annotations

import datetime as dt

from tests.pages.conftest import Opener, texts
from workflows import round_draft
from workspace import Workspace


def test_a_round_without_a_working_day_is_told_and_cannot_be_started(listed: Workspace, opened: Opener) -> None:
    draft = round_draft.current(listed, dt.date(2026, 3, 2))
    for key, day in (("first_day", "2026-03-07"), ("last_day", "2026-03-08")):
        draft = round_draft.with_value(draft, "round", key, day)
    round_draft.remember(listed, draft)
    page = opened("plan_a_round")
    assert not page.exception
    assert "No fieldworker works on any day of this round" in texts(page)
    assert "Sat 7 Mar 2026, Sun 8 Mar 2026: a weekend" in texts(page).replace("\\", "")
    assert "Plan this round" not in [button.label for button in page.button]
    round_draft.remember(listed, round_draft.with_value(draft, "round", "last_day", "2026-03-09"))
    assert "Plan this round" in [button.label for button in opened("plan_a_round").button]
