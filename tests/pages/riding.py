"""A workspace whose fieldworkers ride: the lists brought as files, and on request a plan in which the bakkie drives."""

from __future__ import annotations

from pathlib import Path

from tests.workflows.test_vehicles import written
from workflows.import_table import keep, preview
from workspace import Workspace

SETTINGS = {"round": {"name": "Riding", "first_day": "2026-03-02", "last_day": "2026-03-04", "holidays": ""}}


def listed(folder: Path, *, vehicles: bool = True) -> Workspace:
    """Wards, households, two fieldworkers who may ride in B1, and B1 itself unless it is left out."""
    files = written(folder / "files")
    ws = Workspace.create(folder / "ward", "Our ward")
    for table, path in files.lists.items():
        if table != "vehicles" or vehicles:
            keep(ws, preview(ws, table, path), Path(path).read_bytes())
    return ws
