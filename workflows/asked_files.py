"""Lists and settings read together, so that all that is wrong with either is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from geo.errors import InputProblems
from geo.problems import Problem
from workflows.place_files import PlaceFiles, PlaceInputs, read_places

Asked = TypeVar("Asked")


def read_asked(
    files: PlaceFiles, asked: Callable[[], Asked], judge: Callable[[Asked | None], Iterable[Problem]] = lambda _: ()
) -> tuple[PlaceInputs, Asked]:
    """The lists and the settings.

    Parameters
    ----------
    files : PlaceFiles
        Where the lists are.
    asked : callable
        Makes the settings, or raises what is wrong with them.
    judge : callable
        What is wrong with the settings beside these files; is given None where they cannot be made.

    Raises
    ------
    InputProblems
        Everything wrong with the files, the settings, and the one beside the other.
    """
    wrong: list[Problem] = []
    found: list[Asked] = []
    inputs = None
    try:
        found.append(asked())
    except InputProblems as error:
        wrong += error.problems
    wrong += judge(found[0] if found else None)
    try:
        inputs = read_places(files)
    except InputProblems as error:
        wrong += error.problems
    if wrong or inputs is None:
        raise InputProblems(wrong)
    return inputs, found[0]
