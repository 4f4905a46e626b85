"""Rounds and plans: kept whole, with their inputs as used, so that a plan can be looked at and checked again."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from allocation.plan import DAYS, STATISTICS, UNSERVED, VISITS, Plan
from geo.errors import WorkspaceError
from geo.intake.result import QUARANTINE
from geo.plain import plain
from geo.problems import Problem
from workspace.files import FileStore
from workspace.frames import from_parquet, load_rows, store_rows
from workspace.parts import INPUTS, TRAVEL_PARTS, round_and_travel
from workspace.schema import Day, PlanRow, RoundRow, Unserved, Visit
from workspace.types import now

#: Columns of :func:`rounds` and :func:`plans`.
ROUNDS = ("round_id", "name", "kind", "first_day", "last_day", "made_at")
PLANS = ("plan_id", "round_id", "name", "first_day", "last_day", "served", "households", "asked", "checked", "made_at")
_TABLES: tuple[tuple[str, type[Any], tuple[str, ...]], ...] = (
    ("visits", Visit, VISITS),
    ("days", Day, DAYS),
    ("unserved", Unserved, UNSERVED),
)


def keep_round(session: Session, name: str, settings: Mapping[str, Any]) -> str:
    """Keep a round; the same name with the same settings is kept once."""
    wanted = plain(settings)
    for row in session.scalars(select(RoundRow).where(RoundRow.name == name)):
        if row.settings == wanted:
            return row.id
    row = RoundRow(id=uuid.uuid4().hex, name=name, settings=wanted, made_at=now())
    session.add(row)
    session.flush()
    return row.id


def rounds(session: Session) -> pd.DataFrame:
    """Every round, newest first; columns :data:`ROUNDS`."""
    cells = []
    for row in session.scalars(select(RoundRow).order_by(RoundRow.made_at.desc(), RoundRow.id)):
        part = row.settings.get("round", {})
        cells.append([row.id, row.name, part.get("kind", ""), part.get("first_day", ""), part.get("last_day", ""), row.made_at])
    return pd.DataFrame(cells, columns=list(ROUNDS))


def round_settings(session: Session, round_id: str) -> dict[str, Any]:
    """The tables of round.toml of one round."""
    row = session.get(RoundRow, round_id)
    if row is None:
        raise _absent("round")
    return dict(row.settings)


def keep_plan(session: Session, plan: Plan, round_id: str, inputs: Mapping[str, Any], parts: Mapping[str, str]) -> str:
    """Keep a plan whose ``parts`` (:func:`workspace.parts.parts_of`) are kept already, by name → sha256."""
    if session.get(RoundRow, round_id) is None:
        raise _absent("round")
    row = PlanRow(
        id=uuid.uuid4().hex,
        round_id=round_id,
        made_at=now(),
        settings=plain(plan.round.settings(plan.travel)),
        summary=plain(plan.summary),
        statistics=plain(plan.statistics[list(STATISTICS)].to_numpy(dtype=float).tolist()),
        inputs=plain(inputs),
        parts=dict(parts),
    )
    session.add(row)
    session.flush()
    for name, model, columns in _TABLES:
        store_rows(session, model, {"plan_id": row.id}, columns, getattr(plan, name))
    return row.id


def plan(session: Session, files: FileStore, plan_id: str) -> Plan:
    """A plan as it was, its inputs, round and travel included."""
    row = _row(session, plan_id)
    parts = {name: files.read(row.parts[name]) for name in TRAVEL_PARTS if name in row.parts}
    round_, travel = round_and_travel(row.settings, parts)
    tables: dict[str, Any] = {name: load_rows(session, model, {"plan_id": plan_id}, columns) for name, model, columns in _TABLES}
    for name in INPUTS:
        tables[name] = from_parquet(files.read(row.parts[name]), name) if name in row.parts else None
    tables["rides"] = from_parquet(files.read(row.parts["rides"])) if "rides" in row.parts else None
    return Plan(
        **tables,
        summary=dict(row.summary),
        statistics=pd.DataFrame(np.array(row.statistics, dtype=float).reshape(-1, len(STATISTICS)), columns=list(STATISTICS)),
        round=round_,
        travel=travel,
    )


def plans(session: Session) -> pd.DataFrame:
    """Every plan, newest first; columns :data:`PLANS`."""
    cells = []
    query = select(PlanRow, RoundRow.name).join(RoundRow, PlanRow.round_id == RoundRow.id)
    for row, name in session.execute(query.order_by(PlanRow.made_at.desc(), PlanRow.id)):
        part, summary = row.settings["round"], row.summary
        every = summary.get("households")
        counts = [summary.get("served"), every, summary.get("asked", every), bool(summary.get("checked"))]
        cells.append([row.id, row.round_id, name, part["first_day"], part["last_day"], *counts, row.made_at])
    return pd.DataFrame(cells, columns=list(PLANS))


def plan_summary(session: Session, plan_id: str) -> dict[str, Any]:
    """What a plan says of itself in numbers, without the plan."""
    return dict(_row(session, plan_id).summary)


def plan_inputs(session: Session, plan_id: str) -> dict[str, Any]:
    """The hashes of what the plan was made from, by role."""
    return dict(_row(session, plan_id).inputs)


def plan_quarantined(session: Session, files: FileStore, plan_id: str) -> pd.DataFrame:
    """Rows of the household file that stood aside when the plan was made; columns of an import's ``quarantined``."""
    row = _row(session, plan_id)
    if "quarantined" not in row.parts:
        return pd.DataFrame({name: pd.array([], dtype="int64" if name == "row" else "str") for name in QUARANTINE})
    frame: pd.DataFrame = from_parquet(files.read(row.parts["quarantined"]))
    return frame


def forget_plan(session: Session, plan_id: str) -> None:
    """Take a plan out, its visits, days and unserved with it."""
    session.execute(delete(PlanRow).where(PlanRow.id == _row(session, plan_id).id))


def _row(session: Session, plan_id: str) -> PlanRow:
    row = session.get(PlanRow, plan_id)
    if row is None:
        raise _absent("plan")
    return row


def _absent(what: str) -> WorkspaceError:
    return WorkspaceError(str(Problem("E504", f"There is no such {what} in this workspace.", remedy=f"Choose another {what}.")))
