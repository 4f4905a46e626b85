"""Models and migrations say the same, and the contract's columns are all kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from geo.errors import WorkspaceError
from geo.tables import TABLES
from workspace import Workspace, migrate
from workspace.records import RECORDS, Record
from workspace.schema import Base
from workspace.sqlite import WRITES, engine_for, sound


def test_the_models_are_what_the_migrations_make(tmp_path: Path) -> None:
    ws = Workspace.create(tmp_path / "ws", "A")
    with ws.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert sound(session.connection())


def test_every_migration_can_be_taken_back(tmp_path: Path) -> None:
    from alembic import command

    engine = engine_for(tmp_path / "a.sqlite").execution_options(**{WRITES: True})
    with engine.begin() as connection:
        migrate.upgrade(connection)
        command.downgrade(migrate._config(connection), "base")
        left = connection.execute(text("select name from sqlite_master where type = 'table'")).scalars().all()
    assert left == ["alembic_version"]


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_column_of_the_contract_is_kept(table: str) -> None:
    kept = {attribute.key for attribute in RECORDS[table].__mapper__.column_attrs} - {"import_id", "position", "row_no"}
    assert kept == {column.name for column in TABLES[table]}


def test_no_column_carries_a_word_that_sql_keeps_for_itself() -> None:
    words = {"order", "row", "rows", "column", "table", "key", "start", "end", "date", "before", "after", "load", "user"}
    names = {column.name for table in Base.metadata.tables.values() for column in table.columns}
    assert names & words == set()
    assert Record.metadata is Base.metadata


def test_a_workspace_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    ws = Workspace.create(tmp_path / "ws", "A")
    with ws.write() as session:
        session.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(WorkspaceError, match="newer version"):
        Workspace.open(tmp_path / "ws")


def test_an_upgrade_that_breaks_off_leaves_the_database_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_for(tmp_path / "a.sqlite").execution_options(**{WRITES: True})
    with pytest.raises(RuntimeError, match="power cut"), engine.begin() as connection:
        migrate.upgrade(connection)
        raise RuntimeError("power cut")
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from sqlite_master")).scalar() == 0
