"""A request parsed: the part that runs where a bad file can do no harm."""

from __future__ import annotations

from geo.intake.wire import Parsed, Refused, Request


def parse(request: Request) -> Parsed:
    """Everything that one file holds, or why it is refused. Raises nothing for a bad file."""
    try:
        return _parse(request)
    except Refused as refused:
        return Parsed(problems=refused.problems, asked=refused.asked)


def _parse(request: Request) -> Parsed:
    if request.kind in ("csv", "xlsx"):
        return _parse_cells(request)
    raise ValueError(request.kind)


def _parse_cells(request: Request) -> Parsed:
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
