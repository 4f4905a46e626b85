"""What is wished for in a round, each with a weight from 0 (off) to 10."""

from __future__ import annotations

from dataclasses import dataclass

from allocation.round_values import take_fitting
from geo.errors import SettingProblems
from geo.problems import Problem

#: What one point of weight is worth, in minutes of travel. A plan accepts this much longer travel to fulfil the wish
#: once; a visit is never given up for a wish. The sizes are choices of ours, so that the default weights outweigh a
#: short walk (15 minutes for a language) but not a long one.
LANGUAGE_MIN = 5.0  #: a visit by somebody who shares no language with the household
HOME_WARD_MIN = 3.0  #: a visit outside the worker's home ward
SAME_WORKER_MIN = 3.0  #: a visit by somebody other than the household's last worker
FAIR_LOAD_MIN = 0.05  #: a minute of workload above the team's fair share
COMPACT_MIN = 0.2  #: a minute of travel between the worker's home and a household, one way


@dataclass(frozen=True)
class Wishes:
    """Weights of the wishes, 0 to 10. What a point means is in the constants of this module.

    Parameters
    ----------
    language : float
        Visitor and household share a language.
    home_ward : float
        Workers stay in their home ward.
    same_worker : float
        The worker of last time comes again.
    fair_load : float
        Workers of a team carry alike.
    compact : float
        A worker's households lie close to home and together, so that a community knows its worker.

    Raises
    ------
    SettingProblems
        An :class:`geo.errors.InputProblems`: every weight that is no number from 0 to 10.
    """

    language: float = 3
    home_ward: float = 2
    same_worker: float = 2
    fair_load: float = 3
    compact: float = 1

    def __post_init__(self) -> None:
        wrong: list[Problem] = []
        for name, weight in take_fitting("wishes", vars(self), wrong).items():
            if not 0 <= weight <= 10:
                wrong.append(Problem("E401", "The weight of a wish must lie between 0 and 10.", column=f"wishes.{name}"))
        if wrong:
            raise SettingProblems(wrong)

    @classmethod
    def none(cls) -> Wishes:
        """No wishes: served households and travel only."""
        return cls(0, 0, 0, 0, 0)
