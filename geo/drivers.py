"""The GDAL drivers that Wardround lets in, fenced before GDAL is loaded.

GDAL takes the names to leave out, not those to let in, so the others are listed here. Every wheel carries other
drivers, and GDAL prints a line for each name that it does not know: its log therefore goes to the null device, unless
``CPL_LOG`` says otherwise. Errors still reach us, for pyogrio catches them itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

#: Drivers that may open a file. Everything else is skipped, VRT and GDALG pipelines first of all.
ALLOWED = ("GPKG", "GeoJSON", "GeoJSONSeq", "ESRI Shapefile", "FlatGeobuf", "KML", "LIBKML", "GPX", "TopoJSON", "MEM", "Memory")

#: Vector drivers of GDAL 3.9 to 3.13, read off ``pyogrio.list_drivers()`` of each wheel and GDAL's list of formats,
#: and the raster drivers that read other files or the network.
_OTHERS = (
    *("ADBC", "AIVector", "AVCBin", "AVCE00", "AmigoCloud", "Arrow", "AutoCAD", "CAD", "CSV", "CSW", "Carto", "Cloudant"),
    *("CouchDB", "DAAS", "DB2ODBC", "DGN", "DGNv8", "DODS", "DWG", "DXF", "EDIGEO", "EEDA", "EEDAI", "ESRIC", "ESRIJSON"),
    *("Elasticsearch", "ElasticSearch", "FileGDB", "GDALG", "GML", "GMLAS", "GMT", "GPSBabel", "GPSTrackMaker", "GTFS", "GTI"),
    *("GeoRSS", "Geoconcept", "Geomedia", "HANA", "HDF5", "HTTP", "IDB", "INGRES", "Idrisi", "Interlis 1", "Interlis 2", "JML"),
    *("JSONFG", "LVBAG", "MBTiles", "MSSQLSpatial", "MVT", "MapInfo File", "MapML", "MiraMonVector", "MongoDBv3", "MySQL", "NAS"),
    *("NGW", "NTF", "OAPIF", "OCI", "ODBC", "ODS", "OGCAPI", "OGDI", "OGR_DODS", "OGR_GMT", "OGR_OGDI", "OGR_PDS", "OGR_SDTS"),
    *("OGR_VRT", "OSM", "OpenFileGDB", "OpenJPEG", "PCIDSK", "PDF", "PDS", "PDS4", "PGDUMP", "PGeo", "PLMosaic", "PLSCENES"),
    *("PMTiles", "Parquet", "PostGISRaster", "PostgreSQL", "REC", "S101", "S57", "SDTS", "SEGUKOOA", "SEGY", "SOSI", "SQLite"),
    *("STACIT", "STACTA", "SUA", "SVG", "SXF", "Selafin", "SiKML", "Snowflake", "TIGER", "Tiger", "UK .NTF", "VDV", "VFK"),
    *("VICAR", "VRT", "Vertica", "WAsP", "WCS", "WFS", "WFS3", "WMS", "WMTS", "Walk", "XLS", "XLSX", "XODR", "XPLANE", "Zarr"),
    *("netCDF", "DERIVED", "RDB", "Rasterlite", "MRSID", "NWT_GRD", "NWT_GRC", "OZI", "AOToolkit", "LIBERTIFF", "OpenDRIVE"),
)


def fence(allowed: Iterable[str] = ALLOWED) -> None:
    """Tell GDAL to load only the ``allowed`` drivers and never to use the network. Prints nothing.

    Has an effect only before the first import of geopandas, pyogrio or fiona in the process. The process that
    reads a file calls it with the one driver that the content of the file asks for.

    Parameters
    ----------
    allowed : iterable of str
        Names of :data:`ALLOWED`; others stay out.
    """
    kept = {name.lower() for name in allowed} & {name.lower() for name in ALLOWED} | {"mem", "memory"}
    skipped = [name for name in (*ALLOWED, *_OTHERS) if name.lower() not in kept]
    os.environ["GDAL_SKIP"] = ",".join(skipped)
    os.environ.pop("OGR_SKIP", None)
    os.environ.setdefault("CPL_LOG", os.devnull)
    os.environ["GDAL_DRIVER_PATH"] = "disable"
    os.environ["CPL_CURL_ENABLE_VSIMEM"] = "NO"
    os.environ["CPL_VSIL_CURL_ALLOWED_FILENAME"] = "none"
    os.environ["GDAL_HTTP_TIMEOUT"] = "1"
    os.environ["GDAL_VRT_ENABLE_PYTHON"] = "NO"
    os.environ.setdefault("OGR_GEOJSON_MAX_OBJ_SIZE", "200")


def fenced_in_time() -> bool:
    """Whether GDAL was not yet loaded when this is asked (call it before importing geopandas)."""
    return "pyogrio._io" not in sys.modules and "fiona" not in sys.modules
