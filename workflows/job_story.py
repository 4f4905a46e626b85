"""What a running or finished plan tells a person: one line, a few numbers, and the falling curves."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from workflows.plan_job import JobStatus

PHASES = {
    "starting": "Reading the lists",
    "districts": "Sharing the households out",
    "routes": "Drawing the first routes",
    "improving": "Looking for better routes",
    "checking": "Checking every rule",
    "done": "Keeping the plan",
}
#: Names of the two curves.
NOT_REACHED, TRAVEL = "Households not reached yet", "Hours on the way"


@dataclass(frozen=True)
class Story:
    """A job in words.

    Attributes
    ----------
    headline : str
    share : float
        Part of the time that is spent, 0 to 1.
    numbers : tuple of (label, value, help)
    curve : DataFrame
        Index seconds; columns :data:`NOT_REACHED` and :data:`TRAVEL`. Empty before the first report.
    """

    headline: str
    share: float = 0.0
    numbers: tuple[tuple[str, str, str], ...] = ()
    curve: pd.DataFrame = field(default_factory=pd.DataFrame)


def story(status: JobStatus) -> Story:
    """The job in words."""
    if status.state == "failed":
        return Story(status.message or "The planning broke off.")
    progress = status.progress
    if progress.empty:
        return Story(PHASES["starting"] if status.state == "running" else _ended(status))
    last = progress.iloc[-1]
    headline = PHASES.get(str(last["phase"]), "Working") if status.state == "running" else _ended(status)
    return Story(headline, float(min(max(last["share"], 0.0), 1.0)), _numbers(last), _curve(progress))


def _ended(status: JobStatus) -> str:
    if status.plan_id is None:
        return "Stopped before there was a plan: nothing is kept, and an earlier plan stays as it is. Plan again when you like."
    return "Stopped early: the best plan so far is kept." if status.state == "stopped" else "The plan is ready."


def _numbers(last: pd.Series) -> tuple[tuple[str, str, str], ...]:
    served, households = int(last["served"]), int(last["households"])
    share = served / households if households else 0.0
    numbers = [
        ("Reached", f"{served:,} of {households:,}", f"{share:.0%} of the households that this round asks for."),
        ("On the way", f"{last['travel_min'] / 60:,.0f} h", "All fieldworkers and all days together, the ways home included."),
    ]
    if pd.notna(last["bound"]) and last["bound"] > 0:
        numbers.append(
            (
                "Of the best possible",
                f"{min(1.0, last['priority'] / last['bound']):.1%}",
                "How close the plan comes to a limit that no plan can pass, counted by priority. The true best may lie below "
                "that limit.",
            )
        )
    return tuple(numbers)


def _curve(progress: pd.DataFrame) -> pd.DataFrame:
    known = progress[progress["served"] > 0]
    return pd.DataFrame(
        {
            NOT_REACHED: (known["households"] - known["served"]).to_numpy(),
            TRAVEL: (known["travel_min"] / 60).round(1).to_numpy(),
        },
        index=pd.Index(known["seconds"].round(1), name="seconds"),
    )
