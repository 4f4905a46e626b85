"""The workspace: one folder that holds everything that is kept."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from allocation.plan import Plan
from geo.disk import why
from geo.errors import SettingError, WorkspaceError
from geo.intake.result import Intake
from geo.plain import plain
from geo.problems import Problem
from geo.settings import Settings
from workspace import imports, jobs, migrate, plans
from workspace.files import FileStore, told_plainly
from workspace.imports import Kept
from workspace.parts import parts_of
from workspace.schema import About, Job, PlanRow, Setting, State
from workspace.sqlite import CHANGES_TABLES, WRITES, engine_for, is_made, whole
from workspace.types import now

DATABASE = "wardround.sqlite"
#: What a workspace that was cut off while it was being made may have left.
_BEGUN = frozenset({"files", "jobs", DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal"})
_LIMITS = frozenset(item.name for item in fields(Settings))


class Workspace:
    """One folder: ``wardround.sqlite``, ``files/`` (by sha256), ``jobs/``. Open it with :meth:`open` or :meth:`create`.

    May be used by several threads and processes at once. Every change is one transaction: after a power cut it is there
    whole or not at all.

    Attributes
    ----------
    folder : Path
    id, name : str
        ``id`` differs between any two workspaces.
    fictional : bool
        Whether its data are made up; then it says so wherever they are shown.
    """

    def __init__(self, folder: Path, new: About | None = None) -> None:
        """Use :meth:`open` or :meth:`create`."""
        self.folder = folder
        self.jobs_folder = folder / "jobs"
        self.jobs_folder.mkdir(exist_ok=True)
        self.files = FileStore(folder / "files")
        self._engine = engine_for(folder / DATABASE)
        with self.read() as session:
            present = migrate.is_current(session.connection())
        if not present:
            with self._change_tables() as session:
                migrate.upgrade(session.connection())
                if new is not None:
                    session.add(new)
        with self.read() as session:
            about = session.scalars(select(About)).one()
        self.id, self.name, self.fictional = about.workspace_id, about.name, about.fictional

    @classmethod
    def create(cls, path: Path | str, name: str, fictional: bool = False) -> Workspace:
        """Make a workspace in a folder that is absent or empty.

        Raises
        ------
        WorkspaceError
            The folder holds something already, or cannot be written (E504).
        """
        folder = Path(path).absolute()
        about = About(id=1, workspace_id=uuid.uuid4().hex, name=name, fictional=fictional, made_at=now())
        try:
            if cls.is_one(folder):
                raise WorkspaceError(str(Problem("E504", "There is a workspace in this folder.", remedy="Open it instead.")))
            if folder.exists() and {item.name for item in folder.iterdir()} - _BEGUN:
                raise WorkspaceError(str(Problem("E504", "The folder is not empty.", remedy="Choose a new folder.")))
            folder.mkdir(parents=True, exist_ok=True)
            return cls(folder, about)
        except WorkspaceError:
            raise
        except (OSError, DatabaseError) as error:
            fact, remedy = why(error)
            text = f"A workspace cannot be made in the folder {folder.name}. {fact}".strip()
            raise WorkspaceError(str(Problem("E504", text, remedy=remedy))) from error

    @classmethod
    def open(cls, path: Path | str) -> Workspace:
        """Open a workspace; an older one is brought to the present schema first.

        Raises
        ------
        WorkspaceError
            There is none, it is damaged, or a newer version of Wardround made it (E504).
        """
        folder = Path(path).absolute()
        if not cls.is_one(folder):
            raise WorkspaceError(str(Problem("E504", f"There is no workspace in the folder {folder.name}.")))
        try:
            return cls(folder)
        except WorkspaceError:
            raise
        except (OSError, DatabaseError) as error:
            fact, remedy = why(error)
            text = f"The workspace {folder.name} cannot be opened. {fact}" if fact else f"The workspace {folder.name} is damaged."
            raise WorkspaceError(str(Problem("E504", text, remedy=remedy))) from error

    @staticmethod
    def is_one(path: Path | str) -> bool:
        """Whether the folder is a workspace (one that was cut off while it was being made is none)."""
        database = Path(path) / DATABASE
        return database.is_file() and is_made(database)

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that sees one moment of the data and changes nothing."""
        with Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextlib.contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that is kept whole when the block ends, and not at all when it raises."""
        engine = self._engine.execution_options(**{WRITES: True})
        with told_plainly(), Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextlib.contextmanager
    def _change_tables(self) -> Iterator[Session]:
        engine = self._engine.execution_options(**{WRITES: True, CHANGES_TABLES: True})
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session
            if not whole(session.connection()):
                text = f"The workspace {self.folder.name} could not be brought to this version; nothing in it was changed."
                raise WorkspaceError(str(Problem("E504", text, remedy="Use the earlier version, and tell us.")))

    # -- imports ---------------------------------------------------------------------------------------------------------

    def keep_import(self, intake: Intake, content: bytes) -> Kept:
        """Keep a judged file: its bytes, its accepted rows as the current table, and the audit of it.

        Raises
        ------
        InputProblems
            The file was refused, a question is open, or no row of it was understood (E402).
        WorkspaceError
            ``content`` is not the file that was judged (E503).
        """
        imports.refuse_unready(intake, content)
        self.files.keep(content)
        with self.write() as session:
            return imports.keep(session, intake)

    def let_go(self, name: str) -> None:
        """Take a table away, so that it is as if it had never been brought; plans that were made with it keep their own copy."""
        with self.write() as session:
            imports.let_go(session, name)

    def imports(self) -> pd.DataFrame:
        """The audit: every import ever kept, newest first; columns :data:`workspace.imports.AUDIT`."""
        with self.read() as session:
            return imports.audit(session)

    def import_details(self, import_id: str) -> dict[str, Any]:
        """Everything the audit holds about one import: source, counts, mapping, problems."""
        with self.read() as session:
            return imports.details(session, import_id)

    def table(self, name: str) -> gpd.GeoDataFrame | None:
        """The current table (wards, households, …), in the shape of its contract; None where nothing was imported."""
        with self.read() as session:
            return imports.table(session, name)

    def quarantined(self, name: str) -> pd.DataFrame:
        """Rows of the current table's file that were set aside; columns of ``Intake.quarantined``."""
        with self.read() as session:
            return imports.quarantined(session, name)

    def repaired(self, name: str) -> pd.DataFrame:
        """Cells of the current table's file that were mended; columns of ``Intake.repaired``."""
        with self.read() as session:
            return imports.repaired(session, name)

    def revision(self, name: str) -> str:
        """A text that changes with every import of the table, and differs between workspaces; "" where there is none."""
        with self.read() as session:
            present = imports.current(session, name)
            return present.id if present else ""

    # -- settings and where the app was ----------------------------------------------------------------------------------

    def settings(self) -> Settings:
        """The limits: this workspace's own over the environment over the defaults."""
        with self.read() as session:
            return Settings.load({row.name: row.value for row in session.scalars(select(Setting))})

    def set_settings(self, **values: Any) -> Settings:
        """Set limits of this workspace; ``None`` takes one back.

        Raises
        ------
        SettingError
            A value out of its range, or a limit that there is not; nothing is changed then.
        """
        with self.write() as session:
            stored = {row.name: row for row in session.scalars(select(Setting))}
            for name, value in values.items():
                if name not in _LIMITS:
                    raise SettingError(f"There is no setting {name}.")
                if value is not None:
                    session.merge(Setting(name=name, value=plain(value)))
                elif name in stored:
                    session.delete(stored[name])
            session.flush()
            return Settings.load({row.name: row.value for row in session.scalars(select(Setting))})

    def state(self, key: str, default: Any = None) -> Any:
        """What :meth:`set_state` kept under ``key``: where the app was."""
        with self.read() as session:
            row = session.get(State, key)
            return default if row is None else row.value

    def set_state(self, key: str, value: Any) -> None:
        """Keep where the app is, as plain JSON values; no personal data belongs here."""
        with self.write() as session:
            session.merge(State(key=key, value=plain(value)))

    # -- rounds and plans ------------------------------------------------------------------------------------------------

    def keep_round(self, name: str, settings: Mapping[str, Any]) -> str:
        """Keep a round (the tables of round.toml) and return its id; the same one again has the same id."""
        with self.write() as session:
            return plans.keep_round(session, name, settings)

    def rounds(self) -> pd.DataFrame:
        """Every round, newest first; columns :data:`workspace.plans.ROUNDS`."""
        with self.read() as session:
            return plans.rounds(session)

    def round_settings(self, round_id: str) -> dict[str, Any]:
        """The tables of round.toml of one round."""
        with self.read() as session:
            return plans.round_settings(session, round_id)

    def keep_plan(
        self, plan: Plan, round_id: str, inputs: Mapping[str, Any], quarantined: pd.DataFrame | None = None, job_id: str = ""
    ) -> str:
        """Keep a plan with its inputs as used, in one transaction, and make it the current one.

        Parameters
        ----------
        plan : Plan
            Checked by the caller.
        round_id : str
            Of :meth:`keep_round`.
        inputs : mapping of role → any
            What it was made from, as ``{"households": {"import_id": …, "sha256": …}}``.
        quarantined : DataFrame or None
            Rows of the household file that stood aside; columns of ``Intake.quarantined``.
        job_id : str
            The job that made it, where one did; a job keeps one plan, and asked again gives the same.

        Returns
        -------
        str
            The plan's id.
        """
        parts = {name: self.files.keep(content) for name, content in parts_of(plan, quarantined).items()}
        with self.write() as session:
            job = jobs.get(session, job_id) if job_id else None
            if job is not None and job.plan_id:
                return job.plan_id
            plan_id = plans.keep_plan(session, plan, round_id, inputs, parts)
            if job is not None:
                job.plan_id = plan_id
            return plan_id

    def plan(self, plan_id: str) -> Plan:
        """A plan as it was kept; it can be checked again.

        Raises
        ------
        WorkspaceError
            There is no such plan, or a file of it is damaged (E504).
        """
        with self.read() as session:
            return plans.plan(session, self.files, plan_id)

    def plans(self) -> pd.DataFrame:
        """Every plan, newest first; columns :data:`workspace.plans.PLANS`."""
        with self.read() as session:
            return plans.plans(session)

    def plan_summary(self, plan_id: str) -> dict[str, Any]:
        """The numbers of a plan, as its ``summary``, without reading the plan.

        Raises
        ------
        WorkspaceError
            There is no such plan (E504).
        """
        with self.read() as session:
            return plans.plan_summary(session, plan_id)

    def plan_inputs(self, plan_id: str) -> dict[str, Any]:
        """The hashes of what the plan was made from, by role."""
        with self.read() as session:
            return plans.plan_inputs(session, plan_id)

    def plan_quarantined(self, plan_id: str) -> pd.DataFrame:
        """Rows of the household file that stood aside when the plan was made."""
        with self.read() as session:
            return plans.plan_quarantined(session, self.files, plan_id)

    def forget_plan(self, plan_id: str) -> None:
        """Take a plan out for good."""
        with self.write() as session:
            plans.forget_plan(session, plan_id)

    def current_plan(self) -> str | None:
        """The id of the newest plan, or None."""
        with self.read() as session:
            return session.scalars(select(PlanRow.id).order_by(PlanRow.made_at.desc(), PlanRow.id).limit(1)).first()

    # -- jobs ------------------------------------------------------------------------------------------------------------

    def claim_job(
        self, round_key: str, round_id: str, alive: Callable[[str], bool], make: Callable[[str], None]
    ) -> tuple[str, bool]:
        """The running job of a round, else a new one; and whether it is new (see :func:`workspace.jobs.claim`)."""
        with self.write() as session:
            return jobs.claim(session, round_key, round_id, alive, make)

    def job(self, job_id: str) -> Job:
        """The record of a job: its round, when it was started, and the plan it led to.

        Raises
        ------
        WorkspaceError
            There is no such job (E504).
        """
        with self.read() as session:
            return jobs.get(session, job_id)

    def latest_job(self) -> str | None:
        """The id of the job that was started last, or None."""
        with self.read() as session:
            return jobs.latest(session)
