"""Access from files into a folder: what ``wardround access`` does."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from pathlib import Path

from geo.access import Access, AccessSettings, measure
from outputs.access_folder import KIND, write_access_folder
from outputs.swap import refuse
from workflows.answered import Answered, origin, set_aside_lines
from workflows.counting import number
from workflows.place_files import PlaceFiles, read_places


def access_files(
    files: PlaceFiles, out: Path, settings: AccessSettings | None = None, sectors: Sequence[str] | None = None
) -> Answered[Access]:
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
    refuse(out, KIND, files.paths(), "the answer")
    inputs, chosen = read_places(files), settings or AccessSettings()
    started = time.perf_counter()
    with inputs.placing():
        homes, points = inputs.table("households"), inputs.table("service_points")
        found = measure(homes, points, inputs.travel, chosen, wards=inputs.wards, sectors=sectors)
    used = {"access": {**chosen.settings(), "sectors": list(found.sectors)}}
    summary = write_access_folder(out, found, origin(inputs, used, time.perf_counter() - started), inputs.wards)
    return Answered(found, summary, tuple(inputs.warnings), tuple(inputs.headings))


def told(answered: Answered[Access]) -> list[str]:
    """The answer in plain lines."""
    found, summary = answered.found, answered.summary
    chosen = found.settings
    whom = "people" if chosen.weight == "members" else "households"
    lines = []
    for name in found.sectors:
        facts, rows = summary["sectors"][name], found.of(name)
        share, middle = facts["share_within"], rows["minutes"].median()
        half = f"; half of the households need {middle:,.0f} min or less" if not math.isnan(middle) else ""
        known = "nobody's place is known" if math.isnan(share) else f"{share:.0%} of {whom} within {chosen.threshold_min:g} min"
        lines.append(f"{name} ({number(facts['points'], 'point')}): {known}{half}.")
        if facts["unreachable"]:
            lines.append(f"{name}: {facts['unreachable']:,} households can reach no point at all.")
        if facts["blank"] and facts["unit"] == "people":
            lines.append(
                f"{name}: {facts['blank']:,} of the points state no capacity; each counts as {facts['blank_counts_as']:g}."
            )
    if summary["place_unknown"]:
        lines.append(f"Nobody knows where {summary['place_unknown']:,} households are; shares leave them out.")
    return [*lines, *set_aside_lines(summary)]
