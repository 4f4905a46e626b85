"""A judged file as a person looks at it: counts, groups of set-aside rows, repairs, columns, and the places to draw."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from geo.intake.result import Answers, Intake
from geo.intake.text import MINUS, plain
from geo.intake.wire import entries
from geo.problems import REGISTRY, Problem
from geo.tables import KEYS, columns

#: The code of rows that the person left out.
LEFT_OUT = "E219"
#: The code of rows that look like totals or notes.
TOTAL = "E215"
#: The code of rows that differ under one id.
DOUBLED = "E211"
#: The code of cells that the person has mended.
BY_YOU = "E239"
#: Codes of rows of which a cell cannot be mended by typing: it is too long for any table.
UNMENDABLE = frozenset({"E216"})
#: Latitude and longitude with decimal commas, as South African keyboards write them; the places after a comma follow at once.
_DECIMAL_COMMAS = re.compile(r"\s*(-?\d+(?:,\d+)?)(?:\s*;\s*|,?\s+|,(?=-?\d+,\d+\s*$))(-?\d+(?:,\d+)?)\s*")
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
        ``row``, ``what``, then the cells as they are in the file, in columns ``cell 0``, ``cell 1``, …; at most
        :data:`MOST_SHOWN` rows. Headings of a file may be any text, also names that the table on the page keeps for
        itself (``_index``), so none of them is a column's name.
    headings : dict
        Column of ``rows`` → the heading of the file, as the sentences name it too.
    ours : dict
        Column of ``rows`` → the column of ours that is mended by typing into it.
    """

    code: str
    title: str
    remedy: str
    count: int
    sentences: tuple[str, ...]
    rows: pd.DataFrame
    headings: Mapping[str, str]
    ours: Mapping[str, str]


def groups(intake: Intake) -> tuple[Group, ...]:
    """The set-aside rows by cause, the biggest group first."""
    found = []
    for code, part in intake.quarantined.groupby("code", sort=False):
        entry = REGISTRY[str(code)]
        sentences = tuple(str(text) for text in part["sentence"].value_counts().index[:3])
        found.append(
            Group(entry.code, entry.title, entry.remedy, len(part), sentences, *_cells(intake, entry.code, part.head(MOST_SHOWN)))
        )
    return tuple(sorted(found, key=lambda group: (-group.count, group.code)))


def _cells(intake: Intake, code: str, part: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str], dict[str, str]]:
    """The rows of a group, what their columns are called, and which of ours they stand for."""
    records = [_record(text) for text in part["record"]]
    theirs = list(dict.fromkeys([*intake.source.mapping, *(name for record in records for name in record)]))
    # What is to be mended stands first: on a phone only a few columns are seen.
    concerned = _concerned(intake, part["sentence"])
    theirs.sort(key=lambda name: (intake.source.mapping.get(name) or name) not in concerned)
    names = {name: f"cell {place}" for place, name in enumerate(theirs)}
    frame = pd.DataFrame(
        {names[name]: [str(record.get(name, "")) for record in records] for name in theirs}, index=part.index, dtype="str"
    )
    frame.insert(0, "row", part["row"].astype(int))
    frame.insert(1, "what", part["sentence"].astype(str))
    mapping = intake.source.mapping
    headings = {names[name]: _short(name) for name in theirs}
    changeable = () if code in UNMENDABLE else editable(intake)
    ours: dict[str, str] = {}
    for name in theirs:
        column = mapping.get(name) or ""
        if column in changeable and column not in ours.values():
            ours[names[name]] = column
    return frame.reset_index(drop=True), headings, ours


def _short(heading: str, most: int = 60) -> str:
    """A heading that fits over a column; "no heading" where it is blank."""
    text = " ".join(heading.split())
    return (text if len(text) <= most else f"{text[: most - 1]}…") or "no heading"


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
        As ``st.data_editor`` reports them, columns as in ``group.rows``; ``leave_out`` takes the row out.
    """
    cells, left_out, taken = dict(answers.cells), set(answers.leave_out), set[int]()
    for position, changes in edits.items():
        row = int(group.rows["row"].iloc[int(position)])
        for name, value in changes.items():
            if name == "leave_out":
                left_out.add(row) if value else left_out.discard(row)
            else:
                cells[(row, group.ours[name])] = "" if value is None else str(value)
                taken.add(row)
    answers = replace(answers, cells=cells, leave_out=frozenset(left_out))
    return _as_entries(answers, taken - left_out) if group.code == TOTAL else answers


def taken_in(answers: Answers, intake: Intake) -> Answers:
    """The answers with every row that looks like a total or a note taken for an entry of the list."""
    return _as_entries(answers, {int(row) for row in intake.quarantined.loc[intake.quarantined["code"] == TOTAL, "row"]})


def _as_entries(answers: Answers, rows: set[int]) -> Answers:
    every = entries(answers.choices) | rows
    return replace(answers, choices={**answers.choices, "entries": ";".join(map(str, sorted(every)))}) if every else answers


def left_out(answers: Answers, intake: Intake, code: str) -> Answers:
    """The answers with every row of a cause left out."""
    rows = {int(row) for row in intake.quarantined.loc[intake.quarantined["code"] == code, "row"]}
    return replace(answers, leave_out=answers.leave_out | rows)


def later_left_out(answers: Answers, intake: Intake) -> Answers:
    """The answers with the first row of each doubled id kept and the later ones left out."""
    rows = intake.quarantined[intake.quarantined["code"] == DOUBLED].sort_values("row")
    later = rows.loc[rows["key"].astype(str).duplicated(keep="first"), "row"]
    return replace(answers, leave_out=answers.leave_out | {int(row) for row in later})


def taken_back(answers: Answers) -> Answers:
    """The answers with no row left out."""
    return replace(answers, leave_out=frozenset())


def placed(answers: Answers, row: int, longitude: float, latitude: float) -> Answers:
    """The answers with a row put where somebody clicked, degrees."""
    return replace(answers, places={**answers.places, row: (longitude, latitude)})


def typed_place(text: str) -> tuple[float, float] | None:
    """Longitude and latitude of a place written as latitude and longitude in degrees; None where it is not that.

    Examples
    --------
    >>> typed_place("-33.3042; 26.5331"), typed_place("-33.3042 26.5331"), typed_place("26.5331"), typed_place("-95, 26")
    ((26.5331, -33.3042), (26.5331, -33.3042), None, None)
    >>> typed_place("-33,3042; 26,5331"), typed_place("-33,3042 26,5331")
    ((26.5331, -33.3042), (26.5331, -33.3042))
    """
    text = MINUS.sub("-", text)
    numbers = [float(found) for found in re.findall(r"-?\d+(?:\.\d+)?", text)]
    commas = _DECIMAL_COMMAS.fullmatch(text.replace("°", ""))
    if commas and (len(numbers) == 4 or (len(numbers) == 3 and re.search(r"[;\s]", text.strip()))):
        numbers = [float(found.replace(",", ".")) for found in commas.groups()]
    if len(numbers) != 2 or abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
        return None
    return numbers[1], numbers[0]


def chosen(answers: Answers, name: str, value: str) -> Answers:
    """The answers with a question answered; ``name`` may carry the table in front, as in ``households.crs``."""
    return replace(answers, choices={**answers.choices, name.rpartition(".")[2]: value})


def remapped(answers: Answers, mapping: Mapping[str, str]) -> Answers:
    """The answers with other columns: those that were changed, so that what was worked out from cells stays."""
    return replace(answers, mapping={**answers.mapping, **mapping})


def row_list(problem: Problem) -> str:
    """The rows of a problem in words, ten at most."""
    rows = problem.rows
    if not rows:
        return ""
    more = f" and {len(rows) - 10:,} more" if len(rows) > 10 else ""
    return f" {'Row' if len(rows) == 1 else 'Rows'} {', '.join(map(str, rows[:10]))}{more}."


def understood_by_you(intake: Intake) -> int:
    """How many of the repaired cells are the person's own: typed, clicked, or a word whose meaning was said."""
    return int((intake.repaired["code"] == BY_YOU).sum())


def words_explained(intake: Intake, answers: Answers) -> int:
    """How many of :func:`understood_by_you` are cells with a word whose meaning was said: nobody touched the cell itself."""
    own = intake.repaired[intake.repaired["code"] == BY_YOU]
    known = {name: {plain(word) for word in said} for name, said in answers.words.items()}
    names = [intake.source.mapping.get(str(heading)) or str(heading) for heading in own["column"]]
    return sum(plain(str(before)) in known.get(name, ()) for name, before in zip(names, own["before"], strict=True))


def looked_at(problems: Sequence[Problem]) -> str:
    """How many rows, or remarks on the whole file, are worth a look, in words.

    Examples
    --------
    >>> looked_at([Problem("E314", "No place.", rows=(2, 3)), Problem("E317", "Rough.", rows=(3,))])
    '**2** rows worth a look'
    >>> looked_at([Problem("E222", "A sheet is hidden.")])
    '**1** remark on the file'
    """
    rows = len({row for problem in problems for row in problem.rows})
    whole = sum(not problem.rows for problem in problems)
    told = [f"**{rows:,}** {'row' if rows == 1 else 'rows'} worth a look"] if rows else []
    told += [f"**{whole}** {'remark' if whole == 1 else 'remarks'} on the file"] if whole else []
    return ", ".join(told)


def why_not_kept(intake: Intake) -> str:
    """Why the list cannot be kept as it is; "" where it can."""
    if not intake.accepted.empty:
        return ""
    rows = len(intake.quarantined)
    return (
        f"The list cannot be kept yet: no row of it was understood ({rows:,} set aside). Mend the rows below, or say how the "
        "file is to be read."
    )


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
    """Rows that have no exact place, to be put on the map.

    Returns
    -------
    DataFrame
        ``row``, ``label`` (id, name on the gate, village), and ``by_village``: whether the village stands in for the place.
        Those for which nothing stands in come first.
    """
    frame = intake.accepted
    if intake.table != "households" or frame.empty:
        return pd.DataFrame(columns=["row", "label", "by_village"])
    vague = frame[frame["place_accuracy"].isin(["village", "unknown"]) | frame.geometry.isna()]
    parts = vague[["household_id", "label", "village"]].astype(str)
    labels = [" · ".join(part for part in row if part) for row in parts.itertuples(index=False)]
    by_village = (vague.geometry.notna() & ~vague.geometry.is_empty).to_numpy(dtype=bool)
    rows = pd.DataFrame({"row": vague.index.astype(int), "label": labels, "by_village": by_village})
    return rows.sort_values("by_village", kind="stable", ignore_index=True)


def places_missing(rows: pd.DataFrame) -> str:
    """What becomes of households without an exact place (see :func:`without_place`), as a line of the page."""
    count, helped = len(rows), int(rows["by_village"].sum())
    lost = count - helped
    start = f"**{count:,} {'household has' if count == 1 else 'households have'} no exact place.**"
    if not lost:
        return f"{start} {'It is' if count == 1 else 'They are'} planned by the middle of the village; a click is better."
    if not helped:
        found = "Nothing stands in for it: it" if count == 1 else "Nothing stands in for them: they"
        return f"{start} {found} cannot be visited until the place is clicked, or a village is given that is known."
    left = "1 has" if lost == 1 else f"{lost:,} have"
    return (
        f"{start} {helped:,} {'is' if helped == 1 else 'are'} planned by the middle of the village; {left} nothing to stand in "
        "and cannot be visited until the place is clicked, or a village is given that is known."
    )


def mapping_table(intake: Intake) -> pd.DataFrame:
    """``yours`` and ``ours``, a row a column of the file; ``ours`` is "" where the column is not used."""
    mapping = intake.source.mapping
    return pd.DataFrame({"yours": list(mapping), "ours": [mapping[name] or "" for name in mapping]}, dtype=str)


def choices_of_columns(table: str) -> tuple[str, ...]:
    """Our columns that one of theirs can be; "" for none."""
    names = [column.name for column in columns(table) if column.kind != "geometry"]
    return ("", "latitude", "longitude", *names)
