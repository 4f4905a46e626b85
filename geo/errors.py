"""Error classes of Wardround: each is a builtin error too, so that callers may catch either."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.problems import Problem


class WardroundError(Exception):
    """Base of every error that Wardround raises on purpose."""


class SettingError(ValueError, WardroundError):
    """A setting or parameter lies outside its accepted range."""


class MissingCrsError(ValueError, WardroundError):
    """A layer does not say in which coordinate reference system it is."""


class TravelError(ValueError, WardroundError):
    """A travel model cannot answer: unknown id, wrong shape, no speed for a mode."""


class ForeignLinkError(ValueError, WardroundError):
    """A map wants a file from the internet that is not installed here."""


class SolverError(RuntimeError, WardroundError):
    """The solver process died, or handed back something that is not a plan."""


class FolderError(OSError, WardroundError):
    """An output folder is not ours to replace, or cannot be written."""


class WorkspaceError(OSError, WardroundError):
    """A workspace cannot be opened or made, or what is asked of it is not there."""


class InputProblems(ValueError, WardroundError):  # noqa: N818 - the name is part of the public door
    """Everything that is wrong with an input, in one error.

    Parameters
    ----------
    problems : iterable of Problem
        At least one. ``str()`` lists all of them, one a line.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[InputProblems], tuple[tuple[Problem, ...]]]:
        # Exceptions cross process borders here; the default would rebuild from the message only.
        return (type(self), (self.problems,))


class SettingProblems(InputProblems, SettingError):  # noqa: N818 - of the family of InputProblems
    """Parameters of a round that lie outside their accepted ranges, all of them."""


class TravelProblems(InputProblems, TravelError):  # noqa: N818 - of the family of InputProblems
    """What is wrong with a travel model or with a question to it."""
