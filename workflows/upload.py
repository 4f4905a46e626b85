"""A file that was handed to the page, held aside until somebody keeps it or lets it go."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from pathlib import Path

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


def forget(upload: Upload) -> None:
    """Remove what was held aside."""
    upload.path.unlink(missing_ok=True)
