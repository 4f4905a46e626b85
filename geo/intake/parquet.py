"""GeoParquet and plain Parquet."""

from __future__ import annotations

import io
import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from geo.intake.layers import as_text
from geo.intake.rows import too_many_columns, too_many_rows
from geo.intake.wire import Refused, Request
from geo.problems import Problem


def parse(request: Request) -> tuple[pa.Table, str]:
    """Attributes as text with shapes, and the stated CRS ("" for none).

    Raises
    ------
    Refused
        E103, E200, E302.
    """
    try:
        file = pq.ParquetFile(io.BytesIO(request.content))
        _refuse_size(request, file)
        geo = json.loads((file.schema_arrow.metadata or {}).get(b"geo", b"{}"))
        column = dict(geo.get("columns", {})).get(geo.get("primary_column", ""), {})
        table = file.read()
    except (pa.ArrowException, OSError, ValueError, TypeError, AttributeError):
        raise Refused(Problem("E302", "The file breaks off or is damaged.", file=request.name)) from None
    if not geo:
        return as_text(table, ""), ""
    if column.get("encoding", "WKB") != "WKB":
        remedy = "Export it as GeoParquet with shapes in WKB, or as GeoPackage."
        raise Refused(Problem("E302", "Its shapes are kept in a form that we do not read.", file=request.name, remedy=remedy))
    return as_text(table, str(geo["primary_column"])), _crs(column)


def _refuse_size(request: Request, file: pq.ParquetFile) -> None:
    if not file.metadata.num_rows:
        raise Refused(Problem("E200", "The file holds no rows.", file=request.name))
    if file.metadata.num_rows > request.settings.rows_most:
        raise Refused(too_many_rows(request, file.metadata.num_rows))
    if file.metadata.num_columns > request.settings.columns_most:
        raise Refused(too_many_columns(request, file.metadata.num_columns))


def _crs(column: dict[str, Any]) -> str:
    """PROJJSON as text; the standard says that a column without the key is in degrees of WGS 84."""
    crs = column.get("crs", "OGC:CRS84")
    return crs if isinstance(crs, str) else json.dumps(crs) if crs else ""
