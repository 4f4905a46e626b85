"""The rooms know only what lies to their left."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
#: Each room and what it may import of ours; itself is always allowed.
MAY = {
    "geo": set(),
    "allocation": {"geo"},
    "workspace": {"geo", "allocation"},
    "outputs": {"geo", "allocation"},
    "workflows": {"geo", "allocation", "workspace", "outputs", "data"},
    "pages": {"geo", "allocation", "workspace", "outputs", "workflows"},
    "app.py": {"pages", "workflows", "workspace", "geo"},
    "cli.py": {"geo", "allocation", "workspace", "outputs", "workflows", "data"},
    "data": {"geo"},
}
LEFTMOST = {"geo/errors.py", "geo/codes.py", "geo/problems.py", "geo/settings.py"}
OURS = {"geo", "allocation", "workspace", "outputs", "workflows", "pages", "app", "cli", "data", "casework", "idp"}


def imports(path: Path) -> Iterator[str]:
    """Dotted names imported anywhere in a file, type-checking blocks included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def files(room: str) -> list[Path]:
    path = ROOT / room
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


@pytest.mark.parametrize("room", sorted(MAY))
def test_no_arrow_runs_the_wrong_way(room: str) -> None:
    sources = files(room)
    assert sources, f"{room} is empty"
    own = room.removesuffix(".py")
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources
        for name in imports(path)
        if (top := name.split(".")[0]) in OURS and top != own and top not in MAY[room]
    ]
    assert wrong == []


def test_the_leftmost_files_know_only_each_other() -> None:
    allowed = {name.removesuffix(".py").replace("/", ".") for name in LEFTMOST}
    wrong = [
        f"{name} imports {imported}"
        for name in sorted(LEFTMOST)
        for imported in imports(ROOT / name)
        if imported.split(".")[0] in OURS and imported not in allowed
    ]
    assert wrong == []


def test_streamlit_stays_in_the_pages() -> None:
    rooms = [room for room in MAY if room not in {"pages", "app.py"}]
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for room in rooms
        for path in files(room)
        for name in imports(path)
        if name.split(".")[0] in {"streamlit", "streamlit_folium"}
    ]
    assert wrong == []
