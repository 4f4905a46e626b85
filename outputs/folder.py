"""The folder of a plan: what ``wardround plan`` writes and ``wardround check`` reads."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from allocation.plan import Plan
from geo.errors import FolderError
from geo.intake.result import QUARANTINE as SET_ASIDE_ROWS
from geo.problems import Problem
from outputs import summary as summaries
from outputs.swap import recover, write_aside
from outputs.tables import MORE, TABLES, quarantine_table, read_table, tables_of, write_table

Part = TypeVar("Part")


@dataclass(frozen=True)
class InputFile:
    """A file that went into a plan.

    Attributes
    ----------
    role : str
        wards, households, fieldworkers or round; "" for a file that belongs to the one before it (parts of a shapefile).
    path : Path
    sha256 : str
        Of the whole file, as it was read.
    layer : str
        The layer or sheet named with it; "" for none.
    """

    role: str
    path: Path
    sha256: str
    layer: str = ""


@dataclass(frozen=True)
class PlanFolder:
    """A plan's folder as read.

    Attributes
    ----------
    folder : Path
    visits, days, unserved, quarantine : DataFrame
        Columns of the CSV files.
    rides : DataFrame or None
        vehicles.csv, where a list of vehicles was given.
    summary : dict
        The content of summary.json.
    """

    folder: Path
    visits: pd.DataFrame
    days: pd.DataFrame
    unserved: pd.DataFrame
    quarantine: pd.DataFrame
    summary: dict[str, Any]
    rides: pd.DataFrame | None = None

    def source(self, role: str) -> tuple[Path, str]:
        """Path and layer ("" for none) of the input of this role, as the summary names it."""
        path, _, layer = self.summary["sources"][role].partition("::")
        return Path(os.path.normpath(self.folder / path)), layer


def write_folder(
    out: Path,
    plan: Plan,
    *,
    quarantined: Mapping[str, pd.DataFrame],
    repaired: Mapping[str, pd.DataFrame],
    inputs: tuple[InputFile, ...],
    settings: Mapping[str, Any],
    more: Callable[[Path], None] | None = None,
) -> dict[str, Any]:
    """Write the folder of a plan aside and swap it in.

    Parameters
    ----------
    out : Path
        Absent, empty, or made by an earlier call.
    plan : Plan
        Checked.
    quarantined : mapping of role → DataFrame
        Rows set aside from each file, columns of :data:`geo.intake.result.QUARANTINE`.
    repaired : mapping of role → DataFrame
        Cells mended in each file, columns of :data:`geo.intake.result.REPAIRS`.
    inputs : tuple of InputFile
        Every file that was read, round.toml included.
    settings : mapping
        The whole of round.toml as used.
    more : callable or None
        Is given the folder and writes the other files into it (sheets, workbook, …).

    Returns
    -------
    dict
        The content of summary.json.

    Raises
    ------
    FolderError
        The folder is not ours to replace, or cannot be written; nothing has changed then.
    """
    out = Path(os.path.abspath(out))  # noqa: PTH100 - a link is refused later, not followed
    of_households = quarantined.get("households", pd.DataFrame(columns=list(SET_ASIDE_ROWS)))
    summary = summaries.summary_of(
        plan,
        quarantined=of_households,
        **set_aside(quarantined, repaired),
        **named_files(inputs, out),
        settings=settings,
    )
    tables = tables_of(plan, quarantine_table(quarantined.values(), repaired.values()), of_households)

    def fill(folder: Path) -> None:
        for name, frame in tables.items():
            path = folder / f"{name}.csv"
            write_table(path, frame)
            if len(read_table(path, {**TABLES, **MORE}[name])) != len(frame):
                raise OSError(f"{name}.csv does not read back as it was written")
        if more is not None:
            more(folder)
        summaries.write_summary(folder / summaries.NAME, summary)

    write_aside(out, fill)
    return summary


def read_folder(folder: Path) -> PlanFolder:
    """Read the folder of a plan.

    Raises
    ------
    FolderError
        It is not the folder of a plan, or a file of it is missing or damaged (E501).
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - inputs are named relative to the folder as given
    recover(folder)
    if not folder.is_dir():
        raise FolderError(str(Problem("E501", f"There is no folder {folder.name}.")))
    summary = _part(folder / summaries.NAME, summaries.read_summary)
    wanted = {**TABLES, **({"vehicles": MORE["vehicles"]} if "vehicles" in summary else {})}
    frames = {
        name: _part(folder / f"{name}.csv", functools.partial(read_table, columns=columns)) for name, columns in wanted.items()
    }
    visits, days, unserved, quarantine = (frames[name] for name in TABLES)
    return PlanFolder(folder, visits, days, unserved, quarantine, summary, frames.get("vehicles"))


def _part(path: Path, read: Callable[[Path], Part]) -> Part:
    """A file of the folder, read; what is wrong with it is told with its name."""
    try:
        return read(path)
    except FileNotFoundError as error:
        raise FolderError(str(Problem("E501", f"The file {path.name} of the plan is missing."))) from error
    except OSError as error:
        text = f"The file {path.name} of the plan cannot be opened."
        remedy = "Close the program that has it open, check that you may read it, and try again."
        raise FolderError(str(Problem("E501", text, remedy=remedy))) from error
    except ValueError as error:
        raise FolderError(str(Problem("E501", f"The file {path.name} of the plan is damaged: {_fact(error)}"))) from error


def set_aside(quarantined: Mapping[str, pd.DataFrame], repaired: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """What summary.json says of rows set aside, by role, and of cells mended in all files."""
    return {
        "set_aside": {role: len(frame) for role, frame in quarantined.items()},
        "repaired": sum(len(frame) for frame in repaired.values()),
    }


def named_files(inputs: Iterable[InputFile], out: Path) -> dict[str, Any]:
    """What summary.json says of the files that were read: their hashes by path from ``out``, and which is which."""
    places = [(item, relative(item.path, out)) for item in inputs]
    return {
        "inputs": {place: item.sha256 for item, place in places},
        "sources": {item.role: place + (f"::{item.layer}" if item.layer else "") for item, place in places if item.role},
    }


def relative(path: Path, folder: Path) -> str:
    """``path`` as seen from ``folder``, with ``/``; the whole path where there is no way (another drive of Windows)."""
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - as the person named it, links left alone
    try:
        return Path(os.path.relpath(whole, folder)).as_posix()
    except ValueError:
        return whole.as_posix()


def _fact(error: Exception) -> str:
    # Texts of pandas and json may quote a cell; ours never do.
    return f"{error}." if str(error).startswith(("the columns of", "it is not")) else "it cannot be read."
