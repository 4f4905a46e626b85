"""Gaps as files for a download: the same numbers as ``wardround gaps`` writes."""

from __future__ import annotations

import geopandas as gpd

from geo.gaps import Gaps, gap_table
from outputs.answer_folder import precise
from outputs.area_layers import area_layer, write_layers
from outputs.tables import write_table
from workflows.as_bytes import as_bytes


def gaps_csv(gaps: Gaps, wards: gpd.GeoDataFrame) -> bytes:
    """gaps.csv of all sectors, as ``wardround gaps`` writes it; ``wards``: all of the municipalities with households."""
    table = precise(gap_table(gaps, "ward", wards), "share_within", "e2sfca")
    return as_bytes(lambda path: write_table(path, table), "gaps.csv")


def gaps_gpkg(gaps: Gaps, wards: gpd.GeoDataFrame) -> bytes:
    """gaps.gpkg of all sectors with the layers ``wards`` and ``cells``, as ``wardround gaps`` writes it; ``wards`` as before."""
    layers = [
        area_layer("wards", gap_table(gaps, "ward", wards), wards, "ward_id"),
        area_layer("cells", gap_table(gaps, "cell"), key="cell"),
    ]
    return as_bytes(lambda path: write_layers(path, layers), "gaps.gpkg")
