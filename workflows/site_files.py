"""Where service points should stand, from files into a folder: what ``wardround site`` does."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.gaps import wards_around
from geo.placing import placed
from geo.problems import Problem
from geo.siting import ByWard, Sited, SitingSettings, lists_of, measured, site, site_by_ward
from geo.siting.by_ward import NEAR_M
from geo.siting.homes import home_points, village_candidates
from geo.tables import CRS
from outputs.site_folder import KIND, write_site_folder
from outputs.swap import refuse
from workflows.answered import Answered, origin, set_aside_lines
from workflows.apart import apart
from workflows.asked_files import read_asked
from workflows.counting import number
from workflows.place_files import PlaceFiles, PlaceInputs

#: What a choice may be made for, one at a time; "" for all together.
BY = ("", "ward")
#: Wards without a place that are told one by one.
WARDS_LISTED = 40


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
    by : str
        One of :data:`BY`.
    near_m : float
        By ward: metres beyond its edge within which a place is near it.
    villages : bool
        Whether the villages that the households name are the candidates.
    fieldworkers : str
        Path of a list whose homes are existing points; "" for none.
    """

    candidates: str = ""
    existing: str = ""
    grid_m: float = 0.0
    by: str = ""
    near_m: float = NEAR_M
    villages: bool = False
    fieldworkers: str = ""

    @property
    def roles(self) -> tuple[str, ...]:
        """The lists that there may be, in the order in which they are read."""
        return ("wards", "candidates", "existing", "landmarks", "households", "fieldworkers")

    @property
    def needed(self) -> tuple[str, ...]:
        """The lists that there must be."""
        wards = ("wards",) if self.by == "ward" else ()
        return ("households", *wards, *(() if self.grid_m or self.villages else ("candidates",)))


def site_files(
    files: SiteFiles, out: Path, asked: Callable[[], SitingSettings] = SitingSettings, seconds: float = 60.0
) -> Answered[Sited | ByWard]:
    """Read, judge, choose, and write the folder.

    Parameters
    ----------
    files : SiteFiles
        The lists, and where questions about them are answered.
    out : Path
        Absent, empty, or made by an earlier call; it is written aside and swapped in.
    asked : callable
        Makes the settings: what is wrong with them is told together with what is wrong with the lists.
    seconds : float
        For the search.

    Raises
    ------
    InputProblems
        Everything wrong with the settings and the files; nothing is written.
    FolderError
        The folder is not ours to replace (E500), or cannot be written (E502).
    """
    refuse(out, KIND, files.paths(), "the answer")
    inputs, chosen = read_asked(files, asked, lambda chosen: contrary(files, chosen))
    started = time.perf_counter()
    with inputs.placing():
        found = _found(files, inputs, chosen, seconds)
    more = {"by": files.by, "near_m": files.near_m} if files.by else {}
    used = {"siting": {**chosen.settings(), "grid_m": files.grid_m, **more, "seconds": seconds}}
    summary = write_site_folder(out, found, origin(inputs, used, time.perf_counter() - started))
    return Answered(found, summary, tuple(inputs.warnings), tuple(inputs.headings))


def contrary(files: SiteFiles, chosen: SitingSettings | None) -> list[Problem]:
    """What the options say against each other."""
    wrong = []
    if (named := [name for name, there in _candidates(files).items() if there])[1:]:
        fact = f"Candidates come from one of these: {', '.join(named)}."
        wrong.append(Problem("E401", fact, column=named[1], remedy="Name one of them."))
    if files.by not in BY:
        wrong.append(
            Problem("E401", "A choice can be made by ward, or for all together.", column="--by", remedy="Say --by ward.")
        )
    if chosen is not None and chosen.require and not files.candidates and len(named) == 1:
        fact = "Squares and villages have neither electricity nor water: what is required asks for a list of candidates."
        wrong.append(Problem("E401", fact, column="--require", remedy="Name the list with --candidates."))
    return wrong


def _candidates(files: SiteFiles) -> dict[str, bool]:
    """Option that names candidates → whether it is given."""
    return {"--candidates": bool(files.candidates), "--grid-m": bool(files.grid_m), "--villages": files.villages}


def _existing(inputs: PlaceInputs) -> gpd.GeoDataFrame | None:
    """Points that stay: those of the list, and the homes of fieldworkers."""
    listed, workers = inputs.given("existing"), inputs.given("fieldworkers")
    parts = [*([] if listed is None else [listed]), *([] if workers is None else [home_points(workers)])]
    return None if not parts else gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), geometry="geometry", crs=CRS)


def _found(files: SiteFiles, inputs: PlaceInputs, chosen: SitingSettings, seconds: float) -> Sited | ByWard:
    homes = inputs.table("households")
    if files.villages:
        offered = village_candidates(placed(homes, inputs.wards, needs_geometry=inputs.travel.needs_geometry)[0])
    else:
        offered = inputs.given("candidates")
    lists = lists_of(
        homes,
        offered,
        _existing(inputs),
        inputs.travel,
        wards=inputs.wards,
        grid_m=files.grid_m,
    )
    if files.by == "ward" and inputs.wards is not None:
        around = wards_around(lists.households, inputs.wards)
        return site_by_ward(lists, around, chosen, apart(), seconds, near_m=files.near_m)
    return site(measured(lists, chosen.mode), chosen, apart(), seconds)


def told(answered: Answered[Sited | ByWard]) -> list[str]:
    """The answer in plain lines."""
    if isinstance(answered.found, ByWard):
        return told_by_ward(answered.found, answered.summary)
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
    if "cost" in summary:
        lines.append(f"They cost {summary['cost']:,.0f} of {chosen.budget:,.0f}.")
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


def told_by_ward(found: ByWard, summary: dict[str, Any]) -> list[str]:
    """A line on all wards, and one for each that has no place."""
    table = found.venues
    there = table[table["point_id"] != ""]
    wards = number(summary["wards"], "ward")
    lines = [f"A place for {there['ward_id'].nunique():,} of {wards}: a line each in venues.csv."]
    ways = found.found[1]
    if there.size:
        lines.append(f"{int((ways >= 0).sum()):,} households have a way of {np.nanmean(ways):.1f} min on average to theirs.")
    without = table[table["point_id"] == ""]
    lines += [f"{row.ward}: {row.why}" for row in without.head(WARDS_LISTED).itertuples(index=False)]
    if len(without) > WARDS_LISTED:
        lines.append(f"{len(without) - WARDS_LISTED:,} wards more have none; venues.csv says why.")
    twice = there.groupby("point_id")["ward"].agg(list)
    lines += [f"{point} is the place of {' and '.join(names)}." for point, names in twice.items() if len(names) > 1]
    if there.size:
        sure = "In each ward no other choice is better; this is proved." if summary["proved"] else "Not every choice is proved."
        lines.append(sure)
    return [*lines, *set_aside_lines(summary)]
