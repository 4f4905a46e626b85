"""Everything that is handed out of a plan: on paper, for offices, for phones, and all of it in one archive."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import geopandas as gpd
import pandas as pd

from allocation.plan import Plan
from geo.errors import SettingError, WorkspaceError
from geo.problems import Problem
from outputs.archive import handout_zip
from outputs.drivers import drivers_pdf
from outputs.geopackage import write_geopackage
from outputs.gpx import gpx as gpx_text
from outputs.handout import HandOut
from outputs.phone import phone_html
from outputs.sheets import sheet_pages, sheets_pdf
from outputs.swap import refuse_foreign, write_aside
from outputs.workbook import workbook_xlsx
from workflows.as_bytes import as_bytes
from workflows.plan_choice import plan_in_use
from workspace import Workspace

ARCHIVE = "handout.zip"
_READ_ME = "READ-ME.txt"


def handout_of(ws: Workspace, plan_id: str) -> HandOut:
    """A kept plan with the service points and landmarks of its workspace."""
    return HandOut(
        plan=ws.plan(plan_id),
        service_points=ws.table("service_points"),
        landmarks=ws.table("landmarks"),
        fictional=ws.fictional,
        quarantined=ws.plan_quarantined(plan_id),
    )


def sheets(
    ws: Workspace, plan_id: str, workers: Iterable[str] | None = None, days: Iterable[str] | None = None, per: str = "week"
) -> bytes:
    """The fieldworkers' sheets as PDF; ``per`` is week or day.

    Raises
    ------
    SettingError
        Nobody has a visit among these workers and days.
    """
    return sheets_pdf(handout_of(ws, plan_id), workers=workers, days=days, per=per)


def sheet_count(
    ws: Workspace, plan_id: str, workers: Iterable[str] | None = None, days: Iterable[str] | None = None, per: str = "week"
) -> int:
    """How many pages :func:`sheets` gives; 0 where nobody has a visit among these workers and days."""
    handout = handout_of(ws, plan_id)
    chosen = handout.plan.visits
    for column, wanted in (("worker_id", workers), ("date", days)):
        chosen = chosen if wanted is None else chosen[chosen[column].isin([str(item) for item in wanted])]
    return 0 if chosen.empty else sheet_pages(handout, workers=workers, days=days, per=per)


def drivers(ws: Workspace, plan_id: str) -> bytes:
    """The drivers' sheets as PDF: when, where, and who is dropped or fetched.

    Raises
    ------
    SettingError
        No vehicle drives in this plan.
    """
    return drivers_pdf(handout_of(ws, plan_id))


def workbook(ws: Workspace, plan_id: str) -> bytes:
    """The workbook as XLSX."""
    return workbook_xlsx(handout_of(ws, plan_id))


def geopackage(ws: Workspace, plan_id: str) -> bytes:
    """The plan as a GeoPackage with styles, for QGIS."""
    return as_bytes(lambda path: write_geopackage(handout_of(ws, plan_id), path), "plan.gpkg")


def phone(ws: Workspace, plan_id: str, worker_id: str) -> bytes:
    """The page of one fieldworker for a phone without internet: one HTML file.

    Raises
    ------
    SettingError
        The fieldworker has no visits.
    """
    return phone_html(handout_of(ws, plan_id), worker_id).encode("utf-8")


def gpx(ws: Workspace, plan_id: str, worker_id: str) -> bytes:
    """The stops of one fieldworker as GPX, for navigation.

    Raises
    ------
    SettingError
        The fieldworker has no visits.
    """
    return gpx_text(handout_of(ws, plan_id), worker_id).encode("utf-8")


def archive(ws: Workspace, plan_id: str) -> bytes:
    """Everything in one zip file."""
    return as_bytes(lambda path: handout_zip(handout_of(ws, plan_id), path), ARCHIVE)


def safe_name(worker_id: str) -> str:
    """A file name for a fieldworker: letters, digits and ``-`` of the id.

    Examples
    --------
    >>> safe_name("W 01/../x"), safe_name("Ω")
    ('W-01-x', 'worker')
    """
    return re.sub(r"[^A-Za-z0-9]+", "-", worker_id).strip("-")[:60] or "worker"


def write_all(
    handout: HandOut, folder: Path, *, sheets_each: bool = False, writing: Callable[[str, float], object] | None = None
) -> None:
    """Write sheets.pdf, workbook.xlsx, plan.gpkg, phone/ and handout.zip into a folder.

    Parameters
    ----------
    handout : HandOut
        The plan and its surroundings.
    folder : Path
        That is being made.
    sheets_each : bool
        Also a PDF for each fieldworker, in ``sheets/``.
    writing : callable or None
        Is given the name of each file before it is made, and the share of the files that are done.
    """
    path = folder / ARCHIVE
    handout_zip(handout, path, sheets_each=sheets_each, writing=writing)
    # Made once, for the archive: the files beside it are the same bytes.
    with zipfile.ZipFile(path) as made:
        made.extractall(folder, [name for name in made.namelist() if name != _READ_ME])


def of_files(
    plan: Plan,
    quarantined: pd.DataFrame,
    service_points: gpd.GeoDataFrame | None = None,
    landmarks: gpd.GeoDataFrame | None = None,
) -> HandOut:
    """A plan that was made from files; it says that it is fictional where its municipalities do."""
    names = [] if plan.wards is None else plan.wards["municipality"].astype(str).str.casefold().tolist()
    fictional = bool(names) and all("fictional" in name for name in names)
    return HandOut(plan, service_points, landmarks, fictional, quarantined=quarantined)


def write_latest(
    ws: Workspace, out: Path, *, sheets_each: bool = False, writing: Callable[[str, float], object] | None = None
) -> str:
    """Write everything of the plan in use into a folder (swapped in whole); returns the plan's id.

    The plan in use is the newest, unless somebody went back to an earlier one.

    Raises
    ------
    WorkspaceError
        There is no plan yet (E504).
    FolderError
        The folder is not ours to replace (E500), or cannot be written.
    """
    plan_id = plan_in_use(ws)
    if plan_id is None:
        raise WorkspaceError(str(Problem("E504", "There is no plan in this workspace yet.", remedy="Plan a round first.")))
    refuse_foreign(out, "hand-out")
    handout = handout_of(ws, plan_id)
    if handout.plan.visits.empty:
        raise SettingError("The plan has no visits: there is nothing to hand out.")
    write_aside(out, lambda folder: write_all(handout, folder, sheets_each=sheets_each, writing=writing), "hand-out")
    return plan_id
