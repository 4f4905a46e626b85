"""A folder written aside and swapped in whole: whoever looks sees the old one or the new one, never half of either."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from geo.disk import why
from geo.errors import FolderError
from geo.fingerprint import sha256_of
from geo.problems import Problem

#: Written into every folder that we make: what it is, and which files we put there, with their sha256.
MARKER = ".wardround"
#: What a folder of ours may be, and what it is called in a sentence.
KINDS = {
    "plan": "a plan",
    "hand-out": "the hand-outs of a workspace",
    "demonstration": "the demonstration's files",
    "templates": "blank lists",
    "changes": "a list of changes",
    "own-plan": "a plan made by hand that was judged",
    "access": "an answer on access",
    "gaps": "an answer on gaps",
    "whatif": "an answer on what it would take",
    "site": "an answer on siting",
    "centres": "an answer on regional centres",
    "stops": "an answer on mobile stops",
    "together": "an answer on one point for many services",
}
#: Most changed files that are named; those in folders below are named by their folder, since ids stand in their names.
_NAMED = 5
#: Left in folders by file managers and spreadsheets; nobody misses them.
_JUNK = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
#: Age from which a folder that was never swapped in is nobody's, seconds.
_STALE_S = 24 * 3600.0

_ELSEWHERE = "Move what you want to keep out of the folder, or choose another folder."


def write_aside(out: Path, write: Callable[[Path], None], kind: str = "plan") -> None:
    """Make the folder ``out``: ``write`` fills a new folder beside it, which then takes its place.

    Parameters
    ----------
    out : Path
        Absent, empty, or a folder that an earlier call of the same kind made, to which nobody has added a file and in which
        nobody has changed one.
    write : callable
        Is given the empty new folder; if it raises, nothing has changed.
    kind : str
        A key of :data:`KINDS`.

    Raises
    ------
    FolderError
        ``out`` is not ours to replace (E500), or it cannot be written (E502).
    """
    out = _absolute(out)
    recover(out)
    refuse_foreign(out, kind)
    _sweep(out)
    aside = out.parent / f".{out.name}.new-{uuid.uuid4().hex[:8]}"
    new_parents = [folder for folder in aside.parents if not folder.exists()]
    done = False
    try:
        aside.mkdir(parents=True)
        write(aside)
        _mark(aside, kind)
        _flush(aside)
        _swap(aside, out)
        done = True
    except OSError as error:
        if isinstance(error, FolderError):
            raise
        raise _cannot(out, error) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        for folder in [] if done else new_parents:
            with contextlib.suppress(OSError):
                folder.rmdir()


def refuse(out: Path, kind: str = "plan", inputs: Iterable[Path] = (), what: str = "the plan") -> None:
    """Raise :class:`FolderError` where ``out`` could not be written in the end: told before an hour of work, not after it.

    Parameters
    ----------
    out : Path
        The folder that is to be replaced.
    kind : str
        What it will hold.
    inputs : iterable of Path
        Files that are read.
    what : str
        What is made from them, in words.
    """
    refuse_foreign(out, kind)
    _refuse_holding(out, inputs, what)
    _refuse_unwritable(out)


def refuse_foreign(out: Path, kind: str = "plan") -> None:
    """Raise :class:`FolderError` (E500) where ``out`` is there, is not empty, and not wholly ours, unchanged, of this kind."""
    out = _absolute(out)
    if not out.name:
        raise FolderError(str(Problem("E500", f"{out} is a whole disk and not a folder.", remedy="Choose a new folder.")))
    if not os.path.lexists(out):
        return
    if not out.is_dir() or out.is_symlink():
        raise FolderError(str(Problem("E500", f"{_called(out)} is there already and is not a folder.")))
    present = _files(out)
    if not present:
        return
    ours = _read_mark(out)
    if ours is None:
        raise FolderError(str(Problem("E500", f"The folder {_called(out)} holds files that Wardround did not write.")))
    foreign = sorted(present - set(ours.files) - {MARKER})
    if foreign:
        fact = f"In the folder {_called(out)} {_count(len(foreign))} not written by Wardround, and would be lost."
        raise FolderError(str(Problem("E500", fact, remedy=_ELSEWHERE)))
    if ours.kind != kind:
        fact = f"The folder {_called(out)} holds {KINDS.get(ours.kind, 'something else')}, not {KINDS[kind]}."
        raise FolderError(str(Problem("E500", fact, remedy="Choose a new folder.")))
    changed = sorted(name for name in present & set(ours.files) if sha256_of(out / name) != ours.files[name])
    if changed:
        fact = (
            f"In the folder {_called(out)} {_count(len(changed))} changed since Wardround wrote the folder, and what was "
            f"changed would be lost: {_names(changed)}."
        )
        raise FolderError(str(Problem("E500", fact, remedy=_ELSEWHERE)))


def _refuse_holding(out: Path, inputs: Iterable[Path], what: str) -> None:
    """Raise :class:`FolderError` (E500) where ``out`` holds a file that is read: replacing the folder would lose it.

    ``what`` is made from it, in words.
    """
    place = _absolute(out)
    for path in inputs:
        if place.exists() and path.resolve().is_relative_to(place.resolve()):
            fact = f"The folder {_called(place)} holds {path.name}, which {what} is made from, and would be replaced."
            raise FolderError(str(Problem("E500", fact, remedy="Choose a new folder.")))


def _refuse_unwritable(out: Path) -> None:
    """Raise :class:`FolderError` (E502) where the folder ``out`` cannot be made."""
    place = _absolute(out)
    there = next(folder for folder in place.parents if folder.exists()) if place.parents else place
    try:
        with tempfile.TemporaryDirectory(prefix=".wardround-", dir=there):
            return
    except OSError as error:
        raise _cannot(place, error) from error


@dataclass(frozen=True)
class _Mark:
    kind: str
    files: Mapping[str, str]


def _read_mark(folder: Path) -> _Mark | None:
    """What we noted in ``folder``: its kind and its files with their sha256; None where the folder is not ours."""
    try:
        content = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        return _Mark(str(content["kind"]), dict(content["files"])) if content["made_by"] == "wardround" else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _absolute(out: Path) -> Path:
    return Path(os.path.abspath(out))  # noqa: PTH100 - resolve() would follow a link that names the folder


def _count(files: int) -> str:
    return "1 file was" if files == 1 else f"{files} files were"


def _names(files: list[str]) -> str:
    """The files on top by name, the others by their folder: names of sheets and phone files hold the ids of fieldworkers."""
    shown = list(dict.fromkeys(f"{name.split('/')[0]}/" if "/" in name else name for name in files))
    more = [f"{len(shown) - _NAMED} more"] if len(shown) > _NAMED else []
    return ", ".join([*shown[:_NAMED], *more])


def _called(out: Path) -> str:
    return out.name or str(out)


def recover(out: Path) -> None:
    """Put the old folder back where a swap was cut off between its two moves."""
    if os.path.lexists(out):
        return
    olds = sorted(out.parent.glob(f".{_literal(out.name)}.old-*"), key=lambda path: path.stat().st_mtime)
    if olds:
        with contextlib.suppress(OSError):
            olds[-1].rename(out)


def _sweep(out: Path) -> None:
    """Remove what writers that were killed left beside ``out``; one that is still at work is younger than a day."""
    for left in out.parent.glob(f".{_literal(out.name)}.new-*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE_S:
                shutil.rmtree(left, ignore_errors=True)


def _literal(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _files(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
    return {path.relative_to(folder).as_posix() for path in found if not _is_junk(path.name)}


def _is_junk(name: str) -> bool:
    return name in _JUNK or name.startswith(("~$", ".~lock."))


def _mark(folder: Path, kind: str) -> None:
    files = {name: sha256_of(folder / name) for name in sorted(_files(folder))}
    text = json.dumps({"made_by": "wardround", "kind": kind, "files": files}, indent=1)
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


def _cannot(out: Path, error: OSError) -> FolderError:
    fact, remedy = why(error)
    return FolderError(str(Problem("E502", f"The folder {_called(out)} cannot be written. {fact}".strip(), remedy=remedy)))
