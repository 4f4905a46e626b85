"""``python -m benchmarks``: everything; ``python -m benchmarks ward --seed 1 --seconds 30``: a part. Rows go to results.csv."""

from __future__ import annotations

import argparse

from benchmarks.makana import makana
from benchmarks.record import Row, append, machine, show, versions
from benchmarks.side_by_side import side_by_side

SEEDS = (1, 2, 3)
#: Seconds of the search on Makana, so that the plan is checked within two minutes.
MAKANA_S = 60.0


def main() -> None:
    """Run the parts asked for; each instance is recorded as soon as it is done."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("part", nargs="?", choices=("all", "ward", "makana"), default="all")
    parser.add_argument("--seed", type=int, action="append", help="made-up ward; may be given again (default 1, 2 and 3)")
    parser.add_argument("--seconds", type=float, help="time of each search (default 30, Makana 60)")
    parser.add_argument("--priorities", choices=("both", "with", "without"), default="both")
    parser.add_argument("--dry", action="store_true", help="print only, record nothing")
    asked = parser.parse_args()
    print(f"{machine()}; {versions()}", flush=True)
    if asked.part in {"all", "ward"}:
        kinds = {"both": (False, True), "with": (True,), "without": (False,)}[asked.priorities]
        for seed in asked.seed or SEEDS:
            for priorities in kinds:
                _done(side_by_side(seed, asked.seconds or 30.0, priorities), asked.dry)
    if asked.part in {"all", "makana"}:
        _done(makana(asked.seconds or MAKANA_S), asked.dry)


def _done(rows: list[Row], dry: bool) -> None:
    show(rows)
    if rows and not dry:
        append(rows)


if __name__ == "__main__":
    main()
