"""The ``wardround`` command: what the pages do, for scripts and servers."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

app = typer.Typer(
    help="Plan household profiling rounds: who visits whom, on which day, in which order, and whom nobody reaches.",
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)
#: Exit codes: 0 done, 1 the plan breaks rules (check), 2 something is wrong with the input, 3 Wardround itself failed.
BROKEN, WRONG, FAILED = 1, 2, 3
#: Most broken rules or changes that are listed.
_LISTED = 200
#: What the rows of a list are called in a line of the result.
_ROWS_OF = {
    "wards": "Ward",
    "households": "Household",
    "fieldworkers": "Fieldworker",
    "service_points": "Service point",
    "landmarks": "Landmark",
    "restrictions": "Restriction",
    "vehicles": "Vehicle",
}


def _finite(seconds: float) -> float:
    if not math.isfinite(seconds):
        raise typer.BadParameter("it must be a number of seconds, as 30.")
    return seconds


Roads = Annotated[str, typer.Option(help="Roads to travel on: an .osm.pbf, or a layer of lines as FILE::LAYER.")]
Barriers = Annotated[str, typer.Option(help="Rivers, fences, railways that nobody crosses, and their bridges: FILE::LAYER.")]
Bridges = Annotated[str, typer.Option(help="A layer of bridges and fords, where the barriers' own holds none.")]
Month = Annotated[int, typer.Option(min=0, max=12, help="Month of travel, for fords closed in some; else the round's.")]
OutDir = Annotated[Path, typer.Option("--out", help="Folder to write; replaced where this command made it.")]


@app.command()
def run(
    workspace: Annotated[Path | None, typer.Argument(help="Folder of a workspace; made if it is not there.")] = None,
    port: Annotated[int, typer.Option(min=1024, max=65535, help="Port on this computer.")] = 8501,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Start the app: on the named workspace, else the last one, else the demonstration."""
    with _told():
        from workflows import run_app

        _say("Opening the workspace. The first start prepares the demonstration and takes a little longer.")
        ws = run_app.choose_workspace(workspace)
        found = run_app.free_port(port)
        if found is None:
            _stop(f"No port from {port} on is free. Name another with --port.")
            return
        if found != port:
            _say(f"Port {port} is in use by another program; {found} is taken instead.")
        _say(f"{ws.name}: http://{run_app.HOST}:{found}   (end with Ctrl-C)")
        raise typer.Exit(run_app.serve(ws, found, not no_browser))


@app.command()
def plan(  # noqa: PLR0917 - a command's options are named
    wards: Annotated[str, typer.Option(help="Ward boundaries. FILE::LAYER names a layer.")],
    households: Annotated[str, typer.Option(help="Household list.")],
    fieldworkers: Annotated[str, typer.Option(help="Fieldworker list.")],
    round_: Annotated[str, typer.Option("--round", help="The round: round.toml.")],
    out: OutDir,
    service_points: Annotated[str, typer.Option(help="Clinics, schools, pay points: shown on the maps.")] = "",
    landmarks: Annotated[
        str, typer.Option(help="Roads, rivers, village names: shown on the maps; villages place their households.")
    ] = "",
    restrictions: Annotated[str, typer.Option(help="Areas with no entry, for pairs only, in daylight only.")] = "",
    vehicles: Annotated[str, typer.Option(help="Shared vehicles that drop fieldworkers and fetch them.")] = "",
    roads: Roads = "",
    barriers: Barriers = "",
    bridges: Bridges = "",
    month: Month = 0,
    seconds: Annotated[float, typer.Option(min=0, callback=_finite, help="Time for the search.")] = 30,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="The same seed and iterations give the same plan.")] = 1,
    max_iterations: Annotated[
        int | None, typer.Option("--max-iterations", min=0, help="Stop by iterations, not by the clock.")
    ] = None,
    tables_only: Annotated[
        bool, typer.Option("--tables-only", help="Only the tables: no sheets, workbook, phone files.")
    ] = False,
    sheets: Annotated[bool, typer.Option("--sheets", help="Also a PDF for each fieldworker, in sheets/.")] = False,
) -> None:
    """Plan a round from files into a folder. Ctrl-C stops the search and keeps the best plan so far; twice ends without one."""
    with _told():
        from workflows.input_files import InputFiles
        from workflows.plan_files import plan_files
        from workflows.reporter import Reporter
        from workflows.way_files import WayFiles

        ways = WayFiles(roads, barriers, bridges, month)
        files = InputFiles(wards, households, fieldworkers, round_, service_points, landmarks, restrictions, vehicles, ways)
        with Reporter(Console()) as reporter:
            done = plan_files(
                files,
                out,
                seconds=seconds,
                seed=seed,
                max_iterations=max_iterations,
                progress=reporter,
                more=None if tables_only else _hand_outs(reporter, sheets),
            )
        _say_of(done, _result(done.summary, done.plan.unserved["reason"].value_counts().head(3)), out)
        for line in done.about_people:
            _say(line)


@app.command()
def check(  # noqa: PLR0917 - a command's options are named
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that `wardround plan` wrote.")],
    wards: Annotated[str | None, typer.Option(help="Where the ward boundaries are now.")] = None,
    households: Annotated[str | None, typer.Option(help="Where the household list is now.")] = None,
    fieldworkers: Annotated[str | None, typer.Option(help="Where the fieldworker list is now.")] = None,
    round_: Annotated[str | None, typer.Option("--round", help="Where round.toml is now.")] = None,
    service_points: Annotated[str | None, typer.Option(help="Where the service points are now.")] = None,
    landmarks: Annotated[str | None, typer.Option(help="Where the landmarks are now.")] = None,
    restrictions: Annotated[str | None, typer.Option(help="Where the areas of restrictions are now.")] = None,
    vehicles: Annotated[str | None, typer.Option(help="Where the list of vehicles is now.")] = None,
    roads: Annotated[str | None, typer.Option(help="Where the file of roads is now.")] = None,
    barriers: Annotated[str | None, typer.Option(help="Where the layer of barriers is now.")] = None,
    bridges: Annotated[str | None, typer.Option(help="Where the layer of bridges is now.")] = None,
) -> None:
    """Verify a plan against its inputs. Exit code 0: it holds; 1: rules are broken; 2: unreadable or changed input."""
    with _told():
        from workflows.check_folder import check_folder

        stated = {"wards": wards, "households": households, "fieldworkers": fieldworkers, "round": round_}
        stated |= {"service_points": service_points, "landmarks": landmarks, "restrictions": restrictions}
        stated |= {"vehicles": vehicles, "roads": roads, "barriers": barriers, "bridges": bridges}
        found = check_folder(folder, {role: path for role, path in stated.items() if path})
        if not found:
            _say("The plan holds: every rule was checked against the inputs.")
            return
        _broken(found)


@app.command("check-own")
def check_own(  # noqa: PLR0917 - a command's options are named
    own: Annotated[str, typer.Argument(metavar="OWN", help="The plan made by hand: CSV or Excel. FILE::SHEET names a sheet.")],
    households: Annotated[str, typer.Option(help="Household list.")],
    fieldworkers: Annotated[str, typer.Option(help="Fieldworker list.")],
    round_: Annotated[str, typer.Option("--round", help="The round: round.toml.")],
    wards: Annotated[str, typer.Option(help="Ward boundaries. FILE::LAYER names a layer.")] = "",
    restrictions: Annotated[str, typer.Option(help="Areas with no entry, for pairs only, in daylight only.")] = "",
    compare: Annotated[
        float, typer.Option(min=0, callback=_finite, help="Seconds for a plan by the optimizer to set beside it.")
    ] = 0,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Of the optimizer's plan.")] = 1,
    out: Annotated[Path | None, typer.Option("--out", help="Folder to write the tables to.")] = None,
) -> None:
    """Judge a plan made by hand: its rules and its cost. Exit code 0: it holds; 1: rules are broken; 2: unreadable input."""
    with _told():
        from workflows.check_own import check_own_files, told
        from workflows.input_files import InputFiles
        from workflows.reporter import Reporter

        files = InputFiles(wards, households, fieldworkers, round_, restrictions=restrictions)
        with Reporter(Console()) as reporter:
            done = check_own_files(own, files, compare_s=compare, seed=seed, out=out, progress=reporter)
        _say_of(done, told(done.own), out)
        if done.own.holds:
            _say("The plan holds: no rule is broken.")
            return
        _broken(list(done.own.sentences.itertuples(index=False, name=None)))


@app.command()
def replan(  # noqa: PLR0917 - a command's options are named
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the plan; it is only read.")],
    from_day: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="First day to plan anew.")],
    out: OutDir,
    done: Annotated[str, typer.Option(help="List of the visits made: household, fieldworker, date.")] = "",
    not_home: Annotated[str, typer.Option("--not-home", help="List of households where nobody was at home.")] = "",
    ill: Annotated[
        list[str] | None, typer.Option(help="Who is away: W-03 for the rest of the round, W-03=2026-03-05,2026-03-06 for days.")
    ] = None,
    new: Annotated[str, typer.Option(help="List of new households.")] = "",
    removed: Annotated[str, typer.Option(help="List of households that must not be visited any more.")] = "",
    pins: Annotated[str, typer.Option(help="List of what is set: household, and fieldworker or date or both.")] = "",
    forbid: Annotated[str, typer.Option(help="List of who must not visit whom: household, fieldworker.")] = "",
    changed_worker: Annotated[float, typer.Option(min=0, callback=_finite, help="Price of another fieldworker, minutes.")] = 15,
    changed_day: Annotated[float, typer.Option(min=0, callback=_finite, help="Price of another day, minutes.")] = 10,
    seconds: Annotated[float, typer.Option(min=0, callback=_finite, help="Time for the search.")] = 2,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="The same seed and iterations give the same plan.")] = 1,
    max_iterations: Annotated[
        int | None, typer.Option("--max-iterations", min=0, help="Stop by iterations, not by the clock.")
    ] = None,
    tables_only: Annotated[bool, typer.Option("--tables-only", help="Only the tables and the changes.")] = False,
    sheets: Annotated[bool, typer.Option("--sheets", help="Also a PDF for each fieldworker, in sheets/.")] = False,
) -> None:
    """Plan the rest of a round again: what is done stays, what was promised moves only if it pays; with a list of changes."""
    with _told():
        from outputs.changes_sheets import PAGES
        from workflows.hand_out import write_all
        from workflows.replan import HappeningFiles, away_of, replan_folder, told
        from workflows.reporter import Reporter

        files = HappeningFiles(done, not_home, removed, pins, forbid, new)
        with Reporter(Console(), "Reading the plan") as reporter:

            def more(handout: Any, where: Path) -> None:
                write_all(handout, where, sheets_each=sheets, writing=reporter.writing)

            made = replan_folder(
                folder,
                out,
                from_day=from_day,
                files=files,
                ill=away_of(ill or []),
                changed_worker_min=changed_worker,
                changed_day_min=changed_day,
                seconds=seconds,
                max_iterations=max_iterations,
                seed=seed,
                progress=reporter,
                more=None if tables_only else more,
            )
        for line in told(made.summary):
            _say(line)
        pages = "a page for each fieldworker concerned" if (out / PAGES).is_file() else "no pages: nothing changes for anybody"
        _say(f"Written to {out}, with the list of changes and {pages}.")


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="Folder of the earlier plan.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="Folder of the later plan of the same round.")],
    out: Annotated[Path | None, typer.Option("--out", help="Folder to write the list and the pages to.")] = None,
) -> None:
    """List what changed between two plans, and write it as a list, a workbook, and a page for each fieldworker concerned."""
    with _told():
        from workflows.compare_plans import compare_folders, line_of, told

        found = compare_folders(before, after, out)
        _list([line_of(row) for row in found.changes.itertuples(index=False)])
        for line in told(found):
            _say(line)
        if not found.handed:
            _say("Note: the lists of the later plan are not where they were, so only the list is written, without pages.")
        if out is not None:
            _say(f"Written to {out}.")


@app.command()
def explain(  # noqa: PLR0917 - a command's options are named
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that `wardround plan` wrote.")],
    households_: Annotated[
        list[str] | None, typer.Argument(metavar="[HOUSEHOLD_ID]...", help="Households to explain, by their ids.")
    ] = None,
    levers: Annotated[bool, typer.Option("--levers", help="What an hour, a day, a fieldworker more would bring.")] = False,
    resolve: Annotated[bool, typer.Option("--resolve", help="With --levers: plan anew with the five best changes.")] = False,
    wishes: Annotated[
        float, typer.Option(min=0, callback=_finite, help="What each wish costs: seconds for each of about 14 plans.")
    ] = 0,
    wards: Annotated[str | None, typer.Option(help="Where the ward boundaries are now.")] = None,
    households: Annotated[str | None, typer.Option(help="Where the household list is now.")] = None,
    fieldworkers: Annotated[str | None, typer.Option(help="Where the fieldworker list is now.")] = None,
) -> None:
    """Say what would be otherwise: how a household could be reached, who else could come, what rules and wishes cost."""
    with _told():
        from workflows.explain_folder import Asked, explain_folder

        stated = {"wards": wards, "households": households, "fieldworkers": fieldworkers}
        asked = Asked(tuple(households_ or ()), levers, resolve, wishes or None)
        with Console(stderr=True).status("Reading the plan …") as status:
            lines = explain_folder(
                folder,
                asked,
                {role: path for role, path in stated.items() if path},
                tell=lambda done, every, what: status.update(f"{done + 1:,} of {every:,}: {what}"),
            )
        for line in lines:
            _say(line)


@app.command()
def access(  # noqa: PLR0917 - a command's options are named
    households: Annotated[str, typer.Option(help="Household list. FILE::LAYER names a layer.")],
    points: Annotated[str, typer.Option(help="Service points: clinics, schools, pay points, with their sector.")],
    out: OutDir,
    sector: Annotated[list[str] | None, typer.Option(help="Only this sector, as health; may be given several times.")] = None,
    mode: Annotated[str, typer.Option(help="How people travel: walk, bicycle or car.")] = "walk",
    threshold_min: Annotated[float, typer.Option("--threshold-min", help="Minutes one way that count as within reach.")] = 60,
    weight: Annotated[str, typer.Option(help="What shares count: households, or members for the people in them.")] = "households",
    wards: Annotated[str, typer.Option(help="Ward boundaries: answers by ward and the levels above.")] = "",
    landmarks: Annotated[str, typer.Option(help="Village names, which place their households.")] = "",
    round_: Annotated[str, typer.Option("--round", help="A round.toml whose [travel] and [import] count.")] = "",
    roads: Roads = "",
    barriers: Barriers = "",
    bridges: Bridges = "",
    month: Month = 0,
) -> None:
    """Measure how far services are: minutes to the nearest point, who is within reach, capacity for each person."""
    with _told():
        from geo.access import AccessSettings
        from workflows.access_files import access_files, told
        from workflows.place_files import PlaceFiles
        from workflows.way_files import WayFiles

        chosen = AccessSettings(mode=mode, threshold_min=threshold_min, weight=weight)
        files = PlaceFiles(households, points, wards, landmarks, round_, ways=WayFiles(roads, barriers, bridges, month))
        with Console(stderr=True).status("Reading the lists and measuring …"):
            done = access_files(files, out, chosen, sector or None)
        _say_of(done, told(done), out)


@app.command()
def gaps(  # noqa: PLR0917 - a command's options are named
    wards: Annotated[str, typer.Option(help="Ward boundaries. FILE::LAYER names a layer.")],
    households: Annotated[str, typer.Option(help="Household list, with needs, needs_met and last_profiled where it has them.")],
    points: Annotated[str, typer.Option(help="Service points: clinics, schools, pay points, with their sector.")],
    out: OutDir,
    indicators: Annotated[str, typer.Option(help="Figures by ward, as a census profile: shown beside, on the layer.")] = "",
    areas: Annotated[list[str] | None, typer.Option(help="Other areas, as police precincts: sums by each. FILE::LAYER.")] = None,
    plan_: Annotated[Path | None, typer.Option("--plan", metavar="DIR", help="The last plan: whom it does not reach.")] = None,
    hot_spots: Annotated[bool, typer.Option("--hot-spots", help="Wards that stand out together with those around.")] = False,
    weigh: Annotated[
        list[str] | None,
        typer.Option(metavar="FIGURE=WEIGHT", help="One index of open:SECTOR=2, far:SECTOR=1, a column of --indicators."),
    ] = None,
    mode: Annotated[str, typer.Option(help="How people travel: walk, bicycle or car.")] = "walk",
    threshold_min: Annotated[float, typer.Option("--threshold-min", help="Minutes one way that count as within reach.")] = 60,
    weight: Annotated[str, typer.Option(help="What shares count: households, or members for the people in them.")] = "households",
    asked_months: Annotated[int, typer.Option("--asked-months", help="Answers older than these months are too old.")] = 24,
    today: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The day from which that is judged; else today.")] = "",
    list_date: Annotated[
        str, typer.Option("--list-date", metavar="YYYY-MM-DD", help="When a list without last_profiled was made; else today.")
    ] = "",
    landmarks: Annotated[str, typer.Option(help="Village names, which place their households.")] = "",
    round_: Annotated[str, typer.Option("--round", help="A round.toml whose [travel] and [import] count.")] = "",
    roads: Roads = "",
    barriers: Barriers = "",
    bridges: Bridges = "",
    month: Month = 0,
) -> None:
    """Find the gaps: by ward, cell and sector who has no need, whose need is met, unmet or out of reach, whom nobody asked."""
    with _told():
        from geo.access import AccessSettings
        from geo.gaps import GapSettings
        from workflows.gaps_beside import beside
        from workflows.gaps_files import day_of, gaps_files, told
        from workflows.place_files import PlaceFiles
        from workflows.way_files import WayFiles

        reach = AccessSettings(mode=mode, threshold_min=threshold_min, weight=weight)
        chosen = GapSettings(reach, asked_months, day_of(today, "--today"), day_of(list_date, "--list-date"))
        ways = WayFiles(roads, barriers, bridges, month)
        files = PlaceFiles(households, points, wards, landmarks, round_, wards_needed=True, ways=ways)
        with Console(stderr=True).status("Reading the lists and counting …"):
            done = gaps_files(files, out, chosen, indicators, beside(hot_spots, weigh or (), areas or (), plan_))
        _say_of(done, told(done), out)


@app.command()
def whatif(  # noqa: PLR0917 - a command's options are named
    plan_: Annotated[Path, typer.Option("--plan", metavar="DIR", help="Folder that `wardround plan` wrote; it is only read.")],
    out: OutDir,
    change: Annotated[
        list[str] | None,
        typer.Option(help="worker, day, vehicle, skill, language: these five if left out; or point. May be given several times."),
    ] = None,
    most: Annotated[int, typer.Option(help="Units of each change that are looked at.")] = 3,
    finish_by: Annotated[
        str, typer.Option("--finish-by", metavar="YYYY-MM-DD", help="What it takes to be done by this day.")
    ] = "",
    seats: Annotated[int, typer.Option(help="Seats of a new vehicle, where there is none that it could be like.")] = 4,
    steps: Annotated[int, typer.Option(help="Steps of each search: they and the seed decide the answer.")] = 100_000,
    seed: Annotated[int, typer.Option(help="The same seed and steps give the same answer.")] = 1,
    wards: Annotated[str | None, typer.Option(help="Where the ward boundaries are now.")] = None,
    households: Annotated[str | None, typer.Option(help="Where the household list is now.")] = None,
    fieldworkers: Annotated[str | None, typer.Option(help="Where the fieldworker list is now.")] = None,
    points: Annotated[str, typer.Option(help="For point: the service points there are, if not those of the plan.")] = "",
    sector: Annotated[str, typer.Option(help="For point: of which sector; else the one that fewest have in reach.")] = "",
    threshold_min: Annotated[float, typer.Option("--threshold-min", help="For point: minutes on foot within reach.")] = 60,
) -> None:
    """Say what it would take: one fieldworker, day, vehicle, skill, language or service point more; or to be done by a date."""
    with _told():
        from workflows.reporter import Reporter
        from workflows.whatif_folder import asked_of, told, whatif_folder

        reach = {"sector": sector, "threshold_min": threshold_min}
        asked = asked_of(tuple(change or ()), finish_by, most=most, steps=steps, seed=seed, seats=seats, **reach)
        stated = {"wards": wards, "households": households, "fieldworkers": fieldworkers}
        given = {role: path for role, path in stated.items() if path}
        with Reporter(Console(), "Reading the plan") as reporter:
            found = whatif_folder(plan_, out, asked, given, reporter.step, points)
        for line in told(found):
            _say(line)
        _say(f"Written to {out}.")


@app.command()
def site(  # noqa: PLR0917 - a command's options are named
    households: Annotated[str, typer.Option(help="Household list. FILE::LAYER names a layer.")],
    out: OutDir,
    candidates: Annotated[str, typer.Option(help="Places where a point could stand: a list of service points.")] = "",
    grid_m: Annotated[float, typer.Option("--grid-m", min=0, help="No list: the middle of squares with this side.")] = 0,
    count: Annotated[int | None, typer.Option(help="How many new points at most: 5, by ward 1 each.")] = None,
    by: Annotated[str, typer.Option(help="ward: a place for each ward, among those in or near it.")] = "",
    require: Annotated[str, typer.Option(help="What a place must have: electricity,water,furniture,accessible.")] = "",
    near_m: Annotated[float, typer.Option("--near-m", help="By ward: metres beyond its edge that count as near.")] = 500,
    budget: Annotated[float, typer.Option(help="What the new points may cost together, by their column cost.")] = math.inf,
    objective: Annotated[
        str, typer.Option(help="p_median: least minutes; mclp: most within the threshold; lscp: fewest points for all.")
    ] = "p_median",
    existing: Annotated[str, typer.Option(help="Points that are there already, and stay.")] = "",
    capacity: Annotated[bool, typer.Option("--capacity", help="The capacities of the points bind, in people.")] = False,
    villages: Annotated[bool, typer.Option("--villages", help="No list: the villages of the household list.")] = False,
    homes: Annotated[str, typer.Option(help="Fieldworkers whose homes are there already, as points that stay.")] = "",
    threshold_min: Annotated[float, typer.Option("--threshold-min", help="Minutes one way that count as within reach.")] = 60,
    weight: Annotated[str, typer.Option(help="What counts: households, or members for the people in them.")] = "households",
    mode: Annotated[str, typer.Option(help="How people travel: walk, bicycle or car.")] = "walk",
    min_distance_m: Annotated[float, typer.Option("--min-distance-m", help="Metres between a new point and any other.")] = 0,
    least: Annotated[float, typer.Option(help="What each new point must serve at least.")] = 0,
    most: Annotated[float, typer.Option(help="What each point may serve at most.")] = math.inf,
    seconds: Annotated[float, typer.Option(min=0, callback=_finite, help="Time for the search.")] = 60,
    wards: Annotated[str, typer.Option(help="Ward boundaries.")] = "",
    landmarks: Annotated[str, typer.Option(help="Village names, which place their households.")] = "",
    round_: Annotated[str, typer.Option("--round", help="A round.toml whose [travel] and [import] count.")] = "",
    roads: Roads = "",
    barriers: Barriers = "",
    bridges: Bridges = "",
    month: Month = 0,
) -> None:
    """Choose where new service points should stand, and say how far from the best the choice can be at most."""
    with _told():
        from geo.siting import SitingSettings
        from geo.siting.requirements import listed
        from workflows.site_files import SiteFiles, site_files, told
        from workflows.way_files import WayFiles

        many = count if count is not None else 1 if by else 5
        limits = (min_distance_m, capacity, least, most, budget, listed(require))
        chosen = partial(SitingSettings, objective, many, mode, threshold_min, weight, *limits)
        places = (candidates, existing, grid_m, by, near_m, villages, homes)
        ways = WayFiles(roads, barriers, bridges, month)
        files = SiteFiles(households, "", wards, landmarks, round_, False, ways, *places)
        with Console(stderr=True).status("Reading the lists and searching …"):
            done = site_files(files, out, chosen, seconds)
        _say_of(done, told(done), out)


@app.command()
def together(  # noqa: PLR0917 - a command's options are named
    households: Annotated[str, typer.Option(help="Household list with its column needs. FILE::LAYER names a layer.")],
    services: Annotated[str, typer.Option(help="Two to five services that may share a point: health,education,social.")],
    out: OutDir,
    candidates: Annotated[str, typer.Option(help="Places where a point could stand: a list of service points.")] = "",
    grid_m: Annotated[float, typer.Option("--grid-m", min=0, help="No list: the middle of squares with this side.")] = 0,
    least: Annotated[str, typer.Option(help="Fewest that a point may serve, as 50,100,200; else by the needs.")] = "",
    look_at: Annotated[float, typer.Option("--look-at", min=0, help="Which of them all groupings are compared at.")] = 0,
    only: Annotated[str, typer.Option(help="Only households of these settlements: rural,deep_rural.")] = "",
    one_trip: Annotated[float, typer.Option("--one-trip", help="Share of people who settle all needs in one trip.")] = 0,
    point_cost: Annotated[float, typer.Option("--point-cost", help="What a point costs, in any unit.")] = 1,
    service_cost: Annotated[float, typer.Option("--service-cost", help="What each service in a point costs.")] = 0,
    mode: Annotated[str, typer.Option(help="How people travel: walk, bicycle or car.")] = "walk",
    threshold_min: Annotated[float, typer.Option("--threshold-min", help="Minutes one way that count as within reach.")] = 60,
    weight: Annotated[str, typer.Option(help="Whom a point serves: households, or members for their people.")] = "households",
    seconds: Annotated[float, typer.Option(min=0, callback=_finite, help="Time for all choices together.")] = 120,
    wards: Annotated[str, typer.Option(help="Ward boundaries.")] = "",
    landmarks: Annotated[str, typer.Option(help="Village names, which place their households.")] = "",
    round_: Annotated[str, typer.Option("--round", help="A round.toml whose [travel] and [import] count.")] = "",
    roads: Roads = "",
    barriers: Barriers = "",
    bridges: Bridges = "",
    month: Month = 0,
) -> None:
    """Weigh one point for many services against a point for each: points, ways, and what the fewest people change."""
    with _told():
        from workflows.together_files import TogetherFiles, asked_of, together_files, told
        from workflows.way_files import WayFiles

        ways = WayFiles(roads, barriers, bridges, month)
        files = TogetherFiles(households, "", wards, landmarks, round_, False, ways, candidates, grid_m)
        costs = {"one_trip": one_trip, "point_cost": point_cost, "service_cost": service_cost, "threshold_min": threshold_min}
        asked = partial(asked_of, services, least, only, look_at=look_at, mode=mode, weight=weight, **costs)
        with Console(stderr=True).status("Reading the lists and weighing …"):
            done = together_files(files, out, asked, seconds)
        _say_of(done, told(done), out)


@app.command()
def centres(  # noqa: PLR0917 - a command's options are named
    wards: Annotated[str, typer.Option(help="Ward boundaries with municipality, district, province. FILE::LAYER names a layer.")],
    out: OutDir,
    people: Annotated[str, typer.Option(help="People by ward, a census profile say; else wards count alike.")] = "",
    column: Annotated[str, typer.Option(help="Its column that counts: population if left out.")] = "",
    candidates: Annotated[str, typer.Option(help="Towns that may be centres; else the middles of the areas.")] = "",
    within: Annotated[str, typer.Option(help="Only a district, province or municipality: code or name.")] = "",
    level: Annotated[str, typer.Option(help="What a centre serves: municipality or ward.")] = "municipality",
    least: Annotated[int, typer.Option(help="How many a centre serves at least.")] = 5,
    most: Annotated[int, typer.Option(help="How many a centre serves at most.")] = 10,
    count: Annotated[int, typer.Option(help="How many centres at most; 0 for as many as the least allows.")] = 0,
    mode: Annotated[str, typer.Option(help="How people travel: walk, bicycle or car.")] = "car",
    seconds: Annotated[float, typer.Option(min=0, callback=_finite, help="Time for the search.")] = 60,
    round_: Annotated[str, typer.Option("--round", help="A round.toml whose [travel] and [import] count.")] = "",
    roads: Roads = "",
    barriers: Barriers = "",
    bridges: Bridges = "",
    month: Month = 0,
) -> None:
    """Choose regional centres that each serve between so many municipalities, with short ways for their people."""
    with _told():
        from geo.siting.centres import CentresSettings
        from workflows.centres_files import CentresFiles, centres_files, told
        from workflows.way_files import WayFiles

        ways = WayFiles(roads, barriers, bridges, month)
        files = CentresFiles("", "", wards, "", round_, False, ways, candidates, people, column, level, within)
        with Console(stderr=True).status("Reading the lists and searching …"):
            done = centres_files(files, out, partial(CentresSettings, least, most, count, mode), seconds)
        _say_of(done, told(done), out)


@app.command()
def stops(  # noqa: PLR0917 - a command's options are named
    households: Annotated[str, typer.Option(help="Household list. FILE::LAYER names a layer.")],
    base: Annotated[str, typer.Option(metavar="LAT,LON", help="Where the vehicles set out and come back to: -33.30,26.52.")],
    first_day: Annotated[str, typer.Option("--first-day", metavar="YYYY-MM-DD", help="First day of the first round.")],
    out: OutDir,
    candidates: Annotated[str, typer.Option(help="Places where a vehicle could stop: a list of service points.")] = "",
    grid_m: Annotated[float, typer.Option("--grid-m", min=0, help="No list: the middle of squares with this side.")] = 0,
    existing: Annotated[str, typer.Option(help="Points that are there already: who is near one needs no stop.")] = "",
    count: Annotated[int, typer.Option(help="Most stops; 0 for the fewest that cover all that can be covered.")] = 0,
    threshold_min: Annotated[float, typer.Option("--threshold-min", help="Minutes one way that people walk to a stop.")] = 60,
    weight: Annotated[str, typer.Option(help="Who comes: households, or members for their people.")] = "households",
    every_weeks: Annotated[int, typer.Option("--every-weeks", help="Weeks from one coming to the next.")] = 4,
    rounds: Annotated[int, typer.Option(help="How many rounds; 1 for a campaign, which comes once.")] = 3,
    vehicles: Annotated[int, typer.Option(help="How many vehicles.")] = 1,
    hours: Annotated[float, typer.Option(help="Hours of a day, from leaving the base to being back.")] = 8,
    days: Annotated[str, typer.Option(help="Weekdays, as Mon;Wed; Monday to Friday if left out.")] = "",
    start: Annotated[str, typer.Option(metavar="HH:MM", help="When the vehicles may leave.")] = "08:00",
    setup_min: Annotated[float, typer.Option("--setup-min", help="Minutes at a stop to set up and pack.")] = 30,
    each_min: Annotated[float, typer.Option("--each-min", help="Minutes for each one who comes.")] = 10,
    come: Annotated[float, typer.Option(help="Share of those near a stop who come each time.")] = 0.1,
    holidays: Annotated[str, typer.Option(help="Country of the public holidays; empty for none.")] = "ZA",
    seconds: Annotated[float, typer.Option(min=0, callback=_finite, help="Time for stops and calendar together.")] = 30,
    wards: Annotated[str, typer.Option(help="Ward boundaries.")] = "",
    landmarks: Annotated[str, typer.Option(help="Village names, which place their households.")] = "",
    round_: Annotated[str, typer.Option("--round", help="A round.toml whose [travel] and [import] count.")] = "",
    roads: Roads = "",
    barriers: Barriers = "",
    bridges: Bridges = "",
    month: Month = 0,
) -> None:
    """Choose the stops of a mobile service or a campaign, and say on which dates the vehicles come where."""
    with _told():
        from workflows.site_files import SiteFiles
        from workflows.stops_files import asked_of, stops_files, told
        from workflows.way_files import WayFiles

        ways = WayFiles(roads, barriers, bridges, month)
        files = SiteFiles(households, "", wards, landmarks, round_, False, ways, candidates, existing, grid_m)
        where = {"objective": "mclp" if count else "lscp", "count": count or 1, "threshold_min": threshold_min, "weight": weight}
        when = {"every_weeks": every_weeks, "rounds": rounds, "vehicles": vehicles, "hours": hours, "days": days, "start": start}
        when |= {"first_day": first_day, "setup_min": setup_min, "each_min": each_min, "come": come, "holidays": holidays}
        with Console(stderr=True).status("Reading the lists, choosing and planning …"):
            done = stops_files(files, out, partial(asked_of, base, where, when), seconds)
        _say_of(done, told(done), out)


@app.command()
def templates(out: OutDir) -> None:
    """Write blank workbooks for the lists, with examples and drop-down lists."""
    with _told():
        from workflows.templates import write_templates

        for name in write_templates(out):
            _say(name)
        _say("Wards need no blank list: they come as a map file, as the Municipal Demarcation Board publishes it.")
        _say(f"Written to {out}.")


@app.command("hand-out")
def hand_out(
    out: OutDir,
    workspace: Annotated[Path | None, typer.Argument(help="Folder of a workspace; the last one if left out.")] = None,
    sheets: Annotated[bool, typer.Option("--sheets", help="Also a PDF for each fieldworker, in sheets/.")] = False,
) -> None:
    """Write everything that is handed out for the newest plan of a workspace."""
    with _told():
        from workflows.hand_out import write_latest
        from workflows.reporter import Reporter
        from workflows.run_app import present_workspace

        with Reporter(Console(), "Reading the plan", stops=False) as reporter:
            write_latest(present_workspace(workspace), out, sheets_each=sheets, writing=reporter.writing)
        _say(f"Written to {out}.")


@app.command()
def demo(out: OutDir) -> None:
    """Write the files of the fictional demonstration, to try the command line with."""
    with _told():
        from workflows.demonstration import write_files

        for name in write_files(out):
            _say(name)
        _say(f"Written to {out}. Everything in these files is made up.")


@app.callback(invoke_without_command=True)
def _start(version: Annotated[bool, typer.Option("--version", help="Say which version this is.")] = False) -> None:
    if version:
        from outputs.summary import version as number

        _say(f"wardround {number()}")
        raise typer.Exit


def _broken(rules: Sequence[tuple[str, ...]]) -> None:
    """List the broken rules (code, household, worker, date, what is wrong) and end with their exit code."""
    from geo.problems import many

    places = [", ".join(part for part in rule[1:4] if part) for rule in rules]
    _list([f"{rule[0]}{f' [{where}]' if where else ''} {rule[4]}" for rule, where in zip(rules, places, strict=True)])
    _say(f"The plan does not hold: {many(len(rules), 'rule is', 'rules are')} broken.")
    raise typer.Exit(BROKEN)


def _list(lines: Sequence[str]) -> None:
    for line in lines[:_LISTED]:
        _say(line)
    if len(lines) > _LISTED:
        _say(f"… and {len(lines) - _LISTED:,} more.")


def _hand_outs(reporter: Any, sheets: bool) -> Any:
    from workflows.hand_out import of_files, write_all

    def more(plan_: Any, inputs: Any, folder: Path) -> None:
        handout = of_files(plan_, inputs.quarantined["households"], **inputs.surroundings())
        write_all(handout, folder, sheets_each=sheets, writing=reporter.writing)

    return more


def _result(summary: dict[str, Any], reasons: Any) -> list[str]:
    from geo.intake.result import NO_ENTRY
    from workflows.counting import SET_ASIDE, counted
    from workflows.plan_numbers import good_told

    # A total or a row that was left out is a row of the file and no household.
    none = sum(int(summary["reasons"].get(code, 0)) for code in NO_ENTRY)
    served, every = summary["served"], summary["households"] - none
    left = every - served
    lines = [f"{served:,} of {every:,} households are reached; {left:,} {'is' if left == 1 else 'are'} not.", *good_told(summary)]
    count = counted(summary, int(summary["set_aside"].get("households", 0)))
    if count.asked < every and any(words != SET_ASIDE for words, _ in count.left_out):
        head = f"{served:,} of the {count.asked:,} households that the round asks for are reached; {count.not_reached:,} are not."
        lines[:1] = [head, count.explained]
    if len(reasons):
        from outputs.words import reason_title

        lines.append(
            "Biggest reasons: " + ", ".join(f"{reason_title(str(name)).lower()} {n:,}" for name, n in reasons.items()) + "."
        )
    if "vehicles" in summary:
        lines.append(_driven(summary["vehicles"], int(summary["set_aside"].get("vehicles", 0))))
    unfinished = int(summary["reasons"].get("not_finished", 0))
    if unfinished:
        lines.append(f"{unfinished:,} could still fit: plan again with more --seconds.")
    aside = {role: int(rows) for role, rows in summary["set_aside"].items() if rows}
    lines += [f"{_ROWS_OF[role]} rows set aside: {rows:,}." for role, rows in aside.items()]
    if summary["repaired"]:
        lines.append(f"Cells mended: {summary['repaired']:,}.")
    if aside or summary["repaired"]:
        lines.append("Each of them is listed in quarantine.csv.")
    return [*lines, "Checked: every rule holds."]


def _say_of(done: Any, lines: Iterable[str], out: Path | None) -> None:
    """How the lists were read, what to look at, the answer, and where it lies."""
    for line in done.headings:
        _say(line)
    for problem in done.warnings:
        _say(f"Note: {problem}")
    for line in lines:
        _say(line)
    if out is not None:
        _say(f"Written to {out}.")


def _driven(figures: dict[str, int], aside: int) -> str:
    """What the shared vehicles do; ``aside``: rows of their list that were set aside."""
    days, rides = figures["vehicle_days"], figures["worker_days"]
    if not days and aside:
        return f"No vehicle drives; {aside:,} {'row of their list was' if aside == 1 else 'rows of their list were'} set aside."
    if not days:
        return "No vehicle drives: no way that was tried reaches more than on foot, or saves more walking than it costs."
    return (
        f"Vehicles drive on {days:,} vehicle-day{'s' * (days != 1)} and take fieldworkers out {rides:,} time{'s' * (rides != 1)}."
    )


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn every error into plain words and an exit code; never a traceback (but with WARDROUND_DEBUG=1)."""
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except KeyboardInterrupt:
        _stop("Ended; nothing was written.")
    except Exception as error:
        if os.environ.get("WARDROUND_DEBUG") == "1":
            raise
        _explain(error)


def _explain(error: Exception) -> None:
    from geo.errors import InputProblems, SolverError, WardroundError

    if isinstance(error, InputProblems):
        count = len(error.problems)
        _stop("\n".join([f"{count} thing{'s' if count > 1 else ''} must be put right first:", *map(str, error.problems)]))
    if isinstance(error, WardroundError) and not isinstance(error, SolverError):
        _stop(str(error))
    from workflows.error_log import record
    from workflows.last_workspace import data_folder

    folder = data_folder()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    log_id = record(error, folder)
    fact = str(error) if isinstance(error, WardroundError) else "Something went wrong in Wardround; nothing was written."
    _stop(f"{fact} Tell us the log number {log_id} (in {folder / 'errors.log'}).", FAILED)


def _say(text: str) -> None:
    Console(soft_wrap=True, highlight=False, markup=False).print(text)


def _stop(text: str, code: int = WRONG) -> None:
    Console(stderr=True, soft_wrap=True, highlight=False, markup=False).print(text)
    raise typer.Exit(code)


def main() -> None:
    """Run the command."""
    app()


if __name__ == "__main__":
    main()
