"""Gaps as files for a download: the same numbers as ``wardround gaps`` writes, a workbook, and the map as a picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.access.sectors import of_sector
from geo.gaps import Gaps, gap_table
from geo.gaps.other_areas import gaps_by_area
from outputs.answer_folder import precise
from outputs.area_layers import area_layer, write_layers
from outputs.area_picture import AreaPicture, area_png
from outputs.gaps_book import gaps_xlsx
from outputs.gaps_folder import other_areas_layer
from outputs.tables import write_table
from workflows.area_files import OtherAreas
from workflows.as_bytes import as_bytes
from workflows.service_gaps import Ground
from workflows.ward_lines import ward_names


def gaps_csv(gaps: Gaps, wards: gpd.GeoDataFrame) -> bytes:
    """gaps.csv of all sectors, as ``wardround gaps`` writes it; ``wards``: all of the municipalities with households."""
    table = precise(gap_table(gaps, "ward", wards), "share_within", "e2sfca")
    return as_bytes(lambda path: write_table(path, table), "gaps.csv")


def areas_csv(gaps: Gaps, areas: OtherAreas) -> bytes:
    """areas.csv of a layer, as ``wardround gaps --areas`` writes it."""
    table = precise(_by_area(gaps, areas), "share_within", "e2sfca")
    return as_bytes(lambda path: write_table(path, table), "areas.csv")


def gaps_gpkg(gaps: Gaps, wards: gpd.GeoDataFrame, areas: OtherAreas | None = None) -> bytes:
    """gaps.gpkg of all sectors, as ``wardround gaps`` writes it: layers ``wards``, ``cells``, and ``areas`` with such."""
    layers = [
        area_layer("wards", gap_table(gaps, "ward", wards), wards, "ward_id"),
        area_layer("cells", gap_table(gaps, "cell"), key="cell"),
    ]
    if areas is not None:
        layers.append(other_areas_layer(_by_area(gaps, areas), {areas.called: areas.table}))
    return as_bytes(lambda path: write_layers(path, layers), "gaps.gpkg")


def _by_area(gaps: Gaps, areas: OtherAreas) -> pd.DataFrame:
    table = gaps_by_area(gaps, areas.table)
    table.insert(0, "layer", areas.called)
    return table


def gaps_book(
    gaps: Gaps,
    wards: gpd.GeoDataFrame,
    areas: OtherAreas | None,
    beside: Mapping[str, pd.DataFrame],
    *,
    about: Sequence[tuple[str, str]],
    fictional: bool,
) -> bytes:
    """The workbook.

    Parameters
    ----------
    gaps, wards
        As measured at the threshold, and all wards of the municipalities with households.
    areas : OtherAreas or None
        A layer by which they are summed too.
    beside : mapping
        ``Index`` (:func:`workflows.gaps_index.weighed`) and ``Stands out`` (:func:`workflows.gaps_spots.listed`), where they are.
    about : sequence of (what, how)
        What the numbers are of.
    fictional : bool
        Whether the data are invented.
    """
    names = ward_names(wards)
    by_ward = gap_table(gaps, "ward", wards)
    tables = {"By ward": by_ward.assign(name=[names.get(code, "No ward") for code in by_ward["ward_id"]])}
    if areas is not None:
        tables["By area"] = gaps_by_area(gaps, areas.table)
    return gaps_xlsx(about, {**tables, **beside}, dt.date.today(), fictional)


def gaps_png(base: Ground, paint: Mapping[str, Any], sector: str, *, title: str, lines: Sequence[str], fictional: bool) -> bytes:
    """The map as it is painted now, as a picture: areas with their colours and figures, and the service points of the sector.

    Parameters
    ----------
    base : Ground
        As measured.
    paint : mapping
        Of :func:`workflows.gaps_view.painted`, without cells.
    sector : str
        Whose points are drawn.
    title : str
        Over the picture.
    lines : sequence of str
        Below it.
    fictional : bool
        Whether the data are invented.
    """
    codes = base.wards["ward_id"].astype(str)
    looks = [paint["wards"][code] for code in codes]
    facts = {"name": [base.names["ward"].get(code, code) for code in codes], "fill": [look["fill"] for look in looks]}
    facts |= {"tag": [look["tag"] for look in looks], "few": [look["few"] for look in looks]}
    areas = gpd.GeoDataFrame(facts, geometry=base.wards.geometry.array, crs=base.wards.crs)
    classes = [(one["colour"], one["label"]) for one in paint["classes"] if not one.get("few")]
    points = of_sector(base.points, sector).geometry
    return area_png(AreaPicture(title, lines, areas, points[points.notna()], str(paint["title"]), classes, fictional))
