"""Everything that only SQLite needs. Another database needs another module like this one, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, inspect
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

#: How long a writer waits for another before it gives up, seconds. A job that keeps a large plan needs about one.
BUSY_SECONDS = 30
#: Option of a connection that will write.
WRITES = "wardround_writes"
#: Option of a connection that will change tables.
CHANGES_TABLES = "wardround_changes_tables"


def engine_for(database: Path) -> Engine:
    """An engine on a SQLite file.

    Connections are opened for each transaction and closed after it: several processes share the file (app, job, command
    line), and on Windows an open file can be neither moved nor deleted.
    """
    url = URL.create("sqlite", database=str(database))
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _begin)
    return engine


def _connected(connection: Any, _record: Any) -> None:
    # Python's driver would begin transactions by itself, and too late for reading and table changes: we begin them.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")  # readers never wait for a writer
    cursor.execute("PRAGMA synchronous = FULL")  # what is committed survives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Any) -> None:
    options = connection.get_execution_options()
    if options.get(CHANGES_TABLES, False):
        # SQLite changes a table by copying it and dropping the old one; with this on, the drop would delete every row of
        # every table that refers to it. It can only be set outside a transaction; `whole` judges the result instead.
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
    # A writer takes its lock at once: two that first read and then write would otherwise block each other for good.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITES, False) else "BEGIN")


def whole(connection: Any) -> bool:
    """Whether every row that refers to another still finds it."""
    return connection.exec_driver_sql("PRAGMA foreign_key_check").first() is None


def sound(connection: Any) -> bool:
    """Whether SQLite finds the file whole."""
    return bool(connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok")


def is_made(database: Path) -> bool:
    """Whether the file is a database of ours, or not readable as one at all (which opening it then tells)."""
    engine = engine_for(database)
    try:
        with engine.connect() as connection:
            return inspect(connection).has_table("about")
    except DatabaseError:
        return True
