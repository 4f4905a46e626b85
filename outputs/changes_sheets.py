"""What changed, handed over: a page for each fieldworker concerned (PDF), and a workbook with a sheet each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook

from allocation.changes import CHANGES
from geo.problems import many
from outputs.changes_data import COMES, GOES, change_sheets
from outputs.changes_data import Sheet as ChangeSheet
from outputs.escape import breakable, on_paper
from outputs.handout import HandOut
from outputs.paper import common_data, typeset_by
from outputs.tables import write_table
from outputs.typeset import PDF
from outputs.workbook import saved, write_sheet
from outputs.workbook_tables import Field, Sheet

#: Names of the files in a folder.
TABLE, PAGES, BOOK = "changes.csv", "changes.pdf", "changes.xlsx"
_LABEL, _ID, _PLACE, _WHY = 44, 24, 110, 160
_ALL = (
    Field("Household", "household_id", width=16),
    Field("What", "what", width=22),
    Field("Worker before", "from_worker", width=15),
    Field("Date before", "from_day", "date", 14),
    Field("Time before", "from_time", width=12),
    Field("Worker now", "to_worker", width=15),
    Field("Date now", "to_day", "date", 14),
    Field("Time now", "to_time", width=12),
    Field("Why", "why", width=60),
)
_ONE = (
    Field("What", "what", width=16),
    Field("Household", "household_id", width=16),
    Field("Label", "label", width=22),
    Field("Where", "place", width=40),
    Field("Was", "was", width=28),
    Field("Now", "now", width=28),
    Field("Why", "why", width=60),
)


def changes_pdf(handout: HandOut, changes: pd.DataFrame) -> bytes | None:
    """A page (more if need be) for each fieldworker concerned; None where nothing changed for anybody.

    Parameters
    ----------
    handout : HandOut
        The plan as it is now.
    changes : DataFrame
        Columns :data:`allocation.changes.CHANGES`.

    Raises
    ------
    RuntimeError
        The document cannot be typeset.
    """
    sheets = change_sheets(handout, changes)
    if not sheets:
        return None
    data = {
        "heading": on_paper(handout.heading, 40),
        "round": " · ".join(part for part in (on_paper(handout.place, 28), handout.period) if part),
        **common_data(handout),
        "sections": [_section(sheet) for sheet in sheets],
    }
    return typeset_by("changes.typ", handout, data, PDF)


def changes_xlsx(handout: HandOut, changes: pd.DataFrame) -> bytes:
    """The workbook: all changes, then a sheet for each fieldworker concerned, called by the number."""
    book = Workbook(write_only=True)
    days = {f"{side}_day": pd.to_datetime(changes[f"{side}_date"], format="%Y-%m-%d", errors="coerce") for side in ("from", "to")}
    write_sheet(book, Sheet("All changes", _ALL, changes.assign(**days)))
    for one in change_sheets(handout, changes):
        write_sheet(book, Sheet(f"Worker {one.number}", _ONE, one.rows))
    return saved(book, handout)


def write_changes(folder: Path, handout: HandOut | None, changes: pd.DataFrame) -> None:
    """Write changes.csv into a folder and, where there is a plan to take names and places from, the pages and the workbook."""
    write_table(folder / TABLE, changes[list(CHANGES)])
    if handout is None:
        return
    (folder / BOOK).write_bytes(changes_xlsx(handout, changes))
    pages = changes_pdf(handout, changes)
    if pages is not None:
        (folder / PAGES).write_bytes(pages)


def _section(sheet: ChangeSheet) -> dict[str, Any]:
    table: Any = sheet.rows.itertuples(index=False)
    rows = [
        {
            "what": row.what,
            "gone": row.what in GOES,
            "label": breakable(on_paper(row.label, _LABEL)),
            "id": breakable(on_paper(row.household_id, _ID)),
            "place": breakable(on_paper(row.place, _PLACE)),
            "was": row.was,
            "now": row.now,
            "why": breakable(on_paper(row.why, _WHY)),
        }
        for row in table
    ]
    return {
        "number": sheet.number,
        "name": breakable(on_paper(sheet.name, 42)),
        "short_name": on_paper(sheet.name, 24),
        "about": breakable(on_paper(sheet.worker_id, _ID)),
        "supervisor": breakable(on_paper(sheet.supervisor, 60)),
        "line": _line(rows),
        "rows": rows,
    }


def _line(rows: list[dict[str, Any]]) -> str:
    gone = sum(row["gone"] for row in rows)
    come = sum(row["what"] in COMES for row in rows)
    parts = [many(come, "more visit", "more visits") if come else "", many(gone, "visit fewer", "fewer visits") if gone else ""]
    other = len(rows) - gone - come
    parts.append(many(other, "visit at another time", "visits at other times") if other else "")
    return ", ".join(part for part in parts if part) + "."
