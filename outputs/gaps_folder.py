"""The folder of an answer on gaps: what ``wardround gaps`` writes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from geo.gaps import Gaps, gap_table
from geo.plain import plain
from outputs.access_folder import precise, provenance
from outputs.area_layers import area_layer, write_layers
from outputs.folder import InputFile
from outputs.summary import NAME, write_summary
from outputs.swap import write_aside
from outputs.tables import quarantine_table, write_table

KIND = "gaps"
#: Columns of categories.csv.
CATEGORY = ("household_id", "sector", "category")
#: Columns of indicators.csv.
INDICATORS = ("ward_id", "indicator", "value")


def write_gaps_folder(
    out: Path,
    gaps: Gaps,
    *,
    wards: pd.DataFrame,
    indicators: pd.DataFrame | None,
    quarantined: Mapping[str, pd.DataFrame],
    repaired: Mapping[str, pd.DataFrame],
    inputs: tuple[InputFile, ...],
    settings: Mapping[str, Any],
    seconds: float,
) -> dict[str, Any]:
    """Write the folder aside and swap it in.

    ``gaps.csv, categories.csv, quarantine.csv, gaps.gpkg`` (layers ``wards`` and ``cells``), with indicators also
    ``indicators.csv``, and ``summary.json``.

    Parameters
    ----------
    out : Path
        Absent, empty, or made by an earlier call.
    gaps : Gaps
        As found.
    wards : DataFrame
        The ward layer.
    indicators : DataFrame or None
        Figures of somebody else by ward (indexed by ``ward_id``): columns of the layer ``wards``.
    quarantined, repaired : mapping of role → DataFrame
        Rows set aside, cells mended.
    inputs : tuple of InputFile
        Every file that was read.
    settings : mapping
        As used.
    seconds : float
        That finding the gaps took.

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
    by_ward, by_cell = gap_table(gaps, "ward", wards), gap_table(gaps, "cell")
    summary = {
        **{key: value for key, value in gaps.access.told().items() if key != "sectors"},
        **gaps.told(),
        "set_aside": {role: len(frame) for role, frame in quarantined.items()},
        "repaired": sum(len(frame) for frame in repaired.values()),
        "seconds": round(seconds, 3),
        **provenance(out, inputs, settings),
    }
    tables = {
        "gaps": precise(by_ward, "share_within", "e2sfca"),
        "categories": gaps.table[list(CATEGORY)],
        "quarantine": quarantine_table(quarantined.values(), repaired.values()),
        **({} if indicators is None else {"indicators": _long(indicators)}),
    }
    beside = by_ward if indicators is None else by_ward.join(_named(indicators, by_ward.columns), on="ward_id")
    layers = [area_layer("wards", beside, wards, "ward_id"), area_layer("cells", by_cell, key="cell")]

    def fill(folder: Path) -> None:
        for name, frame in tables.items():
            write_table(folder / f"{name}.csv", frame)
        write_layers(folder / "gaps.gpkg", layers)
        write_summary(folder / NAME, plain(summary))

    write_aside(out, fill, KIND)
    return summary


def _long(indicators: pd.DataFrame) -> pd.DataFrame:
    """A row a ward and figure."""
    rows = indicators.rename_axis("ward_id").reset_index().melt("ward_id", var_name="indicator", value_name="value")
    return rows.sort_values(["ward_id", "indicator"], kind="stable").reset_index(drop=True)[list(INDICATORS)]


def _named(indicators: pd.DataFrame, taken: pd.Index[str]) -> pd.DataFrame:
    """Figures whose name a column of ours, or the shape, has already get another."""
    used = {str(name).casefold() for name in [*taken, "fid", "geom", "geometry"]}
    return indicators.rename(columns={name: f"{name} (given)" for name in indicators.columns if name.casefold() in used})
