"""What a process that reads a file may take: the one module that asks on which system it runs."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

#: Python events of a process that reaches out: to the network, to other programs, or to the files of others.
_FORBIDDEN: tuple[str, ...] = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
)
_FORBIDDEN += ("os.fork", "os.startfile", "os.remove", "os.rename", "os.rmdir", "shutil.rmtree", "urllib.Request")
_NEW_NETWORK = 0x40000000
_NEW_USER = 0x10000000


def confine(memory_mb: int, seconds: int) -> None:
    """Bind this process, for the rest of its life, as tightly as its system allows.

    Everywhere: Python code can open no connection, start no program and write no file. Where the system knows them:
    a limit of memory and of processor time, no core dump, and a network of its own with nobody in it.

    Parameters
    ----------
    memory_mb : int
        Address space, megabytes.
    seconds : int
        Processor time, s.
    """
    _own_network()
    _limit(memory_mb, seconds)
    sys.addaudithook(_refuse)


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"not while a file is read: {event}")
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        raise PermissionError("not while a file is read: writing")


def _limit(memory_mb: int, seconds: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    limits = [(resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)]
    if sys.platform != "darwin":  # macOS reserves far more address space than it uses, and refuses the limit
        limits.append((resource.RLIMIT_AS, memory_mb * 1024 * 1024))
    for kind, most in limits:
        hard = resource.getrlimit(kind)[1]
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (value, value))


def _own_network() -> None:
    if not sys.platform.startswith("linux"):
        return
    # An ordinary user may have a network of its own only inside a user space of its own; root would lose its
    # rights to read our own modules in there. Where the system forbids it, the other fences stand.
    flags = _NEW_NETWORK if os.geteuid() == 0 else _NEW_NETWORK | _NEW_USER
    try:
        ctypes.CDLL(None, use_errno=True).unshare(flags)
    except (OSError, AttributeError):
        return
