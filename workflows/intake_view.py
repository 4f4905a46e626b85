"""A judged file as a person looks at it: counts, groups of set-aside rows, repairs, columns, and the places to draw."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.intake.result import Answers, Intake
from geo.problems import REGISTRY, Problem
from geo.tables import KEYS, columns

#: The code of rows that the person left out.
LEFT_OUT = "E219"
#: Most rows of one group that are shown for mending at once.
MOST_SHOWN = 500


@dataclass(frozen=True)
class Group:
    """Rows set aside for one cause.

    Attributes
    ----------
    code, title, remedy : str
        Of the registry.
    count : int
    sentences : tuple of str
        What was found, the commonest first, three at most.
    rows : DataFrame
        ``row``, ``what``, then the cells as they are in the file, under our names where they are known; at most
        :data:`MOST_SHOWN` rows.
    """

    code: str
    title: str
    remedy: str
    count: int
    sentences: tuple[str, ...]
    rows: pd.DataFrame


def groups(intake: Intake) -> tuple[Group, ...]:
    """The set-aside rows by cause, the biggest group first."""
    found = []
    for code, part in intake.quarantined.groupby("code", sort=False):
        entry = REGISTRY[str(code)]
        sentences = tuple(str(text) for text in part["sentence"].value_counts().index[:3])
        found.append(Group(entry.code, entry.title, entry.remedy, len(part), sentences, _cells(intake, part.head(MOST_SHOWN))))
    return tuple(sorted(found, key=lambda group: (-group.count, group.code)))


def _cells(intake: Intake, part: pd.DataFrame) -> pd.DataFrame:
    records = [_record(text) for text in part["record"]]
    frame = pd.DataFrame(
        [{_ours(intake, name): str(value) for name, value in record.items()} for record in records], index=part.index
    ).fillna("")
    # What is to be mended stands first: on a phone only a few columns are seen.
    concerned = _concerned(intake, part["sentence"])
    frame = frame[[*(n for n in frame.columns if n in concerned), *(n for n in frame.columns if n not in concerned)]]
    frame.insert(0, "row", part["row"].astype(int))
    frame.insert(1, "what", part["sentence"].astype(str))
    return frame.reset_index(drop=True)


def _concerned(intake: Intake, sentences: pd.Series[str]) -> set[str]:
    """The id and the columns that the sentences name at their start."""
    told = set(sentences.astype(str))
    found = {KEYS.get(intake.table, "")}
    for theirs, ours in intake.source.mapping.items():
        if any(text.startswith(f"{theirs}: ") or f". {theirs}: " in text for text in told):
            found.add(ours or theirs)
    return found | ({"latitude", "longitude"} if found & {"latitude", "longitude"} else set())


def _record(text: Any) -> dict[str, Any]:
    try:
        record = json.loads(str(text))
    except ValueError:
        return {"": str(text)}
    return record if isinstance(record, dict) else {"": str(record)}


def _ours(intake: Intake, name: str) -> str:
    return intake.source.mapping.get(name) or name


def editable(intake: Intake) -> tuple[str, ...]:
    """The names under which cells may be mended: our columns, without the place."""
    names = (column.name for column in columns(intake.table) if column.kind != "geometry")
    return (*names, "latitude", "longitude")


def mended(answers: Answers, group: Group, edits: Mapping[int, Mapping[str, Any]]) -> Answers:
    """The answers with what was typed into a group's table.

    Parameters
    ----------
    answers : Answers
        What was decided before.
    group : Group
        The group whose table was typed into.
    edits : mapping of position → column → new value
        As ``st.data_editor`` reports them; the column ``leave_out`` takes the row out.
    """
    cells, left_out = dict(answers.cells), set(answers.leave_out)
    for position, changes in edits.items():
        row = int(group.rows["row"].iloc[int(position)])
        for name, value in changes.items():
            if name == "leave_out":
                left_out.add(row) if value else left_out.discard(row)
            else:
                cells[(row, name)] = "" if value is None else str(value)
    return Answers(answers.choices, answers.mapping, cells, answers.places, frozenset(left_out))


def left_out(answers: Answers, intake: Intake, code: str) -> Answers:
    """The answers with every row of a cause left out."""
    rows = {int(row) for row in intake.quarantined.loc[intake.quarantined["code"] == code, "row"]}
    return Answers(answers.choices, answers.mapping, answers.cells, answers.places, answers.leave_out | rows)


def taken_back(answers: Answers) -> Answers:
    """The answers with no row left out."""
    return Answers(answers.choices, answers.mapping, answers.cells, answers.places)


def placed(answers: Answers, row: int, longitude: float, latitude: float) -> Answers:
    """The answers with a row put where somebody clicked, degrees."""
    places = {**answers.places, row: (longitude, latitude)}
    return Answers(answers.choices, answers.mapping, answers.cells, places, answers.leave_out)


def chosen(answers: Answers, name: str, value: str) -> Answers:
    """The answers with a question answered; ``name`` may carry the table in front, as in ``households.crs``."""
    choices = {**answers.choices, name.rpartition(".")[2]: value}
    return Answers(choices, answers.mapping, answers.cells, answers.places, answers.leave_out)


def remapped(answers: Answers, mapping: Mapping[str, str]) -> Answers:
    """The answers with other columns."""
    return Answers(answers.choices, dict(mapping), answers.cells, answers.places, answers.leave_out)


def row_list(problem: Problem) -> str:
    """The rows of a problem in words, ten at most."""
    rows = problem.rows
    if not rows:
        return ""
    more = f" and {len(rows) - 10:,} more" if len(rows) > 10 else ""
    return f" {'Row' if len(rows) == 1 else 'Rows'} {', '.join(map(str, rows[:10]))}{more}."


def repairs(intake: Intake) -> pd.DataFrame:
    """Cells that were put right: row, column, before, after and why, in words."""
    frame = intake.repaired
    return pd.DataFrame(
        {
            "Row": frame["row"].to_numpy(),
            "Column": frame["column"].to_numpy(),
            "Before": frame["before"].astype(str).to_numpy(),
            "After": frame["after"].astype(str).to_numpy(),
            "Why": [REGISTRY[str(code)].title if str(code) in REGISTRY else "" for code in frame["code"]],
        }
    )


def without_place(intake: Intake) -> pd.DataFrame:
    """Rows that have no exact place, to be put on the map: ``row`` and ``label`` (id, name on the gate, village)."""
    frame = intake.accepted
    if intake.table != "households" or frame.empty:
        return pd.DataFrame(columns=["row", "label"])
    vague = frame[frame["place_accuracy"].isin(["village", "unknown"]) | frame.geometry.isna()]
    parts = vague[["household_id", "label", "village"]].astype(str)
    labels = [" · ".join(part for part in row if part) for row in parts.itertuples(index=False)]
    return pd.DataFrame({"row": vague.index.astype(int), "label": labels})


def mapping_table(intake: Intake) -> pd.DataFrame:
    """``yours`` and ``ours``, a row a column of the file; ``ours`` is "" where the column is not used."""
    mapping = intake.source.mapping
    return pd.DataFrame({"yours": list(mapping), "ours": [mapping[name] or "" for name in mapping]}, dtype=str)


def choices_of_columns(table: str) -> tuple[str, ...]:
    """Our columns that one of theirs can be; "" for none."""
    names = [column.name for column in columns(table) if column.kind != "geometry"]
    return ("", "latitude", "longitude", *names)
