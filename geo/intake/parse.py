"""A request parsed: the part that runs where a bad file can do no harm."""

from __future__ import annotations

from geo.intake.rows import told
from geo.intake.stumble import stumbled
from geo.intake.wire import Parsed, Refused, Request
from geo.problems import Problem


def parse(request: Request) -> Parsed:
    """Everything that one file holds, or why it is refused. Raises nothing for a bad file."""
    try:
        return _PARSERS.get(request.kind, _geo)(request)
    except Refused as refused:
        return Parsed(problems=refused.problems, asked=refused.asked)
    except MemoryError:
        return _too_much(request)
    except Exception as error:
        # A library that is there and cannot be loaded: the limit left no room to map it.
        if isinstance(error, ImportError) and not isinstance(error, ModuleNotFoundError):
            return _too_much(request)
        return Parsed(problems=(stumbled(error, request.name, "reading"),))


def _too_much(request: Request) -> Parsed:
    fact = f"Reading needed more than {request.settings.parse_memory_mb} MB of memory."
    return Parsed(problems=(Problem("E104", fact, file=request.name),))


def _text(request: Request) -> Parsed:
    from geo.intake import delimited
    from geo.intake.finish import finish, stream, strings

    cells, encoding, asked = delimited.parse(request)
    table, problems = finish(request, strings(cells.headings, cells.columns, cells.numbers))
    return Parsed(
        arrow=stream(table),
        encoding=encoding,
        rows=cells.rows,
        problems=(*cells.problems, *problems),
        asked=asked,
        aside=cells.aside,
    )


def _workbook(request: Request) -> Parsed:
    from geo.intake import sheets
    from geo.intake.finish import finish, stream, strings

    cells, sheet, found = sheets.parse(request)
    table, problems = finish(request, strings(cells.headings, cells.columns, cells.numbers))
    return Parsed(
        arrow=stream(table),
        layer=sheet,
        rows=cells.rows,
        problems=(*found, *cells.problems, *problems),
        aside=cells.aside,
    )


def _geo(request: Request) -> Parsed:
    from geo.intake import layers
    from geo.intake.finish import finish, split_long, stream

    layer = layers.parse(request)
    table, problems = finish(request, layer.table)
    table, aside = split_long(request, table)
    return Parsed(
        arrow=stream(table),
        layer=layer.name,
        encoding=layer.encoding,
        crs=layer.crs,
        rows=layer.table.num_rows,
        problems=(*problems, *told(request, aside)),
        asked=layer.asked,
        aside=aside,
    )


def _geoparquet(request: Request) -> Parsed:
    from geo.intake import parquet
    from geo.intake.finish import finish, split_long, stream

    table, crs = parquet.parse(request)
    rows = table.num_rows
    table, problems = finish(request, table)
    table, aside = split_long(request, table)
    return Parsed(arrow=stream(table), crs=crs, rows=rows, problems=(*problems, *told(request, aside)), aside=aside)


_PARSERS = {"csv": _text, "xlsx": _workbook, "geoparquet": _geoparquet}
