"""One peer on one instance: reads the numbers, writes routes and seconds."""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path

from benchmarks.instance import Instance


def main(name: str, source: str, target: str, seconds: str) -> None:
    """Solve and write JSON: ``routes`` (households by worker-day) and ``seconds``."""
    instance = Instance.load_from(Path(source))
    began = time.perf_counter()
    routes = import_module(f"benchmarks.peers.by_{name}").solve(instance, float(seconds))
    Path(target).write_text(json.dumps({"routes": routes, "seconds": time.perf_counter() - began}), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
