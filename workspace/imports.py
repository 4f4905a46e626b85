"""What was imported: the audit, the current tables, the rows set aside and the cells mended."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from dataclasses import asdict, dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from geo.errors import InputProblems, WorkspaceError
from geo.intake.result import QUARANTINE, REPAIRS, Intake
from geo.problems import Problem
from workspace.frames import load_rows, load_table, store_rows, store_table, to_parquet
from workspace.records import RECORDS
from workspace.schema import Import, Quarantined, Repaired
from workspace.types import now

#: Columns of :func:`audit`.
AUDIT = (
    "import_id",
    "table",
    "name",
    "format",
    "layer",
    "rows",
    "accepted",
    "quarantined",
    "repaired",
    "current",
    "kept_at",
    "sha256",
)


@dataclass(frozen=True)
class Kept:
    """What became of an import.

    Attributes
    ----------
    import_id : str
    new : bool
        False where the very same rows of the same file are the table already: nothing was changed.
    when : datetime
        When these rows were kept (UTC).
    """

    import_id: str
    new: bool
    when: dt.datetime


def refuse_unready(intake: Intake, content: bytes) -> None:
    """Raise where an import may not be kept: refused, a question left open, or not the file that was judged."""
    if intake.rejected:
        raise InputProblems(intake.problems)
    if intake.questions:
        raise InputProblems(
            Problem(question.code, question.text, file=intake.source.name, column=question.key) for question in intake.questions
        )
    if intake.accepted.empty:
        fact = f"No row of the list was understood; {len(intake.quarantined)} were set aside."
        raise InputProblems([Problem("E402", fact, file=intake.source.name, remedy="Mend the rows, or bring another list.")])
    if hashlib.sha256(content).hexdigest() != intake.source.sha256:
        raise WorkspaceError(str(Problem("E503", "The file has changed since it was looked at.", remedy="Bring it in again.")))


def keep(session: Session, intake: Intake) -> Kept:
    """Make the accepted rows the current table, and write the import into the audit."""
    mark = _fingerprint(intake)
    present = current(session, intake.table)
    if present is not None and (present.sha256, present.layer, present.fingerprint) == (
        intake.source.sha256,
        intake.source.layer,
        mark,
    ):
        return Kept(present.id, False, present.kept_at)
    let_go(session, intake.table)
    record = Import(
        id=uuid.uuid4().hex,
        table=intake.table,
        name=intake.source.name,
        sha256=intake.source.sha256,
        size=intake.source.size,
        format=intake.source.format,
        layer=intake.source.layer,
        encoding=intake.source.encoding,
        mapping=dict(intake.source.mapping),
        rows=intake.source.rows,
        accepted=len(intake.accepted),
        quarantined=len(intake.quarantined),
        repaired=len(intake.repaired),
        left_out=intake.left_out,
        problems=[asdict(problem) for problem in intake.problems],
        fingerprint=mark,
        current=True,
        kept_at=now(),
    )
    session.add(record)
    session.flush()
    owner = {"import_id": record.id}
    store_table(session, intake.table, record.id, intake.accepted)
    store_rows(session, Quarantined, owner, QUARANTINE, _texts(intake.quarantined))
    store_rows(session, Repaired, owner, REPAIRS, _texts(intake.repaired))
    return Kept(record.id, True, record.kept_at)


def let_go(session: Session, table: str) -> None:
    """Leave the table without rows; the audit keeps what it knows of the import."""
    present = current(session, table)
    if present is not None:
        session.execute(delete(RECORDS[table]).where(RECORDS[table].import_id == present.id))
        session.execute(update(Import).where(Import.table == table).values(current=False))


def current(session: Session, table: str) -> Import | None:
    """The import whose rows are the table's rows now."""
    return session.scalars(select(Import).where(Import.table == table, Import.current)).one_or_none()


def audit(session: Session) -> pd.DataFrame:
    """Every import ever kept, newest first; columns :data:`AUDIT`."""
    rows = session.scalars(select(Import).order_by(Import.kept_at.desc(), Import.id)).all()
    cells = [[row.id, *(getattr(row, name) for name in AUDIT[1:])] for row in rows]
    return pd.DataFrame(cells, columns=list(AUDIT))


def details(session: Session, import_id: str) -> dict[str, Any]:
    """Everything the audit holds about one import; ``problems`` as :class:`geo.problems.Problem`."""
    record = session.get(Import, import_id)
    if record is None:
        raise WorkspaceError(str(Problem("E504", "There is no such import in this workspace.")))
    known = {column.key: getattr(record, column.key) for column in Import.__mapper__.column_attrs}
    known["problems"] = tuple(Problem(**{**item, "rows": tuple(item["rows"])}) for item in record.problems)
    return known


def table(session: Session, name: str) -> gpd.GeoDataFrame | None:
    """The current rows of a table of the contract, or None."""
    present = current(session, name)
    return None if present is None else load_table(session, name, present.id)


def quarantined(session: Session, name: str) -> pd.DataFrame:
    """Rows of the current import that were set aside; columns of an import's ``quarantined``."""
    present = current(session, name)
    return load_rows(session, Quarantined, {"import_id": present.id if present else ""}, QUARANTINE)


def repaired(session: Session, name: str) -> pd.DataFrame:
    """Cells of the current import that were mended; columns of an import's ``repaired``."""
    present = current(session, name)
    return load_rows(session, Repaired, {"import_id": present.id if present else ""}, REPAIRS)


def _texts(frame: pd.DataFrame) -> pd.DataFrame:
    out = frame.copy()
    for name in out.columns:
        out[name] = [int(value) for value in out[name]] if name == "row" else ["" if pd.isna(v) else str(v) for v in out[name]]
    return out


def _fingerprint(intake: Intake) -> str:
    parts = (to_parquet(intake.accepted, intake.table), to_parquet(_texts(intake.quarantined)))
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
