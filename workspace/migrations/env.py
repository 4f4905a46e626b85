"""How Alembic runs our migrations: on the connection it is handed, inside the caller's transaction."""

from __future__ import annotations

from alembic import context

from workspace.records import Record
from workspace.schema import Base

assert Record.metadata is Base.metadata
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
    render_as_batch=True,  # SQLite changes a table by copying it
)
context.run_migrations()
