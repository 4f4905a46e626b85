"""A folder written aside and swapped in whole: whoever looks sees the old one or the new one, never half of either."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

from geo.errors import FolderError
from geo.problems import Problem

#: Written into every folder that we make: what made it, and which files it holds.
MARKER = ".wardround"
#: Left in folders by file managers and spreadsheets; nobody misses them.
_JUNK = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def write_aside(out: Path, write: Callable[[Path], None]) -> None:
    """Make the folder ``out``: ``write`` fills a new folder beside it, which then takes its place.

    Parameters
    ----------
    out : Path
        Absent, empty, or a folder that an earlier call made and to which nobody has added a file.
    write : callable
        Is given the empty new folder; if it raises, nothing has changed.

    Raises
    ------
    FolderError
        ``out`` is not ours to replace (E500), or it cannot be written.
    """
    out = Path(os.path.abspath(out))  # noqa: PTH100 - resolve() would follow a link that names the folder
    recover(out)
    refuse_foreign(out)
    aside = out.parent / f".{out.name}.new-{uuid.uuid4().hex[:8]}"
    try:
        aside.mkdir(parents=True)
    except OSError as error:
        raise _cannot(out) from error
    try:
        write(aside)
        _mark(aside)
        _flush(aside)
        _swap(aside, out)
    except OSError as error:
        if isinstance(error, FolderError):
            raise
        raise _cannot(out) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def refuse_foreign(out: Path) -> None:
    """Raise :class:`FolderError` (E500) where ``out`` is there, is not empty, and not wholly ours."""
    if not os.path.lexists(out):
        return
    if not out.is_dir() or out.is_symlink():
        raise FolderError(str(Problem("E500", f"{out.name} is there already and is not a folder.")))
    present = _files(out)
    if not present:
        return
    ours = marked(out)
    if ours is None:
        raise FolderError(str(Problem("E500", f"The folder {out.name} holds files that Wardround did not write.")))
    foreign = sorted(present - ours - {MARKER})
    if foreign:
        text = f"{len(foreign)} files in the folder {out.name} were not written by Wardround, and would be lost."
        raise FolderError(str(Problem("E500", text, remedy="Move them elsewhere, or choose a new folder.")))


def marked(folder: Path) -> set[str] | None:
    """The files (``a/b``) that we wrote into ``folder``; None where the folder is not ours."""
    try:
        content = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        return {str(name) for name in content["files"]} if content["made_by"] == "wardround" else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def recover(out: Path) -> None:
    """Put the old folder back where a swap was cut off between its two moves."""
    if os.path.lexists(out):
        return
    olds = sorted(out.parent.glob(f".{_literal(out.name)}.old-*"), key=lambda path: path.stat().st_mtime)
    if olds:
        with contextlib.suppress(OSError):
            olds[-1].rename(out)


def _literal(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _files(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
    return {path.relative_to(folder).as_posix() for path in found if not _is_junk(path.name)}


def _is_junk(name: str) -> bool:
    return name in _JUNK or name.startswith(("~$", ".~lock."))


def _mark(folder: Path) -> None:
    text = json.dumps({"made_by": "wardround", "files": sorted(_files(folder))}, indent=1)
    (folder / MARKER).write_text(text, encoding="utf-8", newline="\n")


def _flush(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


def _swap(aside: Path, out: Path) -> None:
    old = out.parent / f".{out.name}.old-{uuid.uuid4().hex[:8]}"
    there = os.path.lexists(out)
    if there:
        out.rename(old)
    try:
        aside.rename(out)
    except OSError:
        if there:
            old.rename(out)
        raise
    for left in [old, *out.parent.glob(f".{_literal(out.name)}.old-*")]:
        shutil.rmtree(left, ignore_errors=True)


def _cannot(out: Path) -> FolderError:
    return FolderError(str(Problem("E502", f"The folder {out.name} cannot be written.")))
