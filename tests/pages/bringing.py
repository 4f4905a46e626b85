"""A file in the hands of the page, as if it had been uploaded: no browser is needed to look at it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from geo.intake.result import Answers
from pages._shared.bringing import Bringing
from tests.pages.conftest import ROOT
from workflows.upload import hold, remember
from workspace import Workspace

#: Ten places in the first ward of the samples.
PLACES = [(-33.04 - n / 1700, 26.03 + n / 1900) for n in range(10)]


def csv(head: str, rows: list[str]) -> bytes:
    return "\n".join([head, *rows, ""]).encode()


def placed(cells: str, rows: int = 10) -> list[str]:
    """Rows ``H00,latitude,longitude,cells``; ``{n}`` in the cells is the row."""
    return [f"H{n:02d},{lat:.5f},{lon:.5f},{cells.format(n=n)}" for n, (lat, lon) in enumerate(PLACES[:rows])]


#: The part of the page that is about the file: the page itself sends a first request through the start, and drops its clicks.
_PART = """
from pages._shared import bringing
from pages._shared.session import open_session

bringing.draw(open_session(), {table!r})
"""


def looked_at(ws: Workspace, table: str, content: bytes, answers: Answers | None = None, name: str = "list.csv") -> AppTest:
    """The part of the page below the choice of the list, with this file being looked at."""
    return _run(AppTest.from_string(_PART.format(table=table), default_timeout=60), ws, table, content, answers, name)


def loaded_anew(table: str) -> AppTest:
    """The same part in a new session, as after loading the page again."""
    return AppTest.from_string(_PART.format(table=table), default_timeout=60).run()


def page_with(ws: Workspace, table: str, content: bytes, name: str = "list.csv") -> AppTest:
    """The whole page, with this file being looked at."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).switch_page("pages/bring_lists.py")
    app.session_state["which_list"] = table
    return _run(app, ws, table, content, None, name)


def _run(app: AppTest, ws: Workspace, table: str, content: bytes, answers: Answers | None, name: str) -> AppTest:
    upload = hold(ws, name, content)
    remember(ws, table, upload, answers or Answers())
    app.session_state[slot(ws, table)] = Bringing(upload, answers or Answers())
    return app.run()


def slot(ws: Workspace, table: str) -> str:
    return f"bringing.{ws.id}.{table}"


def current(app: AppTest, ws: Workspace, table: str) -> Bringing:
    found = app.session_state[slot(ws, table)]
    assert isinstance(found, Bringing)
    return found


def press(app: AppTest, label: str) -> AppTest:
    button = next(button for button in app.button if button.label == label)
    assert not button.disabled
    return button.click().run()
