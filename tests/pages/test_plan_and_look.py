"""Planning and looking, by what the page says after a press."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest

from pages._shared.navigation import ENTRIES
from tests.pages.conftest import ROOT, Opener, texts
from workflows import round_draft
from workspace import Workspace


def _draft(ws: Workspace) -> None:
    draft = round_draft.blank(dt.date(2026, 3, 1))
    round_draft.remember(ws, round_draft.with_value(draft, "rules", "language", True))


def test_settings_of_the_last_round_are_told_while_more_is_closed(listed: Workspace, opened: Opener) -> None:
    _draft(listed)
    app = opened("plan_a_round")
    assert "1 setting is not as usual under More:**] A shared language is a must." in texts(app)
    next(button for button in app.button if button.label == "Back to the usual values").click().run()
    assert not app.exception and not app.error
    assert "not as usual" not in texts(app)
    kept = round_draft.current(listed, dt.date(2026, 3, 1))
    assert kept["rules"]["language"] is False


def test_a_copied_round_says_so(planned: Workspace, opened: Opener) -> None:
    app = opened("plan_a_round")
    next(button for button in app.button if button.label == "Copy the last round").click().run()
    assert "Copied from Autumn" in texts(app)


def test_several_finds_are_offered_and_a_vain_search_clears_the_card(planned: Workspace, opened: Opener) -> None:
    app = opened("see_the_plan")
    search = next(field for field in app.text_input if field.label == "Find a place")
    search.set_value("H000").run()
    found = next(box for box in app.selectbox if box.label == "Found")
    assert found.value is None and len(found.options) > 1  # the first of several is not taken unasked
    search = next(field for field in app.text_input if field.label == "Find a place")
    search.set_value("H0001").run()
    assert "comes on" in texts(app)
    search = next(field for field in app.text_input if field.label == "Find a place")
    search.set_value("no such place").run()
    assert "Nothing found." in texts(app) and "comes on" not in texts(app)


@pytest.mark.parametrize("page", ["start", "see_the_plan"])
def test_the_link_to_whom_nobody_reaches_counts_who_cannot_be_planned(planned: Workspace, opened: Opener, page: str) -> None:
    links = {item.proto.label for item in opened(page).get("page_link")}
    # Three of five are not reached; a sixth row of the list was set aside.
    assert "Not reached: 3 · cannot be planned: 1" in links


def test_the_days_of_each_stand_beside_the_share_of_the_hours(planned: Workspace, opened: Opener) -> None:
    app = opened("see_the_plan")
    team = next(table for table in app.dataframe if "hours_to_median" in table.value)
    assert list(team.proto.column_order)[:5] == ["number", "name", "visits", "days", "hours_to_median"]
    assert "Whoever works fewer days has fewer hours." in texts(app)


@pytest.mark.parametrize("page", [entry.name for entry in ENTRIES])
def test_headings_are_no_stops_of_the_keyboard(planned: Workspace, opened: Opener, page: str) -> None:
    app = opened(page)
    headings = [*app.title, *app.header, *app.subheader]
    assert headings
    assert [heading.value for heading in headings if not heading.proto.hide_anchor] == []


def test_what_the_pages_need_is_read_while_the_server_starts() -> None:
    """All but the module of the map's frame, which is found only where a page reads it first."""
    code = (
        "import sys; from pages._shared.serve import NEEDED, warm; warm();"
        "print([n for n in NEEDED if n not in sys.modules], 'streamlit_folium' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "[] False"
