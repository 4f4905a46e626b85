"""Where service points should stand, from files into a folder: what ``wardround site`` does."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from geo.errors import InputProblems
from geo.problems import Problem
from geo.siting import Sited, SitingSettings, ground_of, site
from outputs.site_folder import KIND, write_site_folder
from outputs.swap import refuse
from workflows.answered import Answered, origin, set_aside_lines
from workflows.apart import apart
from workflows.counting import number
from workflows.place_files import PlaceFiles, read_places


@dataclass(frozen=True)
class SiteFiles(PlaceFiles):
    """Where the files are.

    Attributes
    ----------
    candidates : str
        Path of the list of candidates; "" for a grid.
    existing : str
        Path of the list of existing points; "" for none.
    grid_m : float
        Side of the squares of the grid, metres; 0 for candidates from the list.
    """

    candidates: str = ""
    existing: str = ""
    grid_m: float = 0.0

    @property
    def roles(self) -> tuple[str, ...]:
        """The lists that there may be, in the order in which they are read."""
        return ("wards", "candidates", "existing", "landmarks", "households")

    @property
    def needed(self) -> tuple[str, ...]:
        """The lists that there must be."""
        return ("households", *(() if self.grid_m else ("candidates",)))


def site_files(files: SiteFiles, out: Path, settings: SitingSettings | None = None, seconds: float = 60.0) -> Answered[Sited]:
    """Read, judge, choose, and write the folder.

    Parameters
    ----------
    files : SiteFiles
        The lists, and where questions about them are answered.
    out : Path
        Absent, empty, or made by an earlier call; it is written aside and swapped in.
    settings : SitingSettings or None
        Defaults where left out.
    seconds : float
        For the search.

    Raises
    ------
    InputProblems
        Everything wrong with the files; nothing is written.
    FolderError
        The folder is not ours to replace (E500), or cannot be written (E502).
    """
    refuse(out, KIND, files.paths(), "the answer")
    if files.grid_m and files.candidates:
        fact = "Both a list of candidates and a grid are named."
        raise InputProblems([Problem("E401", fact, column="--grid-m", remedy="Name one of them.")])
    inputs, chosen = read_places(files), settings or SitingSettings()
    started = time.perf_counter()
    try:
        ground = ground_of(
            inputs.table("households"),
            inputs.given("candidates"),
            inputs.given("existing"),
            inputs.travel,
            chosen.mode,
            wards=inputs.wards,
            grid_m=files.grid_m,
        )
        found = site(ground, chosen, apart(), seconds)
    except InputProblems as error:
        raise InputProblems(inputs.place(error.problems)) from error
    used = {"siting": {**chosen.settings(), "grid_m": files.grid_m, "seconds": seconds}}
    summary = write_site_folder(out, found, origin(inputs, used, time.perf_counter() - started))
    return Answered(found, summary, tuple(inputs.warnings), tuple(inputs.headings))


def told(answered: Answered[Sited]) -> list[str]:
    """The answer in plain lines."""
    summary, sited = answered.summary, answered.found
    chosen, found = sited.settings, sited.found
    whom = "people" if chosen.weight == "members" else "households"
    ids = ", ".join(sited.sites["point_id"].tolist()[:20])
    more = f" and {summary['points'] - 20:,} more" if summary["points"] > 20 else ""
    lines = [f"{number(summary['points'], 'new point')}: {ids}{more}." if summary["points"] else "No new point would help."]
    if chosen.objective == "p_median":
        mean = found.objective / found.served if found.served else 0.0
        lines.append(f"{found.served:,.0f} {whom} reach a point, in {mean:.1f} min on average.")
    else:
        lines.append(f"{found.served:,.0f} {whom} are within {chosen.threshold_min:g} min of a point.")
    lines.append(certainty(sited))
    if summary["unreachable"]:
        lines.append(f"{summary['unreachable']:,} households can reach no point and no candidate at all.")
    left = summary["not_assigned"] - summary["unreachable"] - summary["place_unknown"]
    if left:
        lines.append(f"{left:,} households have a point in reach of some choice, but not of this one, or no room at it.")
    if summary["place_unknown"]:
        lines.append(f"Nobody knows where {summary['place_unknown']:,} households are; they are left out.")
    return [*lines, *set_aside_lines(summary)]


def certainty(sited: Sited) -> str:
    """How sure it is that nothing is better."""
    found = sited.found
    if found.proved:
        return "No other choice is better; this is proved."
    if found.served_gap:
        return f"No choice can serve more than {found.served_gap:.2%} more than this one."
    return f"No choice can be better by more than {found.gap:.2%}."
