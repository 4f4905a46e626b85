"""The table of needs and the skills that they ask for, as a person edits it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from geo.tables import items
from workspace import Workspace

NEED, SKILL = "Need", "Skill that the visitor must have"


def need_table(workspace: Workspace, draft: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """One row for every need in the list of households and in the draft; a need asks for its own name until edited.

    Returns
    -------
    DataFrame
        Columns :data:`NEED` and :data:`SKILL`, by need.
    """
    stated = {str(need): str(skill) for need, skill in dict(draft["rules"].get("need_skills") or {}).items()}
    needs = sorted({*_words(workspace, "households", "needs"), *stated})
    return pd.DataFrame({NEED: needs, SKILL: [stated.get(need, need) for need in needs]}, dtype="str")


def known_skills(workspace: Workspace, table: pd.DataFrame) -> list[str]:
    """What may be chosen: the skills of the team and those that the table names already."""
    return sorted({*_words(workspace, "fieldworkers", "skills"), *table[NEED], *table[SKILL]})


def need_skills(table: pd.DataFrame) -> dict[str, str]:
    """``need_skills`` of round.toml: only needs that ask for another skill than their own name.

    Examples
    --------
    >>> need_skills(pd.DataFrame({NEED: ["health", "water"], SKILL: ["nurse", "water"]}))
    {'health': 'nurse'}
    """
    rows = zip(table[NEED], table[SKILL], strict=True)
    return {str(need): str(skill) for need, skill in rows if skill and str(skill) != str(need)}


def _words(workspace: Workspace, table: str, column: str) -> set[str]:
    frame = workspace.table(table)
    return set() if frame is None else {word for cell in set(frame[column].astype(str)) for word in items(cell)}
