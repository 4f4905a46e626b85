"""Tables by area as layers of a GeoPackage: wards with their shapes, cells with their outlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from geo.access.cells import outlines
from geo.tables import CRS


@dataclass(frozen=True)
class AreaLayer:
    """A layer of areas, or of points: its name, its rows with their shapes (EPSG:4326), and what kind these are."""

    name: str
    rows: gpd.GeoDataFrame
    shapes: str = "MultiPolygon"


def area_layer(name: str, table: pd.DataFrame, wards: pd.DataFrame | None = None, key: str = "area_id") -> AreaLayer:
    """The rows of a table with the shape of the area that each names; rows that lie in no area are left out.

    Parameters
    ----------
    name : str
        Of the layer.
    table : DataFrame
        With the column ``key``.
    wards : DataFrame or None
        Their shapes; the areas are H3 cells where left out.
    key : str
        The column that names the area.
    """
    if wards is None:
        shapes = outlines(one for one in table[key].unique() if one)
    else:
        shapes = gpd.GeoSeries(wards.geometry.array, index=wards["ward_id"].astype(str), crs=CRS)
    there = table[table[key].isin(shapes.index)].drop(columns="level", errors="ignore")
    places = gpd.GeoSeries(shapes.loc[there[key]].array, index=there.index, crs=CRS)
    return AreaLayer(name, gpd.GeoDataFrame(there, geometry=places))


def write_layers(path: Path, layers: Sequence[AreaLayer]) -> None:
    """Write a GeoPackage with these layers; an empty layer is there with its fields."""
    for layer in layers:
        pyogrio.write_dataframe(
            layer.rows,
            path,
            layer=layer.name,
            driver="GPKG",
            geometry_type=layer.shapes,
            promote_to_multi=layer.shapes.startswith("Multi"),
            layer_options={"GEOMETRY_NAME": "geom"},
        )
