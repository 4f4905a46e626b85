"""A file that was handed to the page, held aside until somebody keeps it or lets it go.

Beside it lies what was decided about it so far, so that a page that is loaded again goes on where it was. Both lie in the
workspace's own folder, one a list, and nothing of them in an address.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.intake.result import Answers
from workspace import Workspace

FOLDER = "uploads"


@dataclass(frozen=True)
class Upload:
    """A file held aside: where it lies, and the name that the person gave it (for display only)."""

    path: Path
    name: str


def hold(workspace: Workspace, name: str, content: bytes) -> Upload:
    """Write the content under a name of our own in the workspace's folder.

    The person's name never becomes a path; only its ending is kept, where it is a plain one.
    """
    folder = workspace.folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    ending = re.search(r"\.[A-Za-z0-9]{1,8}$", name)
    path = folder / f"{secrets.token_hex(8)}{ending.group().lower() if ending else ''}"
    path.write_bytes(content)
    return Upload(path, name)


def remember(workspace: Workspace, table: str, upload: Upload, answers: Answers) -> None:
    """Write down what was decided about the file of a list; a file that lay there before for this list is let go."""
    note = _note(workspace, table)
    before = resumed(workspace, table)
    if before is not None and before[0].path != upload.path:
        before[0].path.unlink(missing_ok=True)
    content = {"file": upload.path.name, "name": upload.name, "answers": _plain(answers)}
    aside = note.with_name(f"{note.name}.{secrets.token_hex(4)}")
    aside.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    os.replace(aside, note)  # noqa: PTH105 - whole or not at all


def resumed(workspace: Workspace, table: str) -> tuple[Upload, Answers] | None:
    """The file of a list that was being looked at, and what was decided about it; None where there is none."""
    try:
        content = json.loads(_note(workspace, table).read_text(encoding="utf-8"))
        # Only a name of ours is looked for, whatever the note says.
        path = workspace.folder / FOLDER / Path(str(content["file"])).name
        return (Upload(path, str(content["name"])), _answers(content["answers"])) if path.is_file() else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def forget(workspace: Workspace, table: str, upload: Upload) -> None:
    """Remove what was held aside, and the note about it."""
    found = resumed(workspace, table)
    upload.path.unlink(missing_ok=True)
    if found is not None and found[0].path == upload.path:
        with contextlib.suppress(OSError):
            _note(workspace, table).unlink()


def _note(workspace: Workspace, table: str) -> Path:
    return workspace.folder / FOLDER / f"{table}.json"


def _plain(answers: Answers) -> dict[str, Any]:
    return {
        "choices": dict(answers.choices),
        "mapping": dict(answers.mapping),
        "cells": [[row, name, value] for (row, name), value in answers.cells.items()],
        "places": [[row, *place] for row, place in answers.places.items()],
        "leave_out": sorted(answers.leave_out),
        "words": {name: dict(said) for name, said in answers.words.items()},
    }


def _answers(content: Mapping[str, Any]) -> Answers:
    return Answers(
        choices={str(key): str(value) for key, value in content["choices"].items()},
        mapping={str(key): str(value) for key, value in content["mapping"].items()},
        cells={(int(row), str(name)): str(value) for row, name, value in content["cells"]},
        places={int(row): (float(lon), float(lat)) for row, lon, lat in content["places"]},
        leave_out=frozenset(int(row) for row in content["leave_out"]),
        words={str(name): {str(k): str(v) for k, v in said.items()} for name, said in content["words"].items()},
    )
