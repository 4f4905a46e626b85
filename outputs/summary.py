"""summary.json: what a plan's folder says about itself."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd

from allocation.plan import Plan
from geo.plain import plain

NAME = "summary.json"


def version() -> str:
    """The version of Wardround that runs."""
    return metadata.version("wardround")


def summary_of(
    plan: Plan,
    *,
    quarantined: pd.DataFrame,
    set_aside: Mapping[str, int],
    repaired: int,
    inputs: Mapping[str, str],
    sources: Mapping[str, str],
    settings: Mapping[str, Any],
) -> dict[str, Any]:
    """The content of summary.json.

    Parameters
    ----------
    plan : Plan
        Its own ``summary`` counts the households it was given; here every row of the household file counts.
    quarantined : DataFrame
        Rows of the household file that were set aside; their codes count among the reasons.
    set_aside : mapping of list → rows
        Rows that were set aside of each list, the households too: what quarantine.csv holds.
    repaired : int
        Cells mended in all files.
    inputs : mapping of path → sha256
        Paths relative to the folder, with ``/``.
    sources : mapping of role → path
        Which of the inputs are ``wards``, ``households``, ``fieldworkers`` and ``round``; ``path::LAYER`` names a layer.
    settings : mapping
        The whole of round.toml as used.
    """
    own = dict(plan.summary)
    households = int(own.pop("households", len(plan.households))) + len(quarantined)
    first = {"served": own.pop("served", int(plan.visits["household_id"].nunique())), "households": households}
    counted = {"quarantined": len(quarantined), "set_aside": set_aside, "repaired": repaired}
    codes = Counter(str(code) for code in quarantined["code"])
    own["reasons"] = dict(Counter(plan.unserved["reason"].astype(str)) + codes)
    last = {"version": version(), "checked": bool(own.pop("checked", False)), "inputs": inputs, "sources": sources}
    for key in ("quarantined", "set_aside", "repaired", "version", "inputs", "sources", "settings"):
        own.pop(key, None)
    result: dict[str, Any] = plain({**first, **counted, **own, **last, "settings": settings})
    return result


def write_summary(path: Path, summary: Mapping[str, Any]) -> None:
    """Write summary.json, readable by people: UTF-8, two blanks a level."""
    path.write_text(json.dumps(summary, indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8", newline="\n")


def read_summary(path: Path) -> dict[str, Any]:
    """The content of summary.json.

    Raises
    ------
    ValueError
        Not JSON, or not an object with the keys that every summary has.
    OSError
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or not {"served", "households", "inputs", "settings", "sources"} <= set(content):
        raise ValueError("it is not the summary of a plan")
    tables = [content[name] for name in ("inputs", "sources", "settings")]
    texts = [value for table in tables[:2] if isinstance(table, dict) for value in table.values()]
    if not all(isinstance(table, dict) for table in tables) or not all(isinstance(text, str) for text in texts):
        raise ValueError("it is not the summary of a plan")
    return content
