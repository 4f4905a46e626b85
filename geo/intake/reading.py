"""A file read into a raw table: receive, sniff, unpack, parse in a process of its own, name the columns."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geo.intake.geometries import from_wkb, from_wkt, stated_crs
from geo.intake.naming import name_columns, name_of_placemark
from geo.intake.process import run
from geo.intake.receive import Received, receive
from geo.intake.result import QUARANTINE, Answers, Option, Question, RawTable, Source
from geo.intake.sniff import sniff
from geo.intake.stumble import stumbled
from geo.intake.unpack import shapefile_parts, unpack
from geo.intake.wire import ROW, SHAPE, Asked, Parsed, Refused, Request, SetAside
from geo.problems import Problem
from geo.settings import Settings
from geo.tables import KEYS

#: What a file may be given as: a path (``FILE::LAYER`` too), its bytes, or an open binary stream.
Given = str | Path | bytes | BinaryIO

_UNREADABLE = "the shape cannot be read."


def read_raw(
    table: str,
    path: Given,
    answers: Answers | None = None,
    *,
    name: str | None = None,
    settings: Settings | None = None,
) -> RawTable:
    """Read a file without judging it.

    Parameters
    ----------
    table : str
        A key of ``geo.tables.TABLES``.
    path : str, Path, bytes or binary stream
        The file; ``FILE::LAYER`` names a layer or sheet.
    answers : Answers, optional
        What the person has decided; here count ``layer``, ``encoding``, ``zero_fill`` and the mapping.
    name : str, optional
        What to call the file on screens; the path's own name where left out.
    settings : Settings, optional
        Limits.

    Returns
    -------
    RawTable
        A file that is refused, or of which a layer must be chosen first, has an empty frame. Nothing is raised for a
        bad file. Rows that cannot be read as rows are among ``quarantined`` and counted in ``source.rows``.
    """
    answers, settings = answers or Answers(), settings or Settings()
    source = Source(str(name or "file"), "", 0, "")
    try:
        received = receive(path, name, settings)
        source = Source(received.name, received.sha256, received.size, "")
        request = _request(table, received, answers, settings)
        source = replace(source, format=request.kind)
        parsed = run(request)
        if not parsed.arrow:
            return _empty(table, source, parsed.problems, parsed.asked)
        found = replace(source, layer=parsed.layer, encoding=parsed.encoding, rows=parsed.rows)
        return _raw(table, found, parsed, answers)
    except Refused as refused:
        return _empty(table, source, refused.problems, refused.asked)
    except Exception as error:
        return _empty(table, source, (stumbled(error, source.name, "reading"),), ())


def _request(table: str, received: Received, answers: Answers, settings: Settings) -> Request:
    kind, parts, layer = _opened(received, answers.choices.get("layer", received.layer), settings, table)
    return Request(
        table=table,
        kind=kind,
        name=received.name,
        layer=layer,
        choices=answers.choices,
        mapping=answers.mapping,
        settings=settings,
        parts=parts,
    )


def _opened(received: Received, layer: str, settings: Settings, table: str) -> tuple[str, dict[str, bytes], str]:
    """Kind, parts and layer, zip files unpacked."""
    if "file" not in received.parts:
        return "shapefile", shapefile_parts(received.parts, received.name), layer
    content = received.parts["file"]
    kind = sniff(content, received.name)
    if kind == "shapefile":
        return kind, shapefile_parts({"shp": content}, received.name), layer
    if kind == "zip":
        return unpack(content, received.name, layer, settings, table)
    return kind, received.parts, layer


def _raw(table: str, source: Source, parsed: Parsed, answers: Answers) -> RawTable:
    frame, blobs = _frame(parsed)
    frame, mapping = name_columns(table, frame, answers)
    if source.format == "kml" and table != "service_points":  # those get ids of ours, and keep their names
        name_of_placemark(table, mapping, answers)
    raw = RawTable(
        frame=frame,
        geometry=None,
        source=replace(source, mapping=mapping),
        problems=parsed.problems,
        quarantined=_listed(source.name, parsed.aside),
        questions=tuple(_question(table, asked) for asked in parsed.asked),
    )
    return _with_shapes(table, raw, blobs, parsed.crs)


def _frame(parsed: Parsed) -> tuple[pd.DataFrame, NDArray[np.object_] | None]:
    """Text cells by row number, and the shapes as well-known binary."""
    table = pa.ipc.open_stream(io.BytesIO(parsed.arrow)).read_all()
    numbers = pd.Index(table.column(ROW).to_numpy(), name="row")
    blobs = np.array(table.column(SHAPE).to_pylist(), dtype=object) if SHAPE in table.column_names else None
    columns = {name: table.column(name).to_pandas().to_numpy() for name in table.column_names if name not in (ROW, SHAPE)}
    return pd.DataFrame(columns, index=numbers, dtype="str"), blobs


def _with_shapes(table: str, raw: RawTable, blobs: NDArray[np.object_] | None, crs: str) -> RawTable:
    """The table with its geometries; rows whose shape cannot be read are set aside."""
    heading = next((h for h, column in raw.source.mapping.items() if column == "geometry"), None)
    if blobs is not None:
        shapes, bad = from_wkb(blobs)
    elif heading is not None:
        shapes, bad = from_wkt(raw.frame[heading].to_numpy(dtype=object))
    else:
        return raw
    raw = _without(table, raw, bad)
    return replace(raw, geometry=gpd.GeoSeries(shapes[~bad], index=raw.frame.index, crs=stated_crs(crs)))


def _without(table: str, raw: RawTable, bad: NDArray[np.bool_]) -> RawTable:
    if not bad.any():
        return raw
    rows = tuple(int(row) for row in raw.frame.index[bad])
    key = next((h for h, column in raw.source.mapping.items() if column == KEYS.get(table)), None)
    lost = [
        SetAside(row, "E304", _UNREADABLE, cells.get(key or "", ""), cells)
        for row, cells in zip(rows, _records(raw.frame[bad]), strict=True)
    ]
    count = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
    aside = _listed(raw.source.name, tuple(lost))
    return replace(
        raw,
        frame=raw.frame[~bad],
        quarantined=pd.concat([raw.quarantined, aside], ignore_index=True) if len(raw.quarantined) else aside,
        problems=(*raw.problems, Problem("E304", f"{count}: {_UNREADABLE}", file=raw.source.name, rows=rows)),
    )


def _records(frame: pd.DataFrame) -> list[dict[str, str]]:
    return [dict(zip(frame.columns, cells, strict=True)) for cells in frame.to_numpy(dtype=object).tolist()]


def _listed(name: str, aside: tuple[SetAside, ...]) -> pd.DataFrame:
    rows = [(name, item.row, item.code, item.sentence, item.key, json.dumps(item.record, ensure_ascii=False)) for item in aside]
    return pd.DataFrame(rows, columns=list(QUARANTINE))


def _question(table: str, asked: Asked) -> Question:
    options = tuple(Option(value, label) for value, label in asked.options)
    return Question(f"{table}.{asked.name}", asked.text, options, asked.code)


def _empty(table: str, source: Source, problems: tuple[Problem, ...], asked: tuple[Asked, ...]) -> RawTable:
    frame = pd.DataFrame(index=pd.Index([], dtype="int64", name="row"))
    return RawTable(frame, None, source, problems, questions=tuple(_question(table, question) for question in asked))
