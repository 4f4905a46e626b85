"""Our own faults while a file is brought in: told to the person, and to the log without a value of the file."""

from __future__ import annotations

import logging

from geo.problems import Problem

_LOG = logging.getLogger(__name__)


def stumbled(error: Exception, file: str, doing: str) -> Problem:
    """E109 for an error that nobody foresaw.

    Whatever a file makes us stumble over must not end in a traceback before a ward committee. Text and log get the
    kind of error and the place in our code; the error's own text may hold values of the file.
    """
    at = _where(error)
    _LOG.error("%s a file failed: %s at %s", doing, type(error).__name__, at)
    return Problem("E109", f"{doing.capitalize()} it stopped with {type(error).__name__} at {at}.", file=file)


def _where(error: BaseException) -> str:
    """The innermost line of ours."""
    trace, place = error.__traceback__, "?"
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module.startswith("geo."):
            place = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
