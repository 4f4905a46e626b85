"""Access from files into a folder: what ``wardround access`` does."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.access import Access, AccessSettings, measure
from geo.errors import InputProblems
from geo.problems import Problem
from outputs.access_folder import KIND, write_access_folder
from outputs.swap import refuse_foreign, refuse_holding, refuse_unwritable
from workflows.place_files import PlaceFiles, read_places


@dataclass(frozen=True)
class Measured:
    """Access that was written.

    Attributes
    ----------
    access : Access
    summary : dict
        The content of summary.json.
    warnings : tuple of Problem
        What somebody should look at.
    headings : tuple of str
        A line a list on how its headings were read.
    """

    access: Access
    summary: dict[str, Any]
    warnings: tuple[Problem, ...] = ()
    headings: tuple[str, ...] = ()


def access_files(
    files: PlaceFiles, out: Path, settings: AccessSettings | None = None, sectors: Sequence[str] | None = None
) -> Measured:
    """Read, judge, measure, and write the folder.

    Parameters
    ----------
    files : PlaceFiles
        The lists, and where questions about them are answered.
    out : Path
        Absent, empty, or made by an earlier call; it is written aside and swapped in.
    settings : AccessSettings or None
        Defaults where left out.
    sectors : sequence of str or None
        All that the points have where left out.

    Raises
    ------
    InputProblems
        Everything wrong with the files; nothing is written.
    FolderError
        The folder is not ours to replace (E500), or cannot be written (E502).
    """
    refuse_foreign(out, KIND)
    refuse_holding(out, files.paths(), "the answer")
    refuse_unwritable(out)
    inputs, chosen = read_places(files), settings or AccessSettings()
    started = time.perf_counter()
    try:
        homes, points = inputs.table("households"), inputs.table("service_points")
        found = measure(homes, points, inputs.travel, chosen, wards=inputs.wards, sectors=sectors)
    except InputProblems as error:
        raise InputProblems(inputs.place(error.problems)) from error
    summary = write_access_folder(
        out,
        found,
        wards=inputs.wards,
        quarantined=inputs.quarantined,
        repaired=inputs.repaired,
        inputs=inputs.files,
        settings={"access": {**chosen.settings(), "sectors": list(found.sectors)}, **inputs.settings},
        seconds=time.perf_counter() - started,
    )
    return Measured(found, summary, tuple(inputs.warnings), tuple(inputs.headings))


def told(found: Measured) -> list[str]:
    """The answer in plain lines."""
    chosen = found.access.settings
    whom = "people" if chosen.weight == "members" else "households"
    lines = []
    for name in found.access.sectors:
        facts, rows = found.summary["sectors"][name], found.access.of(name)
        share, middle = facts["share_within"], rows["minutes"].median()
        half = f"; half of the households need {middle:,.0f} min or less" if not math.isnan(middle) else ""
        known = "nobody's place is known" if math.isnan(share) else f"{share:.0%} of {whom} within {chosen.threshold_min:g} min"
        points = f"{facts['points']:,} point{'s' if facts['points'] != 1 else ''}"
        lines.append(f"{name} ({points}): {known}{half}.")
        if facts["unreachable"]:
            lines.append(f"{name}: {facts['unreachable']:,} households can reach no point at all.")
        if facts["blank"] and facts["unit"] == "people":
            lines.append(
                f"{name}: {facts['blank']:,} of the points state no capacity; each counts as {facts['blank_counts_as']:g}."
            )
    if found.summary["place_unknown"]:
        lines.append(f"Nobody knows where {found.summary['place_unknown']:,} households are; shares leave them out.")
    aside = {role: rows for role, rows in found.summary["set_aside"].items() if rows}
    lines += [f"Rows of the {role.replace('_', ' ')} set aside: {rows:,}." for role, rows in aside.items()]
    if aside or found.summary["repaired"]:
        lines.append("What was set aside or mended is listed in quarantine.csv.")
    return lines
