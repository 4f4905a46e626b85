"""Write docs/performance.md and its picture from results.csv: ``python -m benchmarks report``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import mean

from benchmarks.latest import NAMES, Latest
from benchmarks.literature import BY_PRIZE
from benchmarks.parts import CURVE
from benchmarks.plot import draw
from benchmarks.record import recorded
from benchmarks.runs import OURS
from benchmarks.watch import ROOT

PAGE = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "pictures" / "visits-over-seconds.svg"
PEERS = tuple(name for name in NAMES if name != OURS)
_HEAD = """# Performance

This page is written by `python -m benchmarks report` from `benchmarks/results.csv`, where every measurement stands with its
date, commit, machine and versions. Measure yourself with `make bench`: a call takes 25 minutes at most, and the next one
goes on where it stopped (`make bench BENCH=--list` says what is left). Seconds depend on the machine; the ratios less so.

**How it is measured.** All engines get the same whole seconds of travel and the same rules, one after the other on the same
machine, each in a process of its own. Wardround is run as the app runs it. VROOM (through pyvroom) explores as deeply as it
can on two cores, PyVRP and OR-Tools routing run as they come, on one core. Every plan, ours and theirs, is judged by the same
checker; broken rules stand in the last table. The *bound* is a number of visits (or weight of visits) that no plan can pass.
Where households have priorities 0, 1 and 3, weights are 1, 2 and 4.
"""
_LAST = """## Every row

Peak memory is that of all processes of an engine together (what they share counted once, since 2026-11-30). *Load* is how
many processes wanted a core in the minute before the start, the measurement before this one included (1 or 2); above 2.5
others were at work too, and the row understates what the engine can do.

"""


def write() -> None:
    """Write the page and draw the picture."""
    latest = Latest.of(recorded())
    PAGE.write_text(page(latest), encoding="utf-8")
    if latest.instances("curve"):
        draw(latest, PICTURE)
    print(f"\nwritten: {PAGE.relative_to(ROOT)}", flush=True)


def page(latest: Latest) -> str:
    """The page as Markdown."""
    parts = [_HEAD, _ward(latest), _curve(latest), _first(latest), _district(latest), _large(latest), _depots(latest)]
    parts += [_literature(latest), _replan(latest), _makana(latest)]
    return "\n".join(part for part in parts if part) + "\n" + _everything(latest)


def _ward(latest: Latest) -> str:
    """Weight served by instance: ours at 10 and 30 s, peers at 120 s."""
    head = ["ward", "Wardround 10 s", "30 s", "30 s, one core", *(f"{NAMES[name]} 120 s" for name in PEERS)]
    head += ["10 s to the best peer", "30 s below the bound", "first plan after, s"]
    lines = []
    for instance in latest.instances("ward"):
        ten, thirty = (latest.figure("priority", instance, OURS, seconds) for seconds in (10.0, 30.0))
        alone = latest.figure("priority", instance, OURS, 30.0, one_core=True)
        peers = [latest.figure("priority", instance, name, 120.0) for name in PEERS]
        gap = _below(thirty, latest.figure("bound", instance, OURS, 30.0))
        first = _tenths(latest.figure("first_s", instance, OURS, 10.0))
        lines.append([instance, *map(_count, (ten, thirty, alone, *peers)), _more(ten, peers), gap, first])
    return _section("A ward", "Visits, or their weight where there are priorities; most of them first.", head, lines)


def _first(latest: Latest) -> str:
    head = ["ward", "", "first plan after, s", "90 % of the visits after, s", "visits in the end", "memory, MiB"]
    lines = [
        [
            instance,
            row["engine"],
            *(_tenths(float(row[name])) for name in ("first_s", "usable_s")),
            _count(float(row["served"])),
            _count(float(row["peak_mib"])),
        ]
        for instance in latest.instances("first")
        for row in latest.of_instance(instance, "first")
    ]
    text = (
        "Through the app's own job, as the page starts it, from the press to the first plan that the page can draw. "
        "While the page is looked at, a process stands ready that has read its libraries."
    )
    return _section("How long somebody waits", text, head, lines)


def _district(latest: Latest) -> str:
    head = ["district", "Wardround", *(NAMES[name] for name in PEERS), "to the best peer", "below the bound", "memory, MiB"]
    lines = []
    for instance in latest.instances("district"):
        ours = latest.figure("served", instance, OURS, 120.0)
        peers = [latest.figure("served", instance, name, 120.0) for name in PEERS]
        gap = _below(ours, latest.figure("bound", instance, OURS, 120.0))
        memory = _count(latest.figure("peak_mib", instance, OURS, 120.0))
        lines.append([instance, *map(_count, (ours, *peers)), _more(ours, peers), gap, memory])
    return _section("A district", "Visits after 120 seconds, everybody the same.", head, lines)


def _large(latest: Latest) -> str:
    head = ["instance", "seconds given", "seconds in all", "visits", "of the trivial cap", "below the bound", "memory, MiB"]
    lines = []
    for instance in latest.instances("large"):
        for row in latest.of_instance(instance, "large"):
            share = f"{100 * float(row['served']) / float(row['cap']):.1f} % of {int(row['cap']):,}"
            all_s = f"{float(row['seconds']):.0f}"
            below = _below(float(row["served"]), float(row["bound"]) if row["bound"] else None)
            memory = f"{float(row['peak_mib']):.0f}"
            lines.append([instance, row["budget_s"], all_s, f"{int(row['served']):,}", share, below, memory])
    text = (
        "Alone, since the tables of the peers would not fit an ordinary laptop. The cap: worker-days × visits that fit a day; "
        "the bound counts the ways too, so no plan comes nearer to the cap than it."
    )
    return _section("A whole municipality", text, head, lines)


def _depots(latest: Latest) -> str:
    """Travel by instance and the gaps to PyVRP; their means in the last line."""
    head = ["instance", "Wardround 10 s", "60 s", "PyVRP 60 s", "10 s against PyVRP", "60 s against PyVRP"]
    lines, gaps = [], []
    for instance in latest.instances("depots"):
        ten, sixty = (_kept(latest, instance, OURS, seconds, "travel_min") for seconds in (10.0, 60.0))
        theirs = _kept(latest, instance, "pyvrp", 60.0, "travel_min")
        gaps.append([ours / theirs - 1 if ours and theirs else None for ours in (ten, sixty)])
        lines.append([instance, *(_tenths(value) for value in (ten, sixty, theirs)), *map(_signed, gaps[-1])])
    if lines:
        means = [
            mean(known) if (known := [gap for gap in column if gap is not None]) else None for column in zip(*gaps, strict=True)
        ]
        lines.append(["mean", "", "", "", *map(_signed, means)])
    text = "Many depots with route limits and capacities, everything served; travel in minutes, less is better."
    return _section("Instances as in the literature", text, head, lines)


def _literature(latest: Latest) -> str:
    """Windows and fleets by travel, prizes by the prize: ours at 10 and 30 s, PyVRP at 30 s."""
    head = ["instance", "figure", "Wardround 10 s", "30 s", "PyVRP 30 s", "10 s against PyVRP", "30 s against PyVRP"]
    lines = []
    for instance in latest.instances("literature"):
        figure = "priority" if instance.startswith(BY_PRIZE) else "travel_min"
        ours, theirs = (
            [_kept(latest, instance, engine, seconds, figure) for seconds in spans]
            for engine, spans in ((OURS, (10.0, 30.0)), ("pyvrp", (30.0,)))
        )
        gaps = [one / theirs[0] - 1 if one and theirs[0] else None for one in ours]
        told = "prize, more is better" if figure == "priority" else "travel, less is better"
        lines.append([instance, told, *map(_tenths, (*ours, *theirs)), *map(_signed, gaps)])
    text = (
        "Time windows, fleets of different capacity and one depot alone, everything served; team orienteering "
        "(prizes, tours); and prizes that must pay for the way (collect: minutes collected less travel). Made by "
        "`benchmarks/literature.py`."
    )
    return _section("Other kinds from the literature", text, head, lines)


def _replan(latest: Latest) -> str:
    head = ["ward", "seconds given", "seconds in all", "weight", "of a free re-plan", "promises moved"]
    lines = [
        [
            instance,
            row["budget_s"],
            _tenths(float(row["seconds"])),
            _count(float(row["priority"])),
            _signed(float(row["priority"]) / float(row["free"]) - 1),
            f"{100 * float(row['moved']):.2f} %",
        ]
        for instance in latest.instances("replan")
        for row in latest.of_instance(instance, "replan")
    ]
    text = (
        "A fieldworker falls ill for two days, and at one visited home in forty nobody was in. The free re-plan may change "
        "everything and has 20 seconds. Moved: of the promised visits that could be kept, those by another fieldworker or on "
        "another day; visits given up because hours are fewer are not in there."
    )
    return _section("A week that goes wrong", text, head, lines)


def _kept(latest: Latest, instance: str, engine: str, seconds: float, column: str) -> float | None:
    """A figure of a plan that keeps every rule."""
    row = latest.row(instance, engine, seconds)
    return float(row[column]) if row and row["faults"] == "0" else None


def _makana(latest: Latest) -> str:
    head = ["step", "seconds in all", "visits", "memory, MiB"]
    lines = [
        [row["engine"], f"{float(row['seconds']):.0f}", _count(float(row["served"]) if row["served"] else None), row["peak_mib"]]
        for instance in latest.instances("makana")
        for row in latest.of_instance(instance, "makana")
    ]
    text = "A real municipality through the command line: 21,459 households, 143 fieldworkers, ten days, a search of 60 seconds."
    return _section("From files to paper", text, head, lines)


def _curve(latest: Latest) -> str:
    if not latest.instances("curve"):
        return ""
    text = f"## Visits over seconds\n\n![Visits over seconds of every engine](pictures/{PICTURE.name})\n\n"
    return (
        text + f"On the ward *{CURVE}*; every point is a run of its own, since a search paces itself by the time it is given.\n"
    )


def _everything(latest: Latest) -> str:
    columns = ("instance", "engine", "cores", "budget_s", "seconds", "served", "priority", "travel_min", "bound", "peak_mib")
    columns += ("faults", "load", "date", "commit")
    rows = list(latest.rows.values())
    instances = dict.fromkeys(row["instance"] for row in rows)
    lines = [[row[name] for name in columns] for instance in instances for row in latest.of_instance(instance)]
    used = sorted({(row["machine"], row["versions"]) for row in rows})
    machines = "\n".join(f"- {machine}: {versions}" for machine, versions in used)
    return f"{_LAST}{machines}\n\n{_table([name.replace('_', ' ') for name in columns], lines)}"


def _section(title: str, text: str, head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    return f"## {title}\n\n{text}\n\n{_table(head, lines)}" if lines else ""


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = [head, ["---", *("--:" for _ in head[1:])], *lines]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows) + "\n"


def _count(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def _tenths(value: float | None) -> str:
    return "–" if value is None else f"{value:,.1f}"


def _signed(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:+.2f} %"


def _more(ours: float | None, peers: Sequence[float | None]) -> str:
    known = [peer for peer in peers if peer]
    return _signed(ours / max(known) - 1 if ours and known else None)


def _below(ours: float | None, bound: float | None) -> str:
    return "–" if ours is None or not bound else f"{100 * (1 - ours / bound):.2f} %"
