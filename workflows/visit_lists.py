"""Small lists of visits as files: plans made by hand, what was visited, who must come when. CSV, Excel, and what else is read."""

from __future__ import annotations

import pandas as pd

from geo.codes import Behaviour
from geo.errors import InputProblems
from geo.intake.reading import Given, read_raw
from geo.intake.result import Answers
from geo.problems import Problem
from geo.settings import Settings


def read_visit_list(given: Given, name: str = "", layer: str = "") -> pd.DataFrame:
    """The rows of a list of visits as text, by the numbers that they have in the file (the index is called ``row``).

    Parameters
    ----------
    given : path (``FILE::SHEET`` too), bytes or binary stream
        The file.
    name : str
        What to call it; the path's own name where left out.
    layer : str
        The sheet, of a file that has several and does not name one.

    Raises
    ------
    InputProblems
        The file is not there or cannot be read, has rows that are longer than its headings, or several sheets of which one
        must be named; everything at once.
    """
    raw = read_raw("visits", given, Answers.of_layer(layer), name=name or None, settings=Settings.load())
    wrong = [problem for problem in raw.problems if problem.behaviour is Behaviour.REJECT]
    if len(raw.quarantined):
        rows = tuple(int(row) for row in raw.quarantined["row"])
        code = str(raw.quarantined["code"].iloc[0])
        if not any(problem.rows == rows for problem in wrong):
            wrong.append(Problem(code, str(raw.quarantined["sentence"].iloc[0]), file=raw.source.name, rows=rows))
    for question in raw.questions:
        named = "; ".join(option.value for option in question.options)
        remedy = f"Name it behind the file, as {raw.source.name}::{question.options[0].value}." if question.options else ""
        fact = f"{question.text} There are: {named}."
        wrong.append(Problem(question.code, fact, file=raw.source.name, remedy=remedy))
    if wrong:
        raise InputProblems(wrong)
    return raw.frame
