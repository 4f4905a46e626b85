"""Models and migrations say the same, and the contract's columns are all kept."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, String, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geo.errors import WorkspaceError
from geo.tables import TABLES
from tests.workspace import samples
from workspace import Workspace, migrate
from workspace.records import RECORDS, Record
from workspace.schema import Base
from workspace.sqlite import CHANGES_TABLES, WRITES, engine_for, sound, whole

ROOT = Path(__file__).resolve().parents[2]


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


def _copied_table(session: Session, name: str) -> None:
    """Change a table as a migration does on SQLite: copy it, drop the old one."""
    operations = Operations(MigrationContext.configure(session.connection(), opts={"render_as_batch": True}))
    with operations.batch_alter_table(name, recreate="always") as table:
        table.add_column(Column("made_by", String()))


def _full_workspace(folder: Path) -> Workspace:
    ws = Workspace.create(folder, "A")
    ws.keep_import(samples.intake("households", samples.households(30, "A"), b"A", 7), b"A")
    plan = samples.plan(30)
    ws.keep_plan(plan, ws.keep_round("R", plan.round.settings(plan.travel)), {})
    return ws


@pytest.mark.parametrize("name", ["imports", "plans", "rounds"])
def test_changing_a_table_keeps_the_rows_that_refer_to_it(tmp_path: Path, name: str) -> None:
    ws = _full_workspace(tmp_path / "ws")
    with ws._change_tables() as session:
        _copied_table(session, name)
    table = ws.table("households")
    assert table is not None
    assert (len(table), len(ws.quarantined("households"))) == (30, 7)
    plan = ws.plan(ws.plans()["plan_id"].iloc[0])
    assert (len(plan.visits), len(plan.households)) == (2, 30)


def test_a_change_that_loses_what_others_refer_to_is_taken_back(tmp_path: Path) -> None:
    ws = _full_workspace(tmp_path / "ws")
    with pytest.raises(WorkspaceError, match="nothing in it was changed"), ws._change_tables() as session:
        session.execute(text("delete from imports"))
    with ws.read() as session:
        assert whole(session.connection())
    assert len(ws.imports()) == 1
    with pytest.raises(IntegrityError), ws.write() as session:  # an ordinary transaction still minds them
        session.execute(text("update plans set round_id = 'none'"))


@pytest.mark.parametrize("statements", [1, 7, 20])
def test_a_process_killed_in_the_middle_of_an_upgrade_leaves_the_database_as_it_was(tmp_path: Path, statements: int) -> None:
    database = tmp_path / "a.sqlite"
    code = f"""
        import os, signal
        from pathlib import Path
        from sqlalchemy import event
        from workspace import migrate
        from workspace.sqlite import CHANGES_TABLES, WRITES, engine_for
        engine = engine_for(Path({str(database)!r}))
        left = [{statements}]
        @event.listens_for(engine, "after_cursor_execute")
        def count(_connection, _cursor, statement, *rest):
            left[0] -= statement.strip().upper().startswith("CREATE")
            if left[0] == 0:
                print("in the middle", flush=True)
                os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        with engine.execution_options(**{{WRITES: True, CHANGES_TABLES: True}}).begin() as connection:
            migrate.upgrade(connection)
        print("through", flush=True)
    """
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=False, cwd=ROOT, capture_output=True, text=True)
    assert (ran.stdout.split("\n")[0], ran.returncode == 0) == ("in the middle", False)
    engine = engine_for(database)
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from sqlite_master")).scalar() == 0
    with engine.execution_options(**{WRITES: True, CHANGES_TABLES: True}).begin() as connection:
        migrate.upgrade(connection)
    with engine.connect() as connection:
        assert migrate.is_current(connection)
        assert sound(connection)
