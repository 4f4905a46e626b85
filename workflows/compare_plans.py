"""Two plans of the same round set side by side: what ``wardround compare`` and the page do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from allocation.changes import changes, counts
from allocation.plan import Plan
from allocation.replan_words import Kept
from geo.errors import FolderError, InputProblems
from geo.problems import Problem
from outputs.changes_sheets import changes_pdf, changes_xlsx, write_changes
from outputs.folder import PlanFolder, read_folder
from outputs.handout import HandOut
from outputs.swap import refuse, write_aside
from workflows.hand_out import of_files
from workflows.plan_folder import open_plan
from workspace import Workspace

#: Columns of :attr:`Compared.figures`.
FIGURES = ("figure", "before", "after")
_SAID = {
    "dropped": ("visit falls away", "visits fall away"),
    "new": ("visit is new", "visits are new"),
    "moved worker and day": ("visit has another fieldworker and another day", "visits have another fieldworker and another day"),
    "moved worker": ("visit has another fieldworker", "visits have another fieldworker"),
    "moved day": ("visit has another day", "visits have another day"),
    "order changed": ("visit has another place in its day", "visits have another place in their day"),
    "time changed": ("visit begins at another time", "visits begin at another time"),
}
KIND = "changes"


@dataclass(frozen=True)
class Compared:
    """Two plans beside each other.

    Attributes
    ----------
    changes : DataFrame
        Columns :data:`allocation.changes.CHANGES`.
    counts : dict
        How often each kind of change stands in it.
    figures : DataFrame
        Columns :data:`FIGURES`: households visited, minutes of travel, days of work.
    handed : bool
        Whether names and places were there for the pages and the workbook.
    """

    changes: pd.DataFrame
    counts: dict[str, int]
    figures: pd.DataFrame
    handed: bool = True


def compare_folders(before: Path, after: Path, out: Path | None = None, given: Mapping[str, str] | None = None) -> Compared:
    """Compare the plans of two folders.

    Parameters
    ----------
    before, after : Path
        That ``wardround plan`` or ``wardround replan`` wrote.
    out : Path or None
        Folder for changes.csv, changes.xlsx and changes.pdf; none is written where left out. Where the lists of the later
        plan cannot be read any more, only the table is written.
    given : mapping of role → path
        Where an input of the later plan is now.

    Raises
    ------
    FolderError
        A folder cannot be read (E501) or is not ours to replace (E500).
    InputProblems
        The plans are not of the same days (E401).
    """
    if out is not None:
        refuse(out, KIND)
    old, new = read_folder(before), read_folder(after)
    rounds = [part.summary["settings"].get("round", {}) for part in (old, new)]
    if any(rounds[0].get(key) != rounds[1].get(key) for key in ("first_day", "last_day")):
        fact = "The two plans are not of the same round: their first or last days differ."
        raise InputProblems([Problem("E401", fact, column="DIR", remedy="Name two plans of the same round.")])
    found = compared(old, new)
    handout = None
    if out is not None:
        try:
            opened = open_plan(after, given or {})
            handout = of_files(opened.plan, opened.set_aside, **opened.surroundings())
        except (InputProblems, FolderError):
            handout = None
        write_aside(out, lambda folder: write_changes(folder, handout, found.changes), KIND)
    return replace(found, handed=out is None or handout is not None)


def compare_kept(ws: Workspace, before: str, after: str) -> Compared:
    """Compare two plans of a workspace, by their ids.

    Raises
    ------
    WorkspaceError
        There is no such plan (E504).
    """
    return compared(ws.plan(before), ws.plan(after))


def compared(before: Plan | PlanFolder, after: Plan | PlanFolder) -> Compared:
    """Compare two plans of the same days, with the reasons that a plan made anew has kept."""
    table = changes(before.visits, after.visits, Kept(after.summary.get("replan", {}).get("why", {})))
    return Compared(table, counts(table), _figures(before, after))


def changes_pages(plan: Plan, table: pd.DataFrame, fictional: bool = False) -> bytes | None:
    """The pages of a list of changes as PDF; None where nothing changed."""
    return changes_pdf(HandOut(plan, fictional=fictional), table)


def changes_book(plan: Plan, table: pd.DataFrame, fictional: bool = False) -> bytes:
    """The workbook of a list of changes."""
    return changes_xlsx(HandOut(plan, fictional=fictional), table)


def told(found: Compared) -> list[str]:
    """The comparison in plain lines."""
    lines = [f"{row.figure}: {row.before:,.0f} before, {row.after:,.0f} after." for row in _rows(found.figures)]
    if found.changes.empty:
        return [*lines, "Nothing has changed."]
    lines += [f"{number:,} {_SAID[what][number != 1]}." for what, number in found.counts.items() if number]
    return lines


def line_of(row: Any) -> str:
    """One change in a line: ``H12 moved day: W-03 Mon… → …``."""
    sides = [
        " ".join(part for part in side if part)
        for side in ((row.from_worker, row.from_date, row.from_time), (row.to_worker, row.to_date, row.to_time))
    ]
    return f"{row.household_id} {row.what}: {sides[0] or 'no visit'} → {sides[1] or 'no visit'}. {row.why}"


def _rows(frame: pd.DataFrame) -> Any:
    return frame.itertuples(index=False)


def _figures(old: Plan | PlanFolder, new: Plan | PlanFolder) -> pd.DataFrame:
    rows = [
        ("Households visited", old.visits["household_id"].nunique(), new.visits["household_id"].nunique()),
        ("Minutes on the way", float(old.days["travel_min"].sum()), float(new.days["travel_min"].sum())),
        ("Days of work", len(old.days), len(new.days)),
    ]
    return pd.DataFrame(rows, columns=list(FIGURES))
