"""The commands on service points: how far they are, where they are missing, and where the next ones should stand."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli_told import Barriers, Bridges, Month, OutDir, Roads, finite, in_plain_words, say, say_of

#: Options that several of these commands have.
GridM = Annotated[float, typer.Option("--grid-m", min=0, help="No list: the middle of squares with this side.")]
Mode = Annotated[str, typer.Option(help="How people travel: walk, bicycle or car.")]
ThresholdMin = Annotated[float, typer.Option("--threshold-min", help="Minutes one way that count as within reach.")]
Boundaries = Annotated[str, typer.Option(help="Ward boundaries.")]
Villages = Annotated[str, typer.Option(help="Village names, which place their households.")]
RoundToml = Annotated[str, typer.Option("--round", help="A round.toml: how people travel, and how lists are read.")]
Search = Annotated[float, typer.Option(min=0, callback=finite, help="Time for the search.")]


def access(  # noqa: PLR0917 - a command's options are named
    households: Annotated[str, typer.Option(help="Household list. FILE::LAYER names a layer.")],
    points: Annotated[str, typer.Option(help="Service points: clinics, schools, pay points, with their sector.")],
    out: OutDir,
    sector: Annotated[list[str] | None, typer.Option(help="Only this sector, as health; may be given several times.")] = None,
    mode: Mode = "walk",
    threshold_min: ThresholdMin = 60,
    weight: Annotated[str, typer.Option(help="What shares count: households, or members for the people in them.")] = "households",
    wards: Annotated[str, typer.Option(help="Ward boundaries: answers by ward and the levels above.")] = "",
    landmarks: Villages = "",
    round_: RoundToml = "",
    roads: Roads = "",
    barriers: Barriers = "",
    bridges: Bridges = "",
    month: Month = 0,
) -> None:
    """Measure how far services are: minutes to the nearest point, who is within reach, capacity for each person."""
    with in_plain_words():
        from geo.access import AccessSettings
        from workflows.access_files import access_files, told
        from workflows.place_files import PlaceFiles
        from workflows.way_files import WayFiles

        chosen = AccessSettings(mode=mode, threshold_min=threshold_min, weight=weight)
        files = PlaceFiles(households, points, wards, landmarks, round_, ways=WayFiles(roads, barriers, bridges, month))
        with Console(stderr=True).status("Reading the lists and measuring …"):
            done = access_files(files, out, chosen, sector or None)
        say_of(done, told(done), out)


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
    mode: Mode = "walk",
    threshold_min: ThresholdMin = 60,
    weight: Annotated[str, typer.Option(help="What shares count: households, or members for the people in them.")] = "households",
    asked_months: Annotated[int, typer.Option("--asked-months", help="Answers older than these months are too old.")] = 24,
    today: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The day from which that is judged; else today.")] = "",
    list_date: Annotated[
        str, typer.Option("--list-date", metavar="YYYY-MM-DD", help="When a list without last_profiled was made; else today.")
    ] = "",
    landmarks: Villages = "",
    round_: RoundToml = "",
    roads: Roads = "",
    barriers: Barriers = "",
    bridges: Bridges = "",
    month: Month = 0,
) -> None:
    """Find the gaps: by ward, cell and sector who has no need, whose need is met, unmet or out of reach, whom nobody asked."""
    with in_plain_words():
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
        say_of(done, told(done), out)


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
    with in_plain_words():
        from workflows.reporter import Reporter
        from workflows.whatif_folder import asked_of, told, whatif_folder

        reach = {"sector": sector, "threshold_min": threshold_min}
        asked = asked_of(tuple(change or ()), finish_by, most=most, steps=steps, seed=seed, seats=seats, **reach)
        stated = {"wards": wards, "households": households, "fieldworkers": fieldworkers}
        given = {role: path for role, path in stated.items() if path}
        with Reporter(Console(), "Reading the plan") as reporter:
            found = whatif_folder(plan_, out, asked, given, reporter.step, points)
        for line in told(found):
            say(line)
        say(f"Written to {out}.")


def site(  # noqa: PLR0917 - a command's options are named
    households: Annotated[str, typer.Option(help="Household list. FILE::LAYER names a layer.")],
    out: OutDir,
    candidates: Annotated[str, typer.Option(help="Places where a point could stand: a list of service points.")] = "",
    grid_m: GridM = 0,
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
    threshold_min: ThresholdMin = 60,
    weight: Annotated[str, typer.Option(help="What counts: households, or members for the people in them.")] = "households",
    mode: Mode = "walk",
    min_distance_m: Annotated[float, typer.Option("--min-distance-m", help="Metres between a new point and any other.")] = 0,
    least: Annotated[float, typer.Option(help="What each new point must serve at least.")] = 0,
    most: Annotated[float, typer.Option(help="What each point may serve at most.")] = math.inf,
    seconds: Search = 60,
    wards: Boundaries = "",
    landmarks: Villages = "",
    round_: RoundToml = "",
    roads: Roads = "",
    barriers: Barriers = "",
    bridges: Bridges = "",
    month: Month = 0,
) -> None:
    """Choose where new service points should stand, and say how far from the best the choice can be at most."""
    with in_plain_words():
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
        say_of(done, told(done), out)


def together(  # noqa: PLR0917 - a command's options are named
    households: Annotated[str, typer.Option(help="Household list with its column needs. FILE::LAYER names a layer.")],
    services: Annotated[str, typer.Option(help="Two to five services that may share a point: health,education,social.")],
    out: OutDir,
    candidates: Annotated[str, typer.Option(help="Places where a point could stand: a list of service points.")] = "",
    grid_m: GridM = 0,
    least: Annotated[str, typer.Option(help="Fewest that a point may serve, as 50,100,200; else by the needs.")] = "",
    look_at: Annotated[float, typer.Option("--look-at", min=0, help="Which of them all groupings are compared at.")] = 0,
    only: Annotated[str, typer.Option(help="Only households of these settlements: rural,deep_rural.")] = "",
    one_trip: Annotated[float, typer.Option("--one-trip", help="Share of people who settle all needs in one trip.")] = 0,
    point_cost: Annotated[float, typer.Option("--point-cost", help="What a point costs, in any unit.")] = 1,
    service_cost: Annotated[float, typer.Option("--service-cost", help="What each service in a point costs.")] = 0,
    mode: Mode = "walk",
    threshold_min: ThresholdMin = 60,
    weight: Annotated[str, typer.Option(help="Whom a point serves: households, or members for their people.")] = "households",
    seconds: Annotated[float, typer.Option(min=0, callback=finite, help="Time for all choices together.")] = 120,
    wards: Boundaries = "",
    landmarks: Villages = "",
    round_: RoundToml = "",
    roads: Roads = "",
    barriers: Barriers = "",
    bridges: Bridges = "",
    month: Month = 0,
) -> None:
    """Weigh one point for many services against a point for each: points, ways, and what the fewest people change."""
    with in_plain_words():
        from workflows.together_files import TogetherFiles, asked_of, together_files, told
        from workflows.way_files import WayFiles

        ways = WayFiles(roads, barriers, bridges, month)
        files = TogetherFiles(households, "", wards, landmarks, round_, False, ways, candidates, grid_m)
        costs = {"one_trip": one_trip, "point_cost": point_cost, "service_cost": service_cost, "threshold_min": threshold_min}
        asked = partial(asked_of, services, least, only, look_at=look_at, mode=mode, weight=weight, **costs)
        with Console(stderr=True).status("Reading the lists and weighing …"):
            done = together_files(files, out, asked, seconds)
        say_of(done, told(done), out)


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
    mode: Mode = "car",
    seconds: Search = 60,
    round_: RoundToml = "",
    roads: Roads = "",
    barriers: Barriers = "",
    bridges: Bridges = "",
    month: Month = 0,
) -> None:
    """Choose regional centres that each serve between so many municipalities, with short ways for their people."""
    with in_plain_words():
        from geo.siting.centres import CentresSettings
        from workflows.centres_files import CentresFiles, centres_files, told
        from workflows.way_files import WayFiles

        ways = WayFiles(roads, barriers, bridges, month)
        files = CentresFiles("", "", wards, "", round_, False, ways, candidates, people, column, level, within)
        with Console(stderr=True).status("Reading the lists and searching …"):
            done = centres_files(files, out, partial(CentresSettings, least, most, count, mode), seconds)
        say_of(done, told(done), out)


def stops(  # noqa: PLR0917 - a command's options are named
    households: Annotated[str, typer.Option(help="Household list. FILE::LAYER names a layer.")],
    base: Annotated[str, typer.Option(metavar="LAT,LON", help="Where the vehicles set out and come back to: -33.30,26.52.")],
    first_day: Annotated[str, typer.Option("--first-day", metavar="YYYY-MM-DD", help="First day of the first round.")],
    out: OutDir,
    candidates: Annotated[str, typer.Option(help="Places where a vehicle could stop: a list of service points.")] = "",
    grid_m: GridM = 0,
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
    seconds: Annotated[float, typer.Option(min=0, callback=finite, help="Time for stops and calendar together.")] = 30,
    wards: Boundaries = "",
    landmarks: Villages = "",
    round_: RoundToml = "",
    roads: Roads = "",
    barriers: Barriers = "",
    bridges: Bridges = "",
    month: Month = 0,
) -> None:
    """Choose the stops of a mobile service or a campaign, and say on which dates the vehicles come where."""
    with in_plain_words():
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
        say_of(done, told(done), out)


#: In the order in which the help lists them.
COMMANDS = (access, gaps, whatif, site, together, centres, stops)
