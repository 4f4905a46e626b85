"""What keeps the others out once something has been added: their reasons, and what would let most of them in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from allocation.phrases import counted
from allocation.whatif.options import worker_levers
from allocation.why.binding import binding_rules
from allocation.why.context import Context
from allocation.why.inputs import Inputs
from allocation.why.lever import Lever
from allocation.why.levers import team_levers, word_levers

#: Skills and languages for one fieldworker that are tried.
_WORDS_MOST = 20


@dataclass(frozen=True)
class Binds:
    """What binds a plan.

    Attributes
    ----------
    not_reached : int
        Households that the round asks for and nobody visits.
    reasons : mapping of reason → int
        Of those, the most frequent first.
    lever : str
        The change by one unit that would let most of them in, as far as filling the days tells; "" where none would.
    households : int
        That it would let in at least.
    """

    not_reached: int
    reasons: Mapping[str, int]
    lever: str = ""
    households: int = 0

    @property
    def sentence(self) -> str:
        """In plain words."""
        if not self.not_reached:
            return "Nothing binds: everybody that the round asks for is reached."
        left = f"{counted(self.not_reached, 'household is', 'households are')} not reached"
        if not self.lever:
            return f"{left}, and no single change that was tried lets any of them in as the days stand."
        many = counted(self.households, "household", "households")
        return f"{left}; what would let most of them in then: {self.lever[:1].lower()}{self.lever[1:]} ({many} at least)."


def binds(context: Context) -> Binds:
    """What binds a plan as it is, tried by filling the days (:mod:`allocation.why.binding`): what holds for all, and one more."""
    asked = {name for name, on in zip(context.problem.household_ids, context.problem.asked, strict=True) if on}
    unserved = context.plan.unserved
    count = unserved.loc[unserved["household_id"].isin(asked), "reason"].value_counts()
    reasons = {str(reason): int(number) for reason, number in count.items()}
    found = binding_rules(context, each=1, levers_of=_levers)
    best = next((gain for gain in found.gains if gain.binds), None)
    if best is None:
        return Binds(found.not_reached, reasons)
    return Binds(found.not_reached, reasons, best.lever.label, best.households)


def _levers(context: Context, inputs: Inputs, waiting: list[int]) -> Iterator[Lever]:
    yield from team_levers(context, inputs, waiting)
    yield from worker_levers(context, inputs, waiting, tried=2)
    yield from islice(word_levers(context, inputs, waiting), _WORDS_MOST)
