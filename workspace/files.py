"""Files kept under the sha256 of their content: never changed, never half there."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import OperationalError

from geo.disk import why
from geo.errors import WorkspaceError
from geo.problems import Problem

#: A file that was being written longer ago than this was cut off.
_STALE_SECONDS = 24 * 3600


class FileStore:
    """The folder ``files/`` of a workspace.

    Parameters
    ----------
    folder : Path
        Made where it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._sweep()

    def keep(self, content: bytes) -> str:
        """Keep ``content`` and return its sha256; the same content twice is kept once."""
        name = hashlib.sha256(content).hexdigest()
        target = self._path(name)
        if target.exists() and target.stat().st_size == len(content):
            return name
        with told_plainly():
            target.parent.mkdir(exist_ok=True)
            write_aside(target, content)
        return name

    def read(self, name: str) -> bytes:
        """The content kept under this sha256.

        Raises
        ------
        WorkspaceError
            It is not there, or not what it was (E504).
        """
        try:
            content = self._path(name).read_bytes()
        except OSError as error:
            raise WorkspaceError(str(Problem("E504", "A file of the workspace is missing."))) from error
        if hashlib.sha256(content).hexdigest() != name:
            raise WorkspaceError(str(Problem("E504", "A file of the workspace is damaged.")))
        return content

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / name

    def _sweep(self) -> None:
        for left in self.folder.glob("*/*.new"):
            with contextlib.suppress(OSError):
                if time.time() - left.stat().st_mtime > _STALE_SECONDS:
                    left.unlink()


@contextlib.contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what the disk has against being written into plain words.

    Raises
    ------
    WorkspaceError
        It could not be kept (E507): disk full, no right to write, another writer for too long.
    """
    try:
        yield
    except (OSError, OperationalError) as error:
        fact, remedy = why(error)
        if isinstance(error, WorkspaceError) or not fact:
            raise
        raise WorkspaceError(str(Problem("E507", fact, remedy=f"Nothing was changed. {remedy}"))) from error


def write_aside(target: Path, content: bytes) -> None:
    """Write ``content`` beside ``target``, flush it to the disk, and put it in place in one step."""
    aside = target.with_name(f"{target.name}.{uuid.uuid4().hex[:8]}.new")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)


def _replace(aside: Path, target: Path, tries: int = 20) -> None:
    # Windows refuses to replace a file while somebody reads it; readers here are done in milliseconds.
    for left in reversed(range(tries)):
        try:
            aside.replace(target)
        except PermissionError:
            if not left:
                raise
            time.sleep(0.05)
        else:
            return
