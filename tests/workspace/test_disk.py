"""A full disk, a folder that may only be read, a path with odd letters: plain words, and nothing half kept."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from sqlalchemy import text

from geo.errors import WorkspaceError
from tests.workspace import samples
from workspace import Workspace, files


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    ws = Workspace.create(tmp_path / "Ward 3 – Ünïcode ‘é’ %20#?", "A")
    ws.keep_import(samples.intake("households", samples.households(3), b"A"), b"A")
    return ws


def test_a_path_with_spaces_and_odd_letters_works(ws: Workspace) -> None:
    again = Workspace.open(ws.folder)
    table = again.table("households")
    assert table is not None and len(table) == 3


def test_a_full_database_is_told_and_the_old_list_stays(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    # SQLite itself refuses to grow, as it does on a full disk.
    from sqlalchemy import event

    pages = 0
    with ws.read() as session:
        pages = session.execute(text("pragma page_count")).scalar_one()
    event.listen(ws._engine, "connect", lambda connection, _record: connection.execute(f"pragma max_page_count = {pages}"))
    with pytest.raises(WorkspaceError, match=r"E507.*The disk is full.*Nothing was changed"):
        ws.keep_import(samples.intake("households", samples.households(900), b"B"), b"B")
    table = Workspace.open(ws.folder).table("households")
    assert table is not None and len(table) == 3


@pytest.mark.parametrize(
    ("number", "fact"),
    [(errno.ENOSPC, "The disk is full"), (errno.EACCES, "You may not write there"), (errno.EROFS, "can only be read")],
)
def test_a_file_that_cannot_be_written_is_told(ws: Workspace, monkeypatch: pytest.MonkeyPatch, number: int, fact: str) -> None:
    def refuse(_number: int) -> None:
        raise OSError(number, "words of the system")

    monkeypatch.setattr(files.os, "fsync", refuse)
    with pytest.raises(WorkspaceError, match=fact) as caught:
        ws.keep_import(samples.intake("households", samples.households(5), b"B"), b"B")
    assert "words of the system" not in str(caught.value)
    assert not list((ws.folder / "files").glob("*/*.new"))
    assert len(ws.imports()) == 1


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WorkspaceError, match="A file stands where a folder is needed"):
        Workspace.create(tmp_path / "file" / "ws", "A")


def test_a_writer_that_waits_too_long_is_told(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    import workspace.sqlite

    monkeypatch.setattr(workspace.sqlite, "BUSY_SECONDS", 0)
    other = Workspace.open(ws.folder)
    with ws.write() as session, pytest.raises(WorkspaceError, match="Another program has been writing"):
        session.execute(text("select 1"))  # the lock is taken with the first statement
        other.set_state("page", 1)


def test_each_connection_is_set_for_safety(ws: Workspace) -> None:
    with ws.read() as session:
        asked = {
            name: session.execute(text(f"pragma {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}
