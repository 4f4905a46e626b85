"""The ``wardround`` command: what the pages do, for scripts and servers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from cli_places import COMMANDS
from cli_told import BROKEN, Barriers, Bridges, Month, OutDir, Roads, finite, in_plain_words, say, say_of, stop

app = typer.Typer(
    help="Plan household profiling rounds: who visits whom, on which day, in which order, and whom nobody reaches.",
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)
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


@app.command()
def run(
    workspace: Annotated[Path | None, typer.Argument(help="Folder of a workspace; made if it is not there.")] = None,
    port: Annotated[int, typer.Option(min=1024, max=65535, help="Port on this computer.")] = 8501,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Start the app: on the named workspace, else the last one, else the demonstration."""
    with in_plain_words():
        from workflows import run_app

        say("Opening the workspace. The first start prepares the demonstration and takes a little longer.")
        ws = run_app.choose_workspace(workspace)
        found = run_app.free_port(port)
        if found is None:
            stop(f"No port from {port} on is free. Name another with --port.")
            return
        if found != port:
            say(f"Port {port} is in use by another program; {found} is taken instead.")
        say(f"{ws.name}: http://{run_app.HOST}:{found}   (end with Ctrl-C)")
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
    seconds: Annotated[float, typer.Option(min=0, callback=finite, help="Time for the search.")] = 30,
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
    with in_plain_words():
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
        say_of(done, _result(done.summary, done.plan.unserved["reason"].value_counts().head(3)), out)
        for line in done.about_people:
            say(line)


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
    with in_plain_words():
        from workflows.check_folder import check_folder

        stated = {"wards": wards, "households": households, "fieldworkers": fieldworkers, "round": round_}
        stated |= {"service_points": service_points, "landmarks": landmarks, "restrictions": restrictions}
        stated |= {"vehicles": vehicles, "roads": roads, "barriers": barriers, "bridges": bridges}
        found = check_folder(folder, {role: path for role, path in stated.items() if path})
        if not found:
            say("The plan holds: every rule was checked against the inputs.")
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
        float, typer.Option(min=0, callback=finite, help="Seconds for a plan by the optimizer to set beside it.")
    ] = 0,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Of the optimizer's plan.")] = 1,
    out: Annotated[Path | None, typer.Option("--out", help="Folder to write the tables to.")] = None,
) -> None:
    """Judge a plan made by hand: its rules and its cost. Exit code 0: it holds; 1: rules are broken; 2: unreadable input."""
    with in_plain_words():
        from workflows.check_own import check_own_files, told
        from workflows.input_files import InputFiles
        from workflows.reporter import Reporter

        files = InputFiles(wards, households, fieldworkers, round_, restrictions=restrictions)
        with Reporter(Console()) as reporter:
            done = check_own_files(own, files, compare_s=compare, seed=seed, out=out, progress=reporter)
        say_of(done, told(done.own), out)
        if done.own.holds:
            say("The plan holds: no rule is broken.")
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
    changed_worker: Annotated[float, typer.Option(min=0, callback=finite, help="Price of another fieldworker, minutes.")] = 15,
    changed_day: Annotated[float, typer.Option(min=0, callback=finite, help="Price of another day, minutes.")] = 10,
    seconds: Annotated[float, typer.Option(min=0, callback=finite, help="Time for the search.")] = 2,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="The same seed and iterations give the same plan.")] = 1,
    max_iterations: Annotated[
        int | None, typer.Option("--max-iterations", min=0, help="Stop by iterations, not by the clock.")
    ] = None,
    tables_only: Annotated[bool, typer.Option("--tables-only", help="Only the tables and the changes.")] = False,
    sheets: Annotated[bool, typer.Option("--sheets", help="Also a PDF for each fieldworker, in sheets/.")] = False,
) -> None:
    """Plan the rest of a round again: what is done stays, what was promised moves only if it pays; with a list of changes."""
    with in_plain_words():
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
            say(line)
        pages = "a page for each fieldworker concerned" if (out / PAGES).is_file() else "no pages: nothing changes for anybody"
        say(f"Written to {out}, with the list of changes and {pages}.")


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="Folder of the earlier plan.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="Folder of the later plan of the same round.")],
    out: Annotated[Path | None, typer.Option("--out", help="Folder to write the list and the pages to.")] = None,
) -> None:
    """List what changed between two plans, and write it as a list, a workbook, and a page for each fieldworker concerned."""
    with in_plain_words():
        from workflows.compare_plans import compare_folders, line_of, told

        found = compare_folders(before, after, out)
        _list([line_of(row) for row in found.changes.itertuples(index=False)])
        for line in told(found):
            say(line)
        if not found.handed:
            say("Note: the lists of the later plan are not where they were, so only the list is written, without pages.")
        if out is not None:
            say(f"Written to {out}.")


@app.command()
def explain(  # noqa: PLR0917 - a command's options are named
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that `wardround plan` wrote.")],
    households_: Annotated[
        list[str] | None, typer.Argument(metavar="[HOUSEHOLD_ID]...", help="Households to explain, by their ids.")
    ] = None,
    levers: Annotated[bool, typer.Option("--levers", help="What an hour, a day, a fieldworker more would bring.")] = False,
    resolve: Annotated[bool, typer.Option("--resolve", help="With --levers: plan anew with the five best changes.")] = False,
    wishes: Annotated[
        float, typer.Option(min=0, callback=finite, help="What each wish costs: seconds for each of about 14 plans.")
    ] = 0,
    wards: Annotated[str | None, typer.Option(help="Where the ward boundaries are now.")] = None,
    households: Annotated[str | None, typer.Option(help="Where the household list is now.")] = None,
    fieldworkers: Annotated[str | None, typer.Option(help="Where the fieldworker list is now.")] = None,
) -> None:
    """Say what would be otherwise: how a household could be reached, who else could come, what rules and wishes cost."""
    with in_plain_words():
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
            say(line)


for _command in COMMANDS:
    app.command()(_command)


@app.command()
def templates(out: OutDir) -> None:
    """Write blank workbooks for the lists, with examples and drop-down lists."""
    with in_plain_words():
        from workflows.templates import write_templates

        for name in write_templates(out):
            say(name)
        say("Wards need no blank list: they come as a map file, as the Municipal Demarcation Board publishes it.")
        say(f"Written to {out}.")


@app.command("hand-out")
def hand_out(
    out: OutDir,
    workspace: Annotated[Path | None, typer.Argument(help="Folder of a workspace; the last one if left out.")] = None,
    sheets: Annotated[bool, typer.Option("--sheets", help="Also a PDF for each fieldworker, in sheets/.")] = False,
) -> None:
    """Write everything that is handed out for the newest plan of a workspace."""
    with in_plain_words():
        from workflows.hand_out import write_latest
        from workflows.reporter import Reporter
        from workflows.run_app import present_workspace

        with Reporter(Console(), "Reading the plan", stops=False) as reporter:
            write_latest(present_workspace(workspace), out, sheets_each=sheets, writing=reporter.writing)
        say(f"Written to {out}.")


@app.command()
def demo(out: OutDir) -> None:
    """Write the files of the fictional demonstration, to try the command line with."""
    with in_plain_words():
        from workflows.demonstration import write_files

        for name in write_files(out):
            say(name)
        say(f"Written to {out}. Everything in these files is made up.")


@app.callback(invoke_without_command=True)
def _start(version: Annotated[bool, typer.Option("--version", help="Say which version this is.")] = False) -> None:
    if version:
        from outputs.summary import version as number

        say(f"wardround {number()}")
        raise typer.Exit


def _broken(rules: Sequence[tuple[str, ...]]) -> None:
    """List the broken rules (code, household, worker, date, what is wrong) and end with their exit code."""
    from geo.problems import many

    places = [", ".join(part for part in rule[1:4] if part) for rule in rules]
    _list([f"{rule[0]}{f' [{where}]' if where else ''} {rule[4]}" for rule, where in zip(rules, places, strict=True)])
    say(f"The plan does not hold: {many(len(rules), 'rule is', 'rules are')} broken.")
    raise typer.Exit(BROKEN)


def _list(lines: Sequence[str]) -> None:
    for line in lines[:_LISTED]:
        say(line)
    if len(lines) > _LISTED:
        say(f"… and {len(lines) - _LISTED:,} more.")


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
    if any(words != SET_ASIDE for words, _ in count.left_out):
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


def main() -> None:
    """Run the command."""
    app()


if __name__ == "__main__":
    main()
