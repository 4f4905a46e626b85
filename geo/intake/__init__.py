"""Reading and judging files.

Kept light: the process that parses a file imports this package too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.intake.result import Answers, Intake
    from geo.settings import Settings


def read(
    table: str,
    path: str | Path | bytes | BinaryIO,
    answers: Answers | None = None,
    *,
    name: str | None = None,
    settings: Settings | None = None,
    wards: gpd.GeoDataFrame | None = None,
    villages: gpd.GeoDataFrame | None = None,
    known: Collection[str] | Mapping[str, str] = (),
) -> Intake:
    """Read and judge one file. Never raises for a bad file.

    Parameters
    ----------
    table : str
        A key of ``geo.tables.TABLES``.
    path : str, Path, bytes or binary stream
        The file; ``FILE::LAYER`` names a layer or sheet.
    answers : Answers, optional
        What the person has decided.
    name : str, optional
        What to call the file on screens; the path's own name where left out.
    settings : Settings, optional
        Limits and thresholds.
    wards : GeoDataFrame, optional
        Wards already kept, in which households and workers fall.
    villages : GeoDataFrame, optional
        Places that stand in for missing coordinates.
    known : collection of str, or dict
        SHA-256 of the files already imported; a dict says when (sha256 → date, as text).

    Returns
    -------
    Intake
        Accepted plus quarantined rows equal the rows of the file.
    """
    from geo.intake.whole import read_whole

    return read_whole(table, path, answers, name=name, settings=settings, wards=wards, villages=villages, known=known)


__all__ = ["read"]
