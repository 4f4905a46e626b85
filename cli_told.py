"""What all commands share: options, plain words for every error, and exit codes."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

#: Exit codes: 0 done, 1 the plan breaks rules (check), 2 something is wrong with the input, 3 Wardround itself failed.
BROKEN, WRONG, FAILED = 1, 2, 3
Roads = Annotated[str, typer.Option(help="Roads to travel on: an .osm.pbf, or a layer of lines as FILE::LAYER.")]
Barriers = Annotated[str, typer.Option(help="Rivers, fences, railways that nobody crosses, and their bridges: FILE::LAYER.")]
Bridges = Annotated[str, typer.Option(help="A layer of bridges and fords, where the barriers' own holds none.")]
Month = Annotated[int, typer.Option(min=0, max=12, help="Month of travel, for fords closed in some; else the round's.")]
OutDir = Annotated[Path, typer.Option("--out", help="Folder to write; replaced where this command made it.")]


def finite(seconds: float) -> float:
    """Seconds as given; refused where they are no number."""
    if not math.isfinite(seconds):
        raise typer.BadParameter("it must be a number of seconds, as 30.")
    return seconds


def say_of(done: Any, lines: Iterable[str], out: Path | None) -> None:
    """How the lists were read, what to look at, the answer, and where it lies."""
    for line in done.headings:
        say(line)
    for problem in done.warnings:
        say(f"Note: {problem}")
    for line in lines:
        say(line)
    if out is not None:
        say(f"Written to {out}.")


@contextlib.contextmanager
def in_plain_words() -> Iterator[None]:
    """Turn every error into plain words and an exit code; never a traceback (but with WARDROUND_DEBUG=1)."""
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except KeyboardInterrupt:
        stop("Ended; nothing was written.")
    except Exception as error:
        if os.environ.get("WARDROUND_DEBUG") == "1":
            raise
        _explain(error)


def _explain(error: Exception) -> None:
    from geo.errors import InputProblems, SolverError, WardroundError

    if isinstance(error, InputProblems):
        count = len(error.problems)
        stop("\n".join([f"{count} thing{'s' if count > 1 else ''} must be put right first:", *map(str, error.problems)]))
    if isinstance(error, WardroundError) and not isinstance(error, SolverError):
        stop(str(error))
    from workflows.error_log import record
    from workflows.last_workspace import data_folder

    folder = data_folder()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    log_id = record(error, folder)
    fact = str(error) if isinstance(error, WardroundError) else "Something went wrong in Wardround; nothing was written."
    stop(f"{fact} Tell us the log number {log_id} (in {folder / 'errors.log'}).", FAILED)


def say(text: str) -> None:
    """Print a line of the answer."""
    Console(soft_wrap=True, highlight=False, markup=False).print(text)


def stop(text: str, code: int = WRONG) -> None:
    """Print what is wrong, and end with an exit code."""
    Console(stderr=True, soft_wrap=True, highlight=False, markup=False).print(text)
    raise typer.Exit(code)
