"""The folder of an answer on access: what ``wardround access`` writes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from geo.access import AREAS, LEVELS, Access, by_area
from geo.plain import plain
from outputs.area_layers import area_layer, write_layers
from outputs.folder import InputFile, relative
from outputs.summary import NAME, version, write_summary
from outputs.swap import write_aside
from outputs.tables import quarantine_table, write_table

KIND = "access"
#: Columns of access.csv: minutes one way, empty where unreachable.
NEAREST = ("household_id", "sector", "point_id", "minutes")
#: Columns of measures.csv.
MEASURES = ("household_id", "sector", "within", "opportunities", "capacity_within", "e2sfca")


def write_access_folder(
    out: Path,
    access: Access,
    *,
    wards: pd.DataFrame | None,
    quarantined: Mapping[str, pd.DataFrame],
    repaired: Mapping[str, pd.DataFrame],
    inputs: tuple[InputFile, ...],
    settings: Mapping[str, Any],
    seconds: float,
) -> dict[str, Any]:
    """Write the folder aside and swap it in.

    ``access.csv, measures.csv, areas.csv, quarantine.csv, access.gpkg`` (layers ``cells`` and, with a ward layer, ``wards``)
    and ``summary.json``.

    Parameters
    ----------
    out : Path
        Absent, empty, or made by an earlier call.
    access : Access
        As measured.
    wards : DataFrame or None
        The ward layer; without it there are no levels above the ward.
    quarantined, repaired : mapping of role → DataFrame
        Rows set aside, cells mended.
    inputs : tuple of InputFile
        Every file that was read.
    settings : mapping
        As used.
    seconds : float
        That measuring took.

    Returns
    -------
    dict
        The content of summary.json.

    Raises
    ------
    FolderError
        The folder is not ours to replace (E500), or cannot be written (E502).
    """
    out = Path(out).absolute()
    levels = [level for level in LEVELS if wards is not None or level in ("cell", "ward")]
    areas = {level: by_area(access, level, wards) for level in levels}
    summary = {
        **access.told(),
        "set_aside": {role: len(frame) for role, frame in quarantined.items()},
        "repaired": sum(len(frame) for frame in repaired.values()),
        "seconds": round(seconds, 3),
        **provenance(out, inputs, settings),
    }
    tables = {
        "access": access.table[list(NEAREST)],
        "measures": _measures(access),
        "areas": precise(pd.concat(areas.values(), ignore_index=True)[list(AREAS)], "share_within", "e2sfca"),
        "quarantine": quarantine_table(quarantined.values(), repaired.values()),
    }
    layers = [area_layer("cells", areas["cell"])]
    layers += [area_layer("wards", areas["ward"], wards)] if wards is not None else []

    def fill(folder: Path) -> None:
        for name, frame in tables.items():
            write_table(folder / f"{name}.csv", frame)
        write_layers(folder / "access.gpkg", layers)
        write_summary(folder / NAME, plain(summary))

    write_aside(out, fill, KIND)
    return summary


def provenance(out: Path, inputs: tuple[InputFile, ...], settings: Mapping[str, Any]) -> dict[str, Any]:
    """What summary.json says of where an answer comes from: version, hashes, sources, settings."""
    return {
        "version": version(),
        "inputs": {relative(item.path, out): item.sha256 for item in inputs},
        "sources": {
            item.role: relative(item.path, out) + (f"::{item.layer}" if item.layer else "") for item in inputs if item.role
        },
        "settings": settings,
    }


def _measures(access: Access) -> pd.DataFrame:
    frame = access.table[list(MEASURES)].copy()
    frame["within"] = frame["within"].map({True: "yes", False: "no"}).astype("str")
    return precise(frame, "e2sfca")


def precise(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The frame with these numbers to six digits: tables keep three decimals, and a clinic's share for one person needs more."""
    return frame.assign(**{column: significant(frame[column]) for column in columns})


def significant(values: pd.Series[float]) -> pd.Series[str]:
    """Numbers as text with six significant digits, "" for NaN.

    Examples
    --------
    >>> significant(pd.Series([0.000123456789, 12.5, float("nan")])).tolist()
    ['0.000123457', '12.5', '']
    """
    return pd.Series(["" if pd.isna(value) else f"{value:.6g}" for value in values], index=values.index, dtype="str")
