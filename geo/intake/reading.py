"""A file read into a raw table: receive, sniff, unpack, parse in a process of its own, name the columns."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

import geopandas as gpd
import pandas as pd
import pyarrow as pa

from geo.intake.aliases import map_headings
from geo.intake.process import run
from geo.intake.receive import Received, receive
from geo.intake.result import QUARANTINE, Answers, Option, Question, RawTable, Source
from geo.intake.sniff import sniff
from geo.intake.wire import ROW, SHAPE, Asked, Parsed, Refused, Request, SetAside
from geo.problems import Problem
from geo.settings import Settings

#: What a file may be given as: a path (``FILE::LAYER`` too), its bytes, or an open binary stream.
Given = str | Path | bytes | BinaryIO


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
        What the person has decided.
    name : str, optional
        What to call the file on screens; the path's own name where left out.
    settings : Settings, optional
        Limits.

    Returns
    -------
    RawTable
        A file that is refused has an empty frame and problems that say why. Nothing is raised for a bad file.
    """
    answers, settings = answers or Answers(), settings or Settings()
    source = Source(str(name or "file"), "", 0, "")
    try:
        received = receive(path, name, settings)
        source = Source(received.name, received.sha256, received.size, "")
        request = _request(table, received, answers, settings)
        source = Source(received.name, received.sha256, received.size, request.kind)
        return _raw(request, received, run(request))
    except Refused as refused:
        return _refused(table, source, refused.problems, refused.asked)


def _request(table: str, received: Received, answers: Answers, settings: Settings) -> Request:
    content = received.parts.get("file", b"")
    kind = sniff(content, received.name)
    return Request(
        table=table,
        kind=kind,
        name=received.name,
        layer=answers.choices.get("layer", received.layer),
        choices=answers.choices,
        mapping=answers.mapping,
        settings=settings,
        parts=received.parts,
    )


def _raw(request: Request, received: Received, parsed: Parsed) -> RawTable:
    frame, shapes = _frame(parsed)
    mapping = map_headings(request.table, list(frame.columns), request.mapping)
    source = Source(
        name=received.name,
        sha256=received.sha256,
        size=received.size,
        format=request.kind,
        layer=parsed.layer,
        encoding=parsed.encoding,
        rows=parsed.rows,
        mapping=mapping,
    )
    return RawTable(
        frame=frame,
        geometry=shapes,
        source=source,
        problems=parsed.problems,
        quarantined=_quarantined(received.name, parsed.aside),
        questions=tuple(_question(request.table, asked) for asked in parsed.asked),
    )


def _frame(parsed: Parsed) -> tuple[pd.DataFrame, gpd.GeoSeries | None]:
    if not parsed.arrow:
        return pd.DataFrame(), None
    table = pa.ipc.open_stream(io.BytesIO(parsed.arrow)).read_all()
    numbers = pd.Index(table.column(ROW).to_numpy(), name="row")
    frame = table.drop_columns([name for name in (ROW, SHAPE) if name in table.column_names]).to_pandas()
    return frame.astype("str").set_axis(numbers, axis=0), None


def _quarantined(name: str, aside: tuple[SetAside, ...]) -> pd.DataFrame:
    import json

    rows = [(name, item.row, item.code, item.sentence, item.key, json.dumps(item.record, ensure_ascii=False)) for item in aside]
    return pd.DataFrame(rows, columns=list(QUARANTINE))


def _question(table: str, asked: Asked) -> Question:
    options = tuple(Option(value, label) for value, label in asked.options)
    return Question(f"{table}.{asked.name}", asked.text, options, asked.code)


def _refused(table: str, source: Source, problems: tuple[Problem, ...], asked: tuple[Asked, ...]) -> RawTable:
    empty = pd.DataFrame(index=pd.Index([], dtype="int64", name="row"))
    return RawTable(empty, None, source, problems, questions=tuple(_question(table, question) for question in asked))
