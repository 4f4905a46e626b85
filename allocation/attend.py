"""Keep the caller informed while something long is computed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")
#: Seconds between two ticks.
EVERY_S = 0.4


def attended(work: Callable[[], Result], tick: Callable[[], object] | None) -> Result:
    """Run ``work`` in a thread of its own and call ``tick`` meanwhile, in the caller's thread; its error is passed on."""
    if tick is None:
        return work()
    result: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            result.append(work())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(EVERY_S)
        if thread.is_alive():
            tick()
    if errors:
        raise errors[0]
    return result[0]
