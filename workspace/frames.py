"""Tables as rows of the database, and as Parquet files: there and back without loss."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterable, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from geo.tables import TABLES, complete
from workspace.records import RECORDS


def store_rows(session: Session, model: type[Any], owner: dict[str, str], columns: Sequence[str], frame: pd.DataFrame) -> None:
    """Insert ``columns`` of ``frame`` as rows of ``model``, numbered by ``position``; NaN becomes NULL.

    ``owner`` is the key of what the rows belong to, as ``{"plan_id": …}``.
    """
    cells = [[_plain(value) for value in frame[name]] for name in columns]
    rows = [
        {**owner, "position": position, **dict(zip(columns, values, strict=True))}
        for position, values in enumerate(zip(*cells, strict=True))
    ]
    if rows:
        session.execute(insert(model), rows)


def load_rows(session: Session, model: type[Any], owner: dict[str, str], columns: Sequence[str]) -> pd.DataFrame:
    """The rows as they were stored, in their order; NULL becomes NaN in columns of numbers, ``None`` elsewhere."""
    (key, value), *_ = owner.items()
    query = select(*(getattr(model, name) for name in columns)).where(getattr(model, key) == value).order_by(model.position)
    rows = session.execute(query).all()
    frame = pd.DataFrame(index=pd.RangeIndex(len(rows)))
    for name, cells in zip(columns, zip(*rows, strict=True) if rows else [()] * len(columns), strict=True):
        frame[name] = _column(model, name, list(cells))
    return frame


def store_table(session: Session, table: str, import_id: str, frame: gpd.GeoDataFrame) -> None:
    """Insert the rows of a table of the contract; the index holds the row numbers of the file."""
    names = [column.name for column in TABLES[table]]
    with_rows = pd.DataFrame({name: np.asarray(frame[name], dtype=object) for name in names}).assign(
        row_no=[int(row) for row in frame.index]
    )
    store_rows(session, RECORDS[table], {"import_id": import_id}, [*names, "row_no"], with_rows)


def load_table(session: Session, table: str, import_id: str) -> gpd.GeoDataFrame:
    """A table of the contract; the index holds the row numbers of the file."""
    names = [column.name for column in TABLES[table]]
    frame = load_rows(session, RECORDS[table], {"import_id": import_id}, [*names, "row_no"])
    frame.index = pd.Index(frame.pop("row_no").astype("int64").to_numpy())
    return complete(table, frame)


def to_parquet(frame: pd.DataFrame, table: str = "") -> bytes:
    """A frame as Parquet (GeoParquet where it has geometry). ``table`` names its contract, for times and windows."""
    out = frame.copy()
    for name in _mixed(table):
        out[name] = pd.array([json.dumps(value) for value in out[name]], dtype="str")
    for name in out.columns:
        if out[name].dtype == object:
            out[name] = out[name].astype("str")
    buffer = io.BytesIO()
    out.to_parquet(buffer)
    return buffer.getvalue()


def from_parquet(content: bytes, table: str = "") -> Any:
    """The frame of :func:`to_parquet`; a GeoDataFrame where ``table`` names a contract."""
    if not table:
        return pd.read_parquet(io.BytesIO(content))
    frame = gpd.read_parquet(io.BytesIO(content))
    for name in _mixed(table):
        frame[name] = pd.Series([json.loads(value) for value in frame[name]], index=frame.index)
    return frame


def _mixed(table: str) -> list[str]:
    return [column.name for column in TABLES.get(table, ()) if column.kind in ("time", "windows")]


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return value


def _column(model: type[Any], name: str, cells: Iterable[Any]) -> Any:
    kind = getattr(model, name).type.python_type if name not in {"geometry"} else object
    if kind is float:
        return np.array([np.nan if cell is None else cell for cell in cells], dtype=float)
    if kind is int:
        return np.array(list(cells), dtype="int64")
    if kind is bool:
        return np.array(list(cells), dtype=bool)
    if kind is str:
        return pd.array(list(cells), dtype="str")
    column = np.empty(len(list(cells)), dtype=object)
    column[:] = list(cells)
    return column
