"""The app is started for this computer only, from any folder, on the right workspace."""

from __future__ import annotations

import socket
import sys
import tomllib
from pathlib import Path

import pytest

from geo.errors import WorkspaceError
from workflows import last_workspace, run_app
from workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_the_command_says_all_that_keeps_the_app_private() -> None:
    command = run_app.command(8600)
    assert command[0] == sys.executable
    assert Path(command[4]) == ROOT / "app.py"
    for flag in (
        "--server.address=127.0.0.1",
        "--server.port=8600",
        "--browser.gatherUsageStats=false",
        "--client.showErrorDetails=none",
        "--server.enableXsrfProtection=true",
        "--server.headless=true",
    ):
        assert flag in command


def test_the_flags_agree_with_the_projects_own_settings() -> None:
    stated = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    for name, value in run_app.FLAGS.items():
        section, key = name.split(".")
        if key in stated.get(section, {}):
            assert str(stated[section][key]).lower() == value.lower(), name


def test_a_busy_port_gives_way_to_the_next() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as busy:
        busy.bind((run_app.HOST, 0))
        busy.listen()
        port = busy.getsockname()[1]
        found = run_app.free_port(port)
    assert found is not None
    assert port < found <= port + 20


def test_a_named_workspace_is_made_opened_and_remembered(tmp_path: Path) -> None:
    made = run_app.choose_workspace(tmp_path / "Makana")
    assert (made.name, made.fictional) == ("Makana", False)
    assert last_workspace.find() == tmp_path / "Makana"
    assert run_app.choose_workspace(None).id == made.id
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").touch()
    with pytest.raises(WorkspaceError):
        run_app.choose_workspace(tmp_path / "other")


def test_a_workspace_that_is_gone_is_not_remembered(tmp_path: Path, own_data: Path) -> None:
    assert last_workspace.find() is None
    last_workspace.remember(tmp_path / "gone")
    assert last_workspace.find() is None
    (own_data / "last.json").write_text("{", encoding="utf-8")
    assert last_workspace.find() is None


def test_the_app_ends_with_its_exit_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ws = Workspace.create(tmp_path / "ws", "A")
    code = "import os, sys; sys.exit(0 if os.environ['WARDROUND_WORKSPACE'].endswith('ws') else 9)"
    monkeypatch.setattr(run_app, "command", lambda _port: [sys.executable, "-c", code])
    assert run_app.serve(ws, 8600, browser=False) == 0
