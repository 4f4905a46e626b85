"""The page on which a round is planned says what stops it before anybody presses the button."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from allocation.round import Round
from allocation.round_values import KINDS
from allocation.rules import Rules
from allocation.wishes import Wishes
from geo.travel import StraightLine
from tests.pages.conftest import Opener, texts
from workflows import round_draft
from workflows.round_knobs import MINUTES, MORE, WISHES
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


def test_every_key_of_round_toml_has_a_field_with_its_default_and_reason(listed: Workspace, opened: Opener) -> None:
    # A table of needs is drawn where somebody has needs.
    asked = round_draft.with_value(round_draft.blank(dt.date(2026, 3, 2)), "rules", "need_skills", {"health": "nurse"})
    round_draft.remember(listed, asked)
    page = opened("plan_a_round")
    assert not page.exception
    drawn = {name.group(1) for widget in _ids(page.main) if (name := re.search(r"-round\.\d+\.(.+)$", widget))}
    for table, key in KEYS:
        assert any(name == f"{table}.{key}" or name.startswith(f"{table}.{key}.") for name in drawn), f"no field for {key}"
    for knob in (*MINUTES, *WISHES, *MORE):
        value = round_draft.value_of(round_draft.blank(dt.date(2026, 3, 2)), knob.table, knob.key)
        if knob.kind == "number":
            assert knob.help.startswith(f"Usually {value:g}"), knob.label
        elif (knob.table, knob.key) != ("round", "name"):
            assert knob.help.startswith("Usually ") and len(knob.help) > 30, knob.label


def _ids(block: Any) -> Iterator[str]:
    """The ids of all widgets, each with its key at the end."""
    for child in getattr(block, "children", {}).values():
        yield from _ids(child)
        yield str(getattr(getattr(child, "proto", None), "id", ""))


def _known() -> Iterator[tuple[str, str]]:
    """Every key of round.toml, from the classes that hold them."""
    for table, kind in (("round", Round), ("travel", StraightLine), ("rules", Rules), ("wishes", Wishes)):
        yield from ((table, item.name) for item in dataclasses.fields(kind) if item.name not in ("rules", "wishes"))


KEYS = tuple(_known())


def test_the_classes_hold_every_key_that_is_read() -> None:
    # [travel] model has one answer only, so nobody is asked.
    assert {*KEYS, ("travel", "model")} == {(table, key) for table, kinds in KINDS.items() for key in kinds}


def test_an_older_draft_takes_the_usual_values_of_newer_fields(listed: Workspace, opened: Opener) -> None:
    draft = round_draft.blank(dt.date(2026, 3, 2))
    for key in ("days_between", "daylight", "lunch_min", "lunch_after_h", "joint"):
        del draft["rules"][key]
    round_draft.remember(listed, draft)
    page = opened("plan_a_round")
    assert not page.exception and not page.error
    assert round_draft.judged(round_draft.current(listed, dt.date(2026, 3, 2)))[0].rules == Rules()


def test_hours_of_a_meeting_wait_for_its_day_and_wrong_ones_are_told(listed: Workspace, opened: Opener) -> None:
    draft = round_draft.with_value(round_draft.blank(dt.date(2026, 3, 2)), "round", "meeting_time", "09:00-11:00")
    round_draft.remember(listed, draft)
    page = opened("plan_a_round")
    hours = next(field for field in page.text_input if field.label == "Hours of the meeting")
    assert hours.disabled and not page.error
    for time, wrong in (("09:00-11:00", False), ("at nine", True)):
        changed = round_draft.with_value(
            round_draft.with_value(draft, "round", "meeting_day", "Wed"), "round", "meeting_time", time
        )
        round_draft.remember(listed, changed)
        page = opened("plan_a_round")
        assert not next(field for field in page.text_input if field.label == "Hours of the meeting").disabled
        told = texts(page).replace("\\", "")
        assert ("The hours of the meeting must be written as 09:00-11:00" in told) == wrong
