"""How a file was read, where a person may say otherwise: digits of ids, calendar of dates, order of coordinates, …"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from geo.intake.numbering import LETTERS, examples
from geo.intake.result import Answers, Intake
from geo.tables import KEYS, columns

_DATES = (
    ("1900", "counted from 1900, as Excel does"),
    ("1904", "counted from 1904, as Excel on old Macs did: dates are four years off"),
)
_ORDERS = (
    ("", "as we understood them"),
    ("lat_lon", "latitude and longitude exactly as the file says"),
    ("lon_lat", "latitude and longitude exchanged"),
)


@dataclass(frozen=True)
class Knob:
    """One thing that a person may set about a file.

    Attributes
    ----------
    name : str
        The key of ``[import.<table>]`` in round.toml.
    label : str
        The question in plain words.
    options : tuple of (value, label)
        Empty where any text will do.
    value : str
        What holds now.
    """

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str


def knobs(intake: Intake, answers: Answers) -> tuple[Knob, ...]:
    """What may be set about this file: only what was found in it, or was set before."""
    found = {problem.code for problem in intake.problems}
    said = answers.choices
    result = [_missing(name, said, intake) for name in _fillable(intake, answers)]
    if "E224" in found or "zero_fill" in said:
        text = "Ids of digits are filled with zeros in front to this many digits (blank: left as they are)"
        result.append(Knob("zero_fill", text, (), said.get("zero_fill", "")))
    if "E233" in found or "date_system" in said:
        result.append(Knob("date_system", "Day numbers of dates are", _DATES, said.get("date_system", "1900")))
    if found & {"E310", "E312"} or "axis_order" in said:
        result.append(Knob("axis_order", "Coordinates are read", _ORDERS, said.get("axis_order", "")))
    return tuple(result)


def _fillable(intake: Intake, answers: Answers) -> tuple[str, ...]:
    """Needed columns that the file lacks and that may be the same for all its rows."""
    needed = [c.name for c in columns(intake.table) if c.required and c.kind != "geometry" and c.name != KEYS.get(intake.table)]
    lacking = {problem.column for problem in intake.problems if problem.code == "E204"}
    return tuple(name for name in needed if name in lacking or name in answers.choices)


def _missing(name: str, said: object, intake: Intake) -> Knob:
    column = next(column for column in columns(intake.table) if column.name == name)
    example = f" (as {column.example})" if column.example else ""
    value = said.get(name, "") if isinstance(said, dict) else ""
    return Knob(name, f"{column.help.rstrip('.')}{example}, the same for all rows", (), str(value))


def first_ids(intake: Intake) -> str:
    """The ids that the rows of a list without ids would get, in words; "" where the list has ids or cannot be numbered."""
    key = KEYS.get(intake.table)
    lacking = {problem.column for problem in intake.problems if problem.code == "E204"}
    if key is None or key not in lacking or intake.table not in LETTERS:
        return ""
    return ", ".join(examples(intake.table)) + " and so on"


def turned(answers: Answers, values: dict[str, str]) -> Answers:
    """The answers with these knobs set; a blank takes an answer back."""
    choices = {**answers.choices, **{name: value.strip() for name, value in values.items()}}
    return replace(answers, choices={name: value for name, value in choices.items() if value})


def municipalities(intake: Intake) -> dict[str, str]:
    """Code → name and number of wards of the municipalities in a ward layer, by code."""
    if intake.table != "wards" or intake.accepted.empty:
        return {}
    parts = intake.accepted.groupby("municipality_id")["municipality"].agg(["first", "size"])
    return {str(code): f"{row['first'] or code} ({code}, {row['size']:,} wards)" for code, row in parts.iterrows()}


def only_these(answers: Answers, intake: Intake, codes: list[str]) -> Answers:
    """The answers with the wards of all other municipalities left out."""
    others = intake.accepted.index[~pd.Series(intake.accepted["municipality_id"]).isin(codes).to_numpy()]
    return replace(answers, leave_out=answers.leave_out | {int(row) for row in others})
