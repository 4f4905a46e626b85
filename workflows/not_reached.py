"""Whom a plan does not reach: the reasons with their counts, and the list."""

from __future__ import annotations

import re

import pandas as pd

from allocation.fixes import best_fixes
from allocation.plan import Plan
from geo.intake.result import possible_entries
from outputs.neutralise import neutralise_frame
from outputs.words import reason_title
from workflows.ward_lines import ward_lines


def unserved(plan: Plan, quarantined: pd.DataFrame) -> pd.DataFrame:
    """Every household without a visit, rows set aside at the import included (no totals, doubles or rows left out).

    Returns
    -------
    DataFrame
        ``household_id``, ``label``, ``village``, ``ward`` (how it is called), ``reason``, ``title`` (the reason as a heading),
        ``sentence``, ``smallest_fix``.
    """
    quarantined = possible_entries(quarantined)
    facts = plan.households[["household_id", "label", "village", "ward_id"]]
    known = plan.unserved.merge(pd.DataFrame(facts), on="household_id", how="left")
    aside = pd.DataFrame(
        {
            "household_id": quarantined["key"].astype(str).to_numpy(),
            "reason": quarantined["code"].astype(str).to_numpy(),
            "sentence": quarantined["sentence"].astype(str).to_numpy(),
            "smallest_fix": "Mend the row under Bring lists.",
        }
    )
    both = pd.concat([known, aside], ignore_index=True)
    wards = ward_lines(plan).set_index("ward_id")["ward"]
    both = both.assign(
        label=both["label"].fillna(""),
        village=both["village"].fillna(""),
        ward=wards.reindex(both["ward_id"].fillna("")).fillna("").to_numpy(),
        title=[reason_title(str(reason)) for reason in both["reason"]],
    )
    return both[["household_id", "label", "village", "ward", "reason", "title", "sentence", "smallest_fix"]]


def by_reason(frame: pd.DataFrame) -> pd.DataFrame:
    """``reason``, ``title`` and ``households``, the commonest first."""
    counts = frame.groupby(["reason", "title"], as_index=False).size().rename(columns={"size": "households"})
    return counts.sort_values(["households", "reason"], ascending=[False, True], ignore_index=True)


def fixes(plan: Plan) -> pd.DataFrame:
    """What would help most: ``fix`` and ``households``; fixes that differ only in the ward stand in one row.

    Notes
    -----
    ``households`` is then what the fix brings in each of the wards.
    """
    found = best_fixes(plan)
    rows: dict[tuple[str, int], list[str]] = {}
    for fix, households in zip(found["fix"], found["households"], strict=True):
        found_ward = _AT_WARD.fullmatch(str(fix))
        head, ward = found_ward.groups() if found_ward else (str(fix), "")
        rows.setdefault((head, int(households)), []).extend([ward] if ward else [])
    told = [(_with_wards(head, wards), households) for (head, households), wards in rows.items()]
    return pd.DataFrame(told, columns=["fix", "households"])


_AT_WARD = re.compile(r"(.*) in ward (\S+)\.")


def _with_wards(head: str, wards: list[str]) -> str:
    if not wards:
        return head
    if len(wards) == 1:
        return f"{head} in ward {wards[0]}."
    ordered = sorted(wards, key=lambda ward: (not ward.isdigit(), ward.zfill(12)))
    return f"{head} in one of the wards {_listed(ordered)}, whichever (each would bring about as many)."


def _listed(wards: list[str]) -> str:
    """Wards in their order as a list in words; three or more numbers in a row as a span.

    Examples
    --------
    >>> _listed(["1", "2", "3", "5", "7", "8"])
    '1 to 3, 5, 7 or 8'
    >>> _listed(["21004001", "21004002"])
    '21004001 or 21004002'
    """
    runs: list[list[str]] = []
    for ward in wards:
        follows = bool(runs) and ward.isdigit() and runs[-1][-1].isdigit() and int(ward) == int(runs[-1][-1]) + 1
        runs[-1].append(ward) if follows else runs.append([ward])
    parts = [part for run in runs for part in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else run)]
    return " or ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)


def matching(frame: pd.DataFrame, titles: list[str], words: str) -> pd.DataFrame:
    """The rows with one of the reasons (all where none is named) whose id, label or village holds the words."""
    kept = frame["title"].isin(titles) if titles else pd.Series(True, index=frame.index)
    wanted = words.strip().casefold()
    if wanted:
        texts = frame["household_id"] + "\n" + frame["label"] + "\n" + frame["village"]
        kept &= texts.str.casefold().str.contains(wanted, regex=False)
    return frame[kept].reset_index(drop=True)


def as_csv(frame: pd.DataFrame) -> bytes:
    """The list as CSV in UTF-8, formulas made harmless."""
    return neutralise_frame(frame.drop(columns="reason")).to_csv(index=False).encode("utf-8-sig")
