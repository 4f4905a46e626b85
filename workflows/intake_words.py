"""Columns of words where numbers or words of ours are wanted: what they could mean, and reading a list without them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from geo.intake.aliases import map_headings
from geo.intake.places import PLACE_COLUMNS
from geo.intake.result import Answers, Intake
from geo.intake.text import plain, tidy
from geo.problems import Problem
from geo.tables import KEYS, Column, columns

#: Faults of a cell that leaving its column out would cure.
_OF_A_CELL = frozenset({"E212", "E213", "E214", "E235"})
#: From this share of the rows on a column is offered to be left out.
MOST_OF_THE_LIST = 0.5
#: A word that stands on fewer rows is typed over faster than explained; more different words are no set of words.
_ROWS_LEAST, _WORDS_MOST = 3, 12
#: A word of a column of numbers that is no longer than this and stands on several rows is a grade and nobody's name.
_GRADE_MOST, _GRADE_ROWS = 12, 2
#: Letters that stand for a priority, where nothing else stands in the cell.
_LETTERS = MappingProxyType({"h": 80, "m": 50, "l": 20})
#: What people write for a priority, in :func:`geo.intake.text.plain` form, and the number that is proposed for it.
_PRIORITIES: tuple[tuple[int, str], ...] = (
    (100, "very high|highest|urgent|critical|emergency|immediate|dringend|kritiek|baie hoog|noodgeval|ngxamisekileyo"),
    (80, "high|hoog|severe|phezulu|ephezulu|p1"),
    (50, "medium|med|moderate|middel|medium hoog|gemiddeld|average|phakathi|ephakathi|p2"),
    (20, "low|laag|minor|phantsi|ephantsi|phansi|p3"),
    (0, "very low|lowest|none|normal|routine|baie laag|normaal"),
)


@dataclass(frozen=True)
class Unread:
    """One column whose cells set rows aside.

    Attributes
    ----------
    column : Column
        Of ours.
    heading : str
        Theirs.
    rows : int
        Rows set aside for it.
    share : float
        Of the rows of the file.
    words : dict of str → int
        What stands there, the commonest first, with how many rows; empty where they are too many to be explained.
    may_go : bool
        Whether the list can be read without the column.
    """

    column: Column
    heading: str
    rows: int
    share: float
    words: Mapping[str, int]
    may_go: bool


def unread(intake: Intake) -> tuple[Unread, ...]:
    """The columns that can be explained or left out to take many rows back in, the biggest first."""
    ours = {column.name: column for column in columns(intake.table)}
    concerned: dict[str, set[int]] = {}
    not_words: set[str] = set()
    for problem in intake.problems:
        if problem.code in _OF_A_CELL and problem.column:
            concerned.setdefault(problem.column, set()).update(problem.rows)
            if problem.code != "E212":
                not_words.add(problem.column)
    found = []
    for heading, rows in concerned.items():
        column = ours.get(intake.source.mapping.get(heading) or heading)
        if column is None:
            continue
        words = {} if heading in not_words or column.kind not in ("number", "choice", "flag") else _words(intake, heading, rows)
        share = len(rows) / max(intake.source.rows, 1)
        may_go = share >= MOST_OF_THE_LIST and not column.required and column.name not in (KEYS.get(intake.table), *PLACE_COLUMNS)
        if words or may_go:
            found.append(Unread(column, heading, len(rows), share, words, may_go))
    return tuple(sorted(found, key=lambda item: (-item.rows, item.heading)))


def _words(intake: Intake, heading: str, rows: set[int]) -> dict[str, int]:
    if len(rows) < _ROWS_LEAST:
        return {}
    part = intake.quarantined[intake.quarantined["row"].isin(rows)]
    count: Counter[str] = Counter()
    for text in part["record"]:
        try:
            cell = str(json.loads(str(text)).get(heading, ""))
        except (ValueError, AttributeError):
            continue
        count[tidy(cell)] += 1
    # The same word in capitals is the same word.
    merged: dict[str, tuple[str, int]] = {}
    for word, many in count.most_common():
        first, before = merged.get(plain(word), (word, 0))
        merged[plain(word)] = (first, before + many)
    words = {word: many for key, (word, many) in merged.items() if key}
    return words if 0 < len(words) <= _WORDS_MOST else {}


def proposed(column: Column, word: str) -> str:
    """What a word probably means in a column, as text; "" where nobody knows.

    Examples
    --------
    >>> priority = next(column for column in columns("households") if column.name == "priority")
    >>> [proposed(priority, word) for word in ("1 - High", "very high", "hoog", "Low risk", "blue")]
    ['80', '100', '80', '20', '']
    """
    if column.name != "priority":
        return ""
    said = " ".join(part for part in plain(word).split() if not part.isdigit())
    known = {name: value for value, names in _PRIORITIES for name in names.split("|")}
    if said in _LETTERS:
        return str(_LETTERS[said])
    if said in known:
        return str(known[said])
    parts = said.split()
    for size in (2, 1):
        for start in range(len(parts) - size + 1):
            value = known.get(" ".join(parts[start : start + size]))
            if value is not None:
                return str(value)
    return ""


def _is_grade(item: Unread, word: str) -> bool:
    """Whether an unknown word may be shown: a short single word that several rows of the column of priorities share."""
    short = len(word) <= _GRADE_MOST and len(word.split()) == 1
    return item.column.name == "priority" and short and item.words[word] >= _GRADE_ROWS


def explained(answers: Answers, column: str, meaning: Mapping[str, str]) -> Answers:
    """The answers with the words of a column explained."""
    said = {**answers.words.get(column, {}), **meaning}
    return replace(answers, words={**answers.words, column: said})


def without(answers: Answers, intake: Intake, item: Unread) -> Answers:
    """The answers with a column left out; no other column takes its place."""
    name = item.column.name
    rivals = [h for h, ours in intake.source.mapping.items() if not ours and map_headings(intake.table, [h])[h] == name]
    mapping = {**answers.mapping, **dict.fromkeys([item.heading, *rivals], "")}
    choices = {key: value for key, value in answers.choices.items() if key != name}
    return replace(answers, choices=choices, mapping=mapping)


def with_keys(intake: Intake) -> list[Problem]:
    """The problems of a file; those of a column that can be explained or left out say how round.toml does it."""
    told = {item.heading: remedy for item in unread(intake) if (remedy := told_for_toml(intake, item))}
    found = []
    for problem in intake.problems:
        remedy = ""
        if problem.code in _OF_A_CELL:
            remedy = told.get(problem.column, "")
        elif problem.code == "E241":
            column = intake.source.mapping.get(problem.column) or problem.column
            choice = next(item.choices[-1] for item in columns(intake.table) if item.name == column)
            key = f'[import.{intake.table}.words.{column}] "your word" = "{choice}"'
            remedy = f"Correct the cells, or say what their words mean: {key}."
        found.append(replace(problem, remedy=remedy) if remedy else problem)
    return found


def told_for_toml(intake: Intake, item: Unread) -> str:
    """The keys of round.toml that explain a column's words or leave it out.

    Words that we do not know are not repeated: in a wrong column they may be somebody's name. The grades of a priority may
    be (see :func:`_is_grade`).
    """
    said = []
    known = {word: proposed(item.column, word) for word in item.words}
    if item.words:
        pairs = [f'"{word}" = {value or "…"}' for word, value in known.items() if value or _is_grade(item, word)]
        pairs = pairs or ['"…" = …']
        said.append(f"say what its words mean: [import.{intake.table}.words.{item.column.name}] {', '.join(pairs)}")
    if item.may_go:
        said.append(f'leave the column out: [import.{intake.table}.columns] "{item.heading}" = ""')
    text = ", or ".join(said)
    return f"Correct the cells, or {text}." if text else ""
