"""Geo files: a good one in every format, and with one fault each."""

from __future__ import annotations

import io
import json
import struct
import warnings
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
from shapely.geometry import Point, box

from tests.geo.bad.archives import zipped

DRIVERS = {"gpkg": "GPKG", "geojson": "GeoJSON", "fgb": "FlatGeobuf", "kml": "KML"}


def wards(count: int = 3, crs: str | None = "EPSG:4326") -> gpd.GeoDataFrame:
    """Square wards in a row, with codes as the Demarcation Board writes them."""
    columns = {
        "WardID": [f"2100400{i + 1}" for i in range(count)],
        "WardNo": list(range(1, count + 1)),
        "CAT_B": ["EC104"] * count,
        "District": ["DC10"] * count,
    }
    return gpd.GeoDataFrame(columns, geometry=[box(26 + i, -34, 27 + i, -33) for i in range(count)], crs=crs)


def points(count: int = 3) -> gpd.GeoDataFrame:
    """Households with ids that begin with zeros."""
    ids = [f"{i:07d}" for i in range(1, count + 1)]
    return gpd.GeoDataFrame({"hh_id": ids}, geometry=[Point(26 + i / 10, -33) for i in range(count)], crs="EPSG:4326")


def written(frame: gpd.GeoDataFrame, folder: Path, ending: str, **options: Any) -> bytes:
    """The bytes of a layer in one format."""
    path = folder / f"layer.{ending}"
    if ending == "parquet":
        frame.to_parquet(path)
    else:
        pyogrio.write_dataframe(frame, path, driver=DRIVERS[ending], **options)
    return path.read_bytes()


def shapefile(frame: gpd.GeoDataFrame, folder: Path, name: str = "wards") -> dict[str, bytes]:
    """The parts of a shapefile by file name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about names cut to ten letters and, in some tests, the missing system
        pyogrio.write_dataframe(frame, folder / f"{name}.shp", driver="ESRI Shapefile")
    return {path.name: path.read_bytes() for path in folder.glob(f"{name}.*")}


def zipped_shapefile(frame: gpd.GeoDataFrame, folder: Path, without: tuple[str, ...] = ()) -> bytes:
    """A zipped shapefile, perhaps without some of its parts."""
    return zipped({name: data for name, data in shapefile(frame, folder).items() if not name.endswith(without)})


def several(folder: Path, **layers: gpd.GeoDataFrame) -> bytes:
    """A GeoPackage with several layers."""
    path = folder / "several.gpkg"
    for name, frame in layers.items():
        pyogrio.write_dataframe(frame, path, layer=name, driver="GPKG", append=path.exists())
    return path.read_bytes()


def feature_collection(*geometries: Any) -> bytes:
    """GeoJSON of raw geometry objects (or raw text)."""
    features = []
    for number, geometry in enumerate(geometries, start=1):
        text = geometry if isinstance(geometry, str) else json.dumps(geometry)
        features.append(f'{{"type":"Feature","properties":{{"hh_id":"{number:04d}"}},"geometry":{text}}}')
    return ('{"type":"FeatureCollection","features":[' + ",".join(features) + "]}").encode()


def point(text: str) -> str:
    """A GeoJSON point with these coordinates, taken as they are."""
    return f'{{"type":"Point","coordinates":{text}}}'


def open_ring() -> bytes:
    """G18: well-known binary of a polygon whose ring does not close."""
    ring = [(26.0, -34.0), (27.0, -34.0), (27.0, -33.0), (26.0, -33.0)]
    return struct.pack("<BII", 1, 3, 1) + struct.pack("<I", len(ring)) + b"".join(struct.pack("<dd", *xy) for xy in ring)


def with_open_ring(folder: Path) -> bytes:
    """G18: a GeoPackage in which the second ward's ring does not close."""
    import sqlite3

    path = folder / "open.gpkg"
    pyogrio.write_dataframe(wards(), path, layer="wards", driver="GPKG")
    head = b"GP\x00\x01" + struct.pack("<i", 4326)
    base = sqlite3.connect(path)
    for (name,) in base.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        base.execute(f'drop trigger "{name}"')
    base.execute("update wards set geom = ? where fid = 2", (head + open_ring(),))
    base.commit()
    base.close()
    return path.read_bytes()


GPX_TRACKS = b"""<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">
<trk><name>a</name><trkseg><trkpt lat="-33" lon="26"/><trkpt lat="-33.1" lon="26.1"/></trkseg></trk></gpx>"""

KML = b"""<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Placemark><name>Gqora clinic</name><ExtendedData><Data name="facility_id"><value>007</value></Data></ExtendedData>
<Point><coordinates>26.5,-33.3,0</coordinates></Point></Placemark></Document></kml>"""


def parquet_without_shapes() -> bytes:
    """A plain Parquet table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    table = pa.table({"household_id": ["007", "008"], "lat": [-33.0, None], "lon": [26.0, 26.1], "members": [4.0, 5.0]})
    pq.write_table(table, buffer)
    return buffer.getvalue()
