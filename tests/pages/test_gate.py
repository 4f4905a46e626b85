"""Every page goes through the same gate."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import streamlit as st

from geo.errors import InputProblems
from geo.problems import Problem
from pages._shared.navigation import ENTRIES
from tests.pages.conftest import ROOT, Opener, texts
from workspace import Workspace

NAMES = [entry.name for entry in ENTRIES]


def test_every_page_file_is_in_the_navigation_and_no_other() -> None:
    files = {path.stem for path in (ROOT / "pages").glob("*.py")} - {"__init__"}
    assert files == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_does_nothing_before_the_gate(name: str) -> None:
    """Outside the gate stand a docstring, imports, plain constants and functions only, and its own name is given."""
    tree = ast.parse((ROOT / "pages" / f"{name}.py").read_text(encoding="utf-8"))
    *before, last = tree.body
    assert isinstance(last, ast.With)
    call = last.items[0].context_expr
    assert isinstance(call, ast.Call)
    assert ast.unparse(call) == f"enter('{name}')"
    allowed = (ast.Expr, ast.Import, ast.ImportFrom, ast.FunctionDef, ast.Assign, ast.AnnAssign)
    for node in before:
        assert isinstance(node, allowed), ast.unparse(node)
        if isinstance(node, ast.Expr):
            assert isinstance(node.value, ast.Constant), "only the docstring may stand alone"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("start", "A round needs a list of households and a list of fieldworkers"),
        ("bring_lists", "The areas of your wards"),
        ("plan_a_round", "Wardround needs a list of households and a list of fieldworkers"),
        ("see_the_plan", "There is no plan yet"),
        ("not_reached", "There is no plan yet"),
        ("hand_out", "There is no plan yet"),
        ("settings", "Our ward"),
    ],
)
def test_every_page_opens_on_an_empty_workspace_and_says_what_to_do_next(
    empty: Workspace, opened: Opener, name: str, said: str
) -> None:
    app = opened(name)
    assert not app.exception
    assert not app.error
    assert said in texts(app)
    assert app.get("page_link")


@pytest.mark.parametrize("name", NAMES)
def test_every_page_opens_on_a_plan(planned: Workspace, opened: Opener, name: str) -> None:
    app = opened(name)
    assert not app.exception
    assert not app.error


def test_the_sidebar_holds_our_links_in_working_order(empty: Workspace, opened: Opener) -> None:
    app = opened("settings")
    labels = [link.proto.label for link in app.sidebar.get("page_link")]
    assert labels == [entry.title for entry in ENTRIES]


def test_only_a_fictional_workspace_carries_the_banner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: Opener) -> None:
    for name, fictional in (("real", False), ("made_up", True)):
        Workspace.create(tmp_path / name, name, fictional=fictional)
        monkeypatch.setenv("WARDROUND_WORKSPACE", str(tmp_path / name))
        shown = " ".join(element.proto.body for element in opened("settings").get("html"))
        assert ("made up" in shown) is fictional


def test_the_app_opens_where_it_was_but_only_at_first(planned: Workspace, opened: Opener) -> None:
    opened("not_reached")
    app = opened("start")
    assert app.title[0].value == "Not reached"
    app.switch_page("pages/start.py").run()
    assert app.title[0].value == "Wardround"


def test_an_unexpected_error_shows_a_code_and_a_number_and_logs_no_values(
    planned: Workspace, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("Thandi M., 082 000 0000")

    monkeypatch.setattr("workflows.not_reached.unserved", broken)
    app = opened("not_reached")
    assert not app.exception
    assert "E900" in app.error[0].value
    assert "Thandi" not in app.error[0].value
    log = (planned.folder / "errors.log").read_text(encoding="utf-8")
    number = app.error[0].value.rpartition("number **")[2][:8]
    assert number in log
    assert "ValueError" in log
    assert "Thandi" not in log


def test_problems_of_an_input_are_listed_all_at_once(planned: Workspace, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise InputProblems([Problem("E401", "First fault."), Problem("E402", "Second fault.")])

    monkeypatch.setattr("workflows.not_reached.unserved", broken)
    app = opened("not_reached")
    assert "First fault." in app.error[0].value
    assert "Second fault." in app.error[0].value


def test_two_visitors_in_one_process_work_in_their_own_workspaces(
    planned: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: Opener
) -> None:
    first = opened("not_reached")
    Workspace.create(tmp_path / "other", "Another ward")
    monkeypatch.setenv("WARDROUND_WORKSPACE", str(tmp_path / "other"))
    second = opened("not_reached")
    assert "no plan yet" in texts(second)
    monkeypatch.setenv("WARDROUND_WORKSPACE", str(planned.folder))
    assert "Autumn" in texts(first.run())


def test_streamlit_keeps_error_texts_from_the_browser() -> None:
    assert st.get_option("client.showErrorDetails") == "none"
    assert st.get_option("browser.gatherUsageStats") is False
    assert st.get_option("server.address") == "127.0.0.1"
