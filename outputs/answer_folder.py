"""The folder of an answer that is not a plan: tables, a GeoPackage, what was set aside, and where it comes from."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from geo.plain import plain
from outputs.area_layers import AreaLayer, write_layers
from outputs.folder import InputFile, named_files, set_aside
from outputs.summary import NAME, version, write_summary
from outputs.swap import write_aside
from outputs.tables import quarantine_table, write_table


@dataclass(frozen=True)
class Origin:
    """Where an answer comes from.

    Attributes
    ----------
    quarantined, repaired : mapping of role → DataFrame
        Rows set aside, cells mended.
    inputs : tuple of InputFile
        Every file that was read.
    settings : mapping
        As used.
    seconds : float
        That finding the answer took.
    """

    quarantined: Mapping[str, pd.DataFrame]
    repaired: Mapping[str, pd.DataFrame]
    inputs: tuple[InputFile, ...]
    settings: Mapping[str, Any]
    seconds: float


def write_answer(
    out: Path,
    kind: str,
    facts: Mapping[str, Any],
    tables: Mapping[str, pd.DataFrame],
    layers: Sequence[AreaLayer],
    *,
    origin: Origin,
) -> dict[str, Any]:
    """Write the folder aside and swap it in.

    Parameters
    ----------
    out : Path
        Absent, empty, or made by an earlier call.
    kind : str
        What the folder holds (:data:`outputs.swap.KINDS`); the GeoPackage has its name.
    facts : mapping
        What summary.json says first.
    tables : mapping of name → DataFrame
        Each becomes a CSV file; ``quarantine.csv`` is added.
    layers : sequence of AreaLayer
        Of the GeoPackage; none is written where there are none.
    origin : Origin
        Where it comes from.

    Returns
    -------
    dict
        The content of summary.json.

    Raises
    ------
    FolderError
        The folder is not ours to replace (E500), or cannot be written (E502).
    """
    out = Path(os.path.abspath(out))  # noqa: PTH100 - a link is refused later, not followed
    summary = {
        **facts,
        **set_aside(origin.quarantined, origin.repaired),
        "seconds": round(origin.seconds, 3),
        "version": version(),
        **named_files(origin.inputs, out),
        "settings": origin.settings,
    }
    aside = quarantine_table(origin.quarantined.values(), origin.repaired.values())

    def fill(folder: Path) -> None:
        for name, frame in {**tables, "quarantine": aside}.items():
            write_table(folder / f"{name}.csv", frame)
        if layers:
            write_layers(folder / f"{kind}.gpkg", layers)
        write_summary(folder / NAME, plain(summary))

    write_aside(out, fill, kind)
    return summary


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
