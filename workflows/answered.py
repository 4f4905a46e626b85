"""What comes of files that are measured without a plan: an answer in a folder, and what to say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from geo.problems import Problem
from outputs.answer_folder import Origin
from outputs.folder import InputFile
from workflows.list_reading import ReadLists

Found = TypeVar("Found")


@dataclass(frozen=True)
class Answered(Generic[Found]):
    """An answer that was written.

    Attributes
    ----------
    found : Found
        What was measured.
    summary : dict
        The content of summary.json.
    warnings : tuple of Problem
        What somebody should look at.
    headings : tuple of str
        A line a list on how its headings were read.
    lines : tuple of str
        What else was found, in plain lines.
    """

    found: Found
    summary: dict[str, Any]
    warnings: tuple[Problem, ...] = ()
    headings: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def origin(inputs: ReadLists, used: Mapping[str, Any], seconds: float, more: tuple[InputFile, ...] = ()) -> Origin:
    """Where an answer comes from: the lists, with the settings ``used`` before theirs, and ``more`` files."""
    return Origin(inputs.quarantined, inputs.repaired, (*inputs.files, *more), {**used, **inputs.settings}, seconds)


def set_aside_lines(summary: Mapping[str, Any]) -> list[str]:
    """What was set aside or mended, in plain lines."""
    aside = {role: rows for role, rows in summary["set_aside"].items() if rows}
    lines = [f"Rows of the {role.replace('_', ' ')} set aside: {rows:,}." for role, rows in aside.items()]
    if aside or summary["repaired"]:
        lines.append("What was set aside or mended is listed in quarantine.csv.")
    return lines
