"""One measurement, and which of them are done on this commit: what makes the bench one that can be resumed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from benchmarks.record import Row, append, recorded, show, source_commit

#: Our own engine in the rows.
OURS = "wardround"
#: A call starts nothing that would end later than this, minutes.
MINUTES_MOST = 25.0


@dataclass(frozen=True)
class Run:
    """One engine on one instance for so long.

    Attributes
    ----------
    part, instance, engine : str
    budget_s : float
        Seconds that the engine is given.
    measure : callable
        Does it, and returns its rows: the first is that of this run.
    cores : int
        Cores that the engine may use; 0 for all there are.
    around_s : float
        What making, judging and starting cost besides, roughly.
    judged_by : str
        The column of a row whose ratio to ours is told; ``travel_min`` where everything is served anyway.
    """

    part: str
    instance: str
    engine: str
    budget_s: float
    measure: Callable[[Run], list[Row]]
    cores: int = 0
    around_s: float = 10.0
    judged_by: str = "priority"

    @property
    def key(self) -> tuple[str, str, int, float]:
        """What tells one measurement from another: the same one may stand in several parts and is done once."""
        return self.instance, self.engine, int(self.engine == OURS and self.cores == 1), float(self.budget_s)

    @property
    def title(self) -> str:
        """As it is printed."""
        return f"{self.part}: {self.instance}, {self.engine}{' on one core' if self.cores == 1 else ''}, {self.budget_s:g} s"


def shorter(runs: Iterable[Run], seconds: float | None) -> list[Run]:
    """The same runs with this budget instead of theirs, each once."""
    return once(run if seconds is None else replace(run, budget_s=seconds) for run in runs)


def once(runs: Iterable[Run]) -> list[Run]:
    """Each measurement where it stands first."""
    first: dict[tuple[str, str, int, float], Run] = {}
    for run in runs:
        first.setdefault(run.key, run)
    return list(first.values())


def left(runs: Iterable[Run]) -> list[Run]:
    """Those of which results.csv has no row on the commit of these sources, in their order, each once."""
    commit = source_commit()
    done = {row_key(row) for row in recorded() if row["commit"] == commit}
    return [run for run in once(runs) if run.key not in done]


def row_key(row: dict[str, str]) -> tuple[str, str, int, float]:
    """:attr:`Run.key` of a row of results.csv; a peer that can use one core only is no other measurement for it."""
    alone = row["engine"] == OURS and row["cores"] == "1"
    return row["instance"], row["engine"], int(alone), float(row["budget_s"])


def carry_out(runs: Sequence[Run], minutes: float, dry: bool) -> list[Run]:
    """Measure one after the other until the minutes are over; what is then left.

    Each is recorded as soon as it is done. A run that is longer than the minutes by itself is started only as the first.
    """
    began = time.monotonic()
    waiting = list(runs)
    commit = source_commit()
    earlier = [row for row in recorded() if row["commit"] == commit]
    while waiting:
        run = waiting[0]
        ends = time.monotonic() - began + run.budget_s + run.around_s
        if run is not runs[0] and ends > minutes * 60:
            break
        print(f"\n{run.title}", flush=True)
        rows = run.measure(run)
        if rows:
            rows[0] = replace(rows[0], ratio=ratio(run, rows[0], earlier))
            earlier.append({name: str(value) for name, value in asdict(rows[0]).items()})
        show(rows)
        if rows and not dry:
            append(rows)
        waiting.pop(0)
    return waiting


def ratio(run: Run, row: Row, earlier: Iterable[dict[str, str]]) -> float | str:
    """Of this row to the first of our own on the same instance; 1 for that row itself, blank where there is none."""
    ours = [one for one in earlier if one["instance"] == run.instance and one["engine"] == OURS]
    if not ours:
        return 1.0 if run.engine == OURS else ""
    value, first = float(getattr(row, run.judged_by)), float(ours[0][run.judged_by])
    # Travel says nothing of a plan that leaves somebody out.
    unlike = run.judged_by == "travel_min" and float(row.served) != float(ours[0]["served"])
    return value / first if first and not unlike else ""


def listing(runs: Sequence[Run]) -> str:
    """What is done and what is left, with the minutes of each instance."""
    missing = {run.key for run in left(runs)}
    lines = []
    for part, instance in dict.fromkeys((run.part, run.instance) for run in runs):
        own = [run for run in runs if (run.part, run.instance) == (part, instance)]
        todo = [run for run in own if run.key in missing]
        minutes = sum(run.budget_s + run.around_s for run in todo) / 60
        state = f"{len(todo)} of {len(own)} left, about {minutes:.0f} min" if todo else f"done ({len(own)})"
        lines.append(f"{part:9} {instance:42} {state}")
    return "\n".join(lines)
