"""Our own error page: plain words, a code and a log id instead of a traceback."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from geo.errors import InputProblems, WardroundError
from geo.problems import Problem
from pages._shared.session import log_folder
from workflows.error_log import record
from workflows.literal import literal


@contextmanager
def guarded() -> Iterator[None]:
    """Show what went wrong instead of letting it out."""
    try:
        yield
    except InputProblems as error:
        show_problems(error)
    except WardroundError as error:
        st.error(literal(error))
    except Exception as error:
        # The last line of defence: nothing may reach the browser raw.
        log_id = record(error, log_folder())
        st.error(
            "**Something went wrong on this page.** Nothing that you have kept is lost. Try the step again; if it comes "
            f"back, give whoever looks after this computer the code **E900** and the number **{log_id}**."
        )


def show_problems(error: InputProblems) -> None:
    """Everything that is wrong with an input, all at once."""
    st.error("\n".join(["**This needs mending first:**", *map(_line, error.problems)]))


def _line(problem: Problem) -> str:
    fact = f"{problem.sentence.rstrip('.')} ({problem.rows_told})." if problem.rows else problem.sentence
    return f"- {literal(fact)} {literal(problem.remedy)} ({problem.code})"


def fragment(run_every: float | None = None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """``st.fragment`` whose reruns are guarded like the page itself."""

    def wrap(body: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(body)
        def inside(*args: Any, **kwargs: Any) -> None:
            with guarded():
                body(*args, **kwargs)

        return st.fragment(inside, run_every=run_every)  # type: ignore[no-any-return]

    return wrap
