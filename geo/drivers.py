"""The GDAL drivers that Wardround lets in, fenced before GDAL is loaded."""

from __future__ import annotations

import os
import sys

#: Drivers that may open a file. Everything else is skipped, VRT and GDALG pipelines first of all.
ALLOWED = ("GPKG", "GeoJSON", "GeoJSONSeq", "ESRI Shapefile", "FlatGeobuf", "KML", "LIBKML", "GPX", "TopoJSON", "MEM", "Memory")

#: Every other vector and raster driver of the pyogrio wheels (GDAL 3.9 to 3.12), read off `pyogrio.list_drivers()`
#: and GDAL's own list of formats. GDAL ignores names that it does not know.
_SKIPPED = (
    "VRT GDALG GTI WMS WCS WMTS WFS OAPIF OGCAPI STACTA STACIT HTTP PLMOSAIC PLScenes EEDA EEDAI DAAS "
    "CSV XLSX XLS ODS OGR_VRT OGR_GMT GMT SQLite PostgreSQL PostgisRaster MySQL MSSQLSpatial OCI Elastic "
    "CSW Carto AmigoCloud NGW Vertica Parquet Arrow GML GMLAS MVT MBTiles PMTiles OpenFileGDB FileGDB PGeo "
    "ODBC MapInfo%20File S57 DGN DXF DWG CAD GeoRSS PDS4 VICAR Selafin EDIGEO Idrisi LVBAG OSM PDF PDS "
    "SXF WAsP JML VDV NAS MiraMonVector XODR Interlis%201 Interlis%202 AVCBin AVCE00 TIGER SVG JSONFG "
    "ESRIJSON AIVector GPSBabel S101 ADBC MongoDBv3 HANA Snowflake FlatGeobufSeq netCDF HDF5 Zarr"
)


def fence() -> None:
    """Tell GDAL to load only :data:`ALLOWED` drivers and never to use the network.

    Has an effect only before the first import of geopandas, pyogrio or fiona in the process.
    """
    names = " ".join(name for name in _SKIPPED.split())
    os.environ.setdefault("GDAL_SKIP", names.replace(" ", ",").replace("%20", " "))
    os.environ.setdefault("OGR_SKIP", os.environ["GDAL_SKIP"])
    os.environ["CPL_CURL_ENABLE_VSIMEM"] = "NO"
    os.environ["GDAL_HTTP_TIMEOUT"] = "1"
    os.environ.setdefault("GDAL_DRIVER_PATH", "disable")
    os.environ.setdefault("OGR_GEOJSON_MAX_OBJ_SIZE", "200")


def fenced_in_time() -> bool:
    """Whether GDAL was not yet loaded when this is asked (call it before importing geopandas)."""
    return "pyogrio._io" not in sys.modules and "fiona" not in sys.modules
