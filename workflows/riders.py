"""Whether the list of fieldworkers and that of vehicles fit each other: who may ride, in words, before a plan is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from geo.problems import many
from workspace import Workspace

#: Where people write who rides in what.
_COLUMN = "the column vehicle of the list of fieldworkers"
_UNTIL = "Until then no round can be planned."


@dataclass(frozen=True)
class Riders:
    """What there is to say of who rides, and whether a plan would be refused for it."""

    text: str
    refused: bool


def riders(workspace: Workspace) -> Riders | None:
    """Who may ride in the kept vehicles; None where nobody rides and there is no vehicle, or where there is no team yet."""
    team, vehicles = workspace.table("fieldworkers"), workspace.table("vehicles")
    if team is None:
        return None
    named = team["vehicle"].astype(str)
    riding = named != ""
    if vehicles is None:
        if not riding.any():
            return None
        return Riders(
            f"{_who(riding.sum())}, and there is no list of vehicles. Bring it, or leave {_COLUMN} blank. {_UNTIL}", True
        )
    unknown = riding & ~named.isin(set(vehicles["vehicle_id"].astype(str)))
    if unknown.any():
        return Riders(f"{_who(unknown.sum())} that the list of vehicles does not have. Mend one of the two lists. {_UNTIL}", True)
    if not riding.any():
        return Riders(f"Nobody rides in a vehicle yet: write its vehicle_id into {_COLUMN}.", False)
    return Riders(f"{many(int(riding.sum()), 'fieldworker')} may ride in a vehicle.", False)


def _who(count: int) -> str:
    return many(int(count), "fieldworker is to ride in a vehicle", "fieldworkers are to ride in a vehicle")
