"""The fictional demonstration: its files, and a workspace of the user's own made from them."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import data.boundaries
from geo.errors import InputProblems
from geo.intake.result import Answers
from outputs.swap import write_aside
from workflows import import_table
from workflows.last_workspace import data_folder
from workspace import Workspace

NAME = "Demonstration (fictional)"
#: The files of each table, in the order in which they are brought: wards first, since they give the others their ward.
FILES = {
    "wards": "wards.geojson",
    "landmarks": "landmarks.geojson",
    "households": "households.csv",
    "fieldworkers": "fieldworkers.csv",
    "service_points": "service_points.csv",
}
ROUND = "round.toml"


def folder() -> Path:
    """Where the files of the demonstration are installed."""
    return Path(data.boundaries.__file__).resolve().parent / "demonstration"


def open_demonstration(path: Path | None = None) -> Workspace:
    """A workspace of the demonstration: the one in the user's data folder, made at the first time.

    Parameters
    ----------
    path : Path or None
        Another folder for it.
    """
    place = path or data_folder() / "demonstration"
    ws = Workspace.open(place) if Workspace.is_one(place) else Workspace.create(place, NAME, fictional=True)
    for table, name in FILES.items():
        # Asked one by one: a first start that was cut off is finished by the next.
        if not ws.revision(table):
            _bring(ws, table, folder() / name)
    return ws


def write_files(out: Path) -> list[str]:
    """Write the demonstration's files into ``out`` (swapped in whole) and return their names.

    Raises
    ------
    FolderError
        The folder is not ours to replace (E500).
    """
    names = [*FILES.values(), ROUND]

    def fill(aside: Path) -> None:
        for name in names:
            shutil.copyfile(folder() / name, aside / name)

    write_aside(out, fill, "demonstration")
    return names


def _bring(ws: Workspace, table: str, path: Path) -> None:
    # From a copy, so that what is judged and what is kept are the same bytes even while a newer version is installed.
    with tempfile.TemporaryDirectory(prefix="wardround-") as place:
        copy = Path(place) / path.name
        shutil.copyfile(path, copy)
        intake = import_table.preview(ws, table, copy, Answers(), name=path.name)
        if not intake.ready:
            raise InputProblems(intake.problems)
        import_table.keep(ws, intake, copy.read_bytes())
