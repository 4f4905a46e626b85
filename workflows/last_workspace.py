"""The folder of the user's own data, and which workspace was open last."""

from __future__ import annotations

import json
import os
from pathlib import Path

import platformdirs

from workspace import Workspace
from workspace.files import write_aside

_NAME = "last.json"


def data_folder() -> Path:
    """The folder for the user's data, as each system has it; ``WARDROUND_DATA`` names another."""
    named = os.environ.get("WARDROUND_DATA")
    return Path(named).absolute() if named else platformdirs.user_data_path("wardround", appauthor=False)


def find() -> Path | None:
    """The workspace that was open last, if it is still there."""
    try:
        path = Path(json.loads((data_folder() / _NAME).read_text(encoding="utf-8"))["path"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return path if Workspace.is_one(path) else None


def remember(path: Path | str) -> None:
    """Note that this workspace is open now."""
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    write_aside(folder / _NAME, json.dumps({"path": str(Path(path).absolute())}).encode())
