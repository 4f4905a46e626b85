"""How hypothesis runs here: the same examples every time, few enough for a busy machine."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings

from tests import thorough


def modest(examples: int, always: bool = False) -> Any:
    """Settings for tests that plan or check: derandomized, no deadline, nothing kept between runs.

    ``always``: all examples in every run, for a test that counts how often something is so.
    """
    return settings(
        max_examples=examples if always else thorough.examples(examples),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
