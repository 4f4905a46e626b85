"""The process in which a file is parsed: ``python -m geo.intake.child``, request in, findings out.

It is a program rather than a forked worker, so that it starts alike on every system and from any kind of parent,
and takes nothing along of what the parent holds.
"""

from __future__ import annotations

import os
import sys

from geo.drivers import fence
from geo.intake.limits import confine
from geo.intake.sniff import DRIVERS
from geo.intake.wire import Request


def main() -> None:
    """Read a request from standard input and write what was found to standard output."""
    # Native libraries may print: what is handed back goes out by another door than theirs.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    request = Request.from_bytes(sys.stdin.buffer.read())
    fence(DRIVERS.get(request.kind, ()))
    confine(request.settings.parse_memory_mb, request.settings.parse_seconds)
    from geo.intake.parse import parse

    out.write(parse(request).to_bytes())
    out.close()


if __name__ == "__main__":
    main()
