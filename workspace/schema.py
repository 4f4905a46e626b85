"""The tables of bookkeeping: what was imported, decided, planned, and where the app was.

Models and migrations must say the same; ``tests/workspace/test_migrations.py`` compares them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from workspace.types import Moment

#: Constraints need names of their own, so that a later migration can find them on every database.
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Parent of every model."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {dt.datetime: Moment, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012 - SQLAlchemy's own form


class About(Base):
    """The one row about this workspace."""

    __tablename__ = "about"
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[str]
    name: Mapped[str]
    fictional: Mapped[bool]
    made_at: Mapped[dt.datetime]


class Import(Base):
    """The audit of imports: one row each time a file was kept. ``current``: its rows are the table's rows now."""

    __tablename__ = "imports"
    id: Mapped[str] = mapped_column(primary_key=True)
    table: Mapped[str] = mapped_column("table_name", index=True)
    name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    format: Mapped[str]
    layer: Mapped[str]
    encoding: Mapped[str]
    mapping: Mapped[dict[str, Any]]
    rows: Mapped[int] = mapped_column("row_count")
    accepted: Mapped[int]
    quarantined: Mapped[int]
    repaired: Mapped[int]
    left_out: Mapped[int]
    problems: Mapped[list[Any]]
    fingerprint: Mapped[str]
    current: Mapped[bool]
    kept_at: Mapped[dt.datetime]


class Quarantined(Base):
    """A row that was set aside; ``record`` is the row as it was (JSON text)."""

    __tablename__ = "quarantined"
    import_id: Mapped[str] = mapped_column(ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str]
    row: Mapped[int] = mapped_column("row_no")
    code: Mapped[str]
    sentence: Mapped[str]
    key: Mapped[str] = mapped_column("row_key")
    record: Mapped[str]


class Repaired(Base):
    """A cell that was mended, before and after."""

    __tablename__ = "repaired"
    import_id: Mapped[str] = mapped_column(ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str]
    row: Mapped[int] = mapped_column("row_no")
    column: Mapped[str] = mapped_column("column_name")
    before: Mapped[str] = mapped_column("value_before")
    after: Mapped[str] = mapped_column("value_after")
    code: Mapped[str]


class Setting(Base):
    """A limit that this workspace sets for itself."""

    __tablename__ = "settings"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class State(Base):
    """Where the app was."""

    __tablename__ = "state"
    key: Mapped[str] = mapped_column("state_key", primary_key=True)
    value: Mapped[Any] = mapped_column(JSON, nullable=True)


class RoundRow(Base):
    """A round: the tables of round.toml."""

    __tablename__ = "rounds"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    settings: Mapped[dict[str, Any]]
    made_at: Mapped[dt.datetime]


class PlanRow(Base):
    """A plan; ``parts`` names the files (by sha256) that hold its inputs as used."""

    __tablename__ = "plans"
    id: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), index=True)
    made_at: Mapped[dt.datetime]
    settings: Mapped[dict[str, Any]]
    summary: Mapped[dict[str, Any]]
    statistics: Mapped[list[Any]]
    inputs: Mapped[dict[str, Any]]
    parts: Mapped[dict[str, Any]]


class Visit(Base):
    """A row of visits.csv."""

    __tablename__ = "visits"
    __table_args__ = (Index("ix_visits_plan_household", "plan_id", "household_id"),)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[str]
    worker_id: Mapped[str]
    date: Mapped[str] = mapped_column("visit_date")
    order: Mapped[int] = mapped_column("visit_order")
    arrive: Mapped[str]
    start: Mapped[str] = mapped_column("visit_start")
    depart: Mapped[str]
    travel_min: Mapped[float | None]
    distance_m: Mapped[float | None]


class Day(Base):
    """A row of days.csv."""

    __tablename__ = "days"
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[str]
    date: Mapped[str] = mapped_column("day_date")
    leave: Mapped[str]
    home: Mapped[str]
    visits: Mapped[int]
    work_min: Mapped[float | None]
    travel_min: Mapped[float | None]
    distance_m: Mapped[float | None]


class Unserved(Base):
    """A row of unserved.csv (without the rows of quarantine)."""

    __tablename__ = "unserved"
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[str]
    reason: Mapped[str]
    sentence: Mapped[str]
    smallest_fix: Mapped[str]


class Job(Base):
    """A solve that was started; how it fares stands in its folder under ``jobs/``."""

    __tablename__ = "jobs"
    id: Mapped[str] = mapped_column(primary_key=True)
    round_key: Mapped[str] = mapped_column(index=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"))
    started_at: Mapped[dt.datetime]
    plan_id: Mapped[str | None] = mapped_column(ForeignKey("plans.id", ondelete="SET NULL"))
