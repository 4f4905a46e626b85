"""Bring a database to the present schema, in one transaction."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from geo.errors import WorkspaceError
from geo.problems import Problem


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    # Named by package, not by path: found wherever we are installed, on Windows too.
    config.set_main_option("script_location", "workspace:migrations")
    config.attributes["connection"] = connection
    return config


def revision(connection: Connection) -> str | None:
    """The revision of the database; None where it has none yet."""
    return MigrationContext.configure(connection).get_current_revision()


def is_current(connection: Connection) -> bool:
    """Whether the database has the present schema.

    Raises
    ------
    WorkspaceError
        It was made by a newer version of Wardround (E504).
    """
    script = ScriptDirectory.from_config(_config())
    present = revision(connection)
    if present is not None and present not in {item.revision for item in script.walk_revisions()}:
        text = "The workspace was made by a newer version of Wardround."
        raise WorkspaceError(str(Problem("E504", text, remedy="Install the newer version.")))
    return present == script.get_current_head()


def upgrade(connection: Connection) -> None:
    """Apply every migration that is missing; the caller's transaction holds all of it or nothing."""
    command.upgrade(_config(connection), "head")
