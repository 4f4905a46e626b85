"""Side by side with peers.

``python -m benchmarks`` measures what is left on this commit, for at most 25 minutes; call it again for the rest.
``python -m benchmarks ward --instance rural`` a part, or some of its instances; ``--list`` what is done and what is left;
Rows go to results.csv, and docs/performance.md is written from them; ``report`` does that alone.
"""

from __future__ import annotations

import argparse

from benchmarks import report
from benchmarks.parts import PARTS
from benchmarks.record import machine, versions
from benchmarks.runs import MINUTES_MOST, Run, carry_out, left, listing, shorter


def main(words: list[str] | None = None) -> None:
    """Run what is asked for; each measurement is recorded as soon as it is done."""
    asked = _parser().parse_args(words)
    if asked.part == "report":
        report.write()
        return
    runs = shorter(_chosen(asked), asked.seconds)
    if asked.list:
        print(listing(runs))
        return
    print(f"{machine()}; {versions()}", flush=True)
    todo = runs if asked.anew else left(runs)
    waiting = carry_out(todo, asked.minutes, asked.dry)
    print(
        f"\n{len(todo) - len(waiting)} done, {len(waiting)} left{'; call it again for the rest' if waiting else ''}.", flush=True
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("part", nargs="?", choices=("all", *PARTS, "report"), default="all")
    parser.add_argument("--instance", action="append", help="only instances with these words in their name; may be repeated")
    parser.add_argument("--engine", action="append", help="only these engines: wardround, vroom, pyvrp, routing; may be repeated")
    parser.add_argument("--seconds", type=float, help="give every engine so long instead")
    parser.add_argument("--minutes", type=float, default=MINUTES_MOST, help="start nothing that ends later (default 25)")
    parser.add_argument("--anew", action="store_true", help="measure again what is done on this commit")
    parser.add_argument("--list", action="store_true", help="say what is done on this commit and what is left")
    parser.add_argument("--dry", action="store_true", help="print only, record nothing")
    return parser


def _chosen(asked: argparse.Namespace) -> list[Run]:
    parts = list(PARTS) if asked.part == "all" else [asked.part]
    return [
        run
        for part in parts
        for run in PARTS[part]()
        if (asked.instance is None or any(words in run.instance for words in asked.instance))
        and (asked.engine is None or run.engine in asked.engine)
    ]


if __name__ == "__main__":
    main()
