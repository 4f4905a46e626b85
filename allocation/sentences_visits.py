"""Sentences and smallest fixes of the causes about who goes together, how often, and closed areas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from allocation.phrases import counted

if TYPE_CHECKING:
    from allocation.sentences import Writer

Told = tuple[str, str]


def _closed(writer: Writer, at: int) -> Told:
    problem = writer.problem
    if problem.zones.open_on[writer.row(at)].any():
        return (
            f"It lies in an area for daylight only ({problem.round.rules.daylight}), and no visit in the hours at home would end "
            "before dark.",
            "Ask when else somebody is at home, or shorten the visit.",
        )
    return (
        "It lies in an area that is closed on every day on which somebody works.",
        "Change the restriction if it holds no more, or plan the round for days on which the area is open.",
    )


def _closed_days(writer: Writer, at: int) -> Told:
    who, out = writer.circle(at), writer.problem.told_min[0]
    nearest = int(np.nan_to_num(out[who, writer.row(at)], nan=np.inf).argmin())
    work = "works" if writer.size(at) == 1 else "work"
    return (
        f"T{writer.those(at, 'may come')[1:]} {work} only on days on which its area is closed.",
        f"Let fieldworker {writer.worker_id(who[nearest])} work on a day on which it is open.",
    )


def _forbidden(writer: Writer, at: int) -> Told:
    size = writer.size(at)
    who = "The only fieldworker who could come is" if size == 1 else f"All {size:,} fieldworkers who could come are"
    return (
        f"{who} named among those who must not visit it.",
        f"Add {writer.somebody(at, 'is not named there')}, or ask whom else the household would receive.",
    )


def _second(writer: Writer, at: int) -> Told:
    asked, size = writer.asked(at), writer.size(at)
    together = f" who have {asked} together" if asked else ""
    if size == 1:
        return (
            "Two must go together, and only one fieldworker may come.",
            f"Add one fieldworker who can come here{', so that both' + together[4:] if asked else ''}.",
        )
    return (
        f"Two must go together, and among the {size:,} fieldworkers who may come there are no two{together or ' who work'} "
        f"{'and work ' if together else ''}on the same day.",
        "Let two of them work on the same day"
        + (f", or add one fieldworker who brings what is lacking ({asked})." if asked else "."),
    )


def _few_days(writer: Writer, at: int) -> Told:
    problem, row = writer.problem, writer.row(at)
    gap, possible = problem.gap_days, problem.dates_apart(row)
    apart = f"{gap} days apart " if gap > 1 else ""
    whom = "two who may go together work" if problem.visitors[row] > 1 else "somebody who may come works"
    return (
        f"It asks for {problem.visits[row]} visits, and there {'is' if possible == 1 else 'are'} only "
        f"{counted(possible, 'day', 'days')} {apart}on which {whom}.",
        "Make the round longer, let somebody work on more days, or ask for fewer visits.",
    )


#: Kind of cause → what writes its sentence and fix.
OF_VISITS: Mapping[str, Callable[[Writer, int], Told]] = MappingProxyType(
    {
        "closed": _closed,
        "closed_days": _closed_days,
        "forbidden": _forbidden,
        "second": _second,
        "few_days": _few_days,
    }
)
