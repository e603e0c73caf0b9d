"""What a reader gives up before it sees a file. `docs/decisions/0006-isolation.md` says what is left."""

import ctypes
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from loaders.limits import Limits

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000  # sched.h
_DENIED = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.spawn", "pty.")


def leave_network() -> bool:
    """A network of its own with nothing in it, where the system lets us (Linux: root, or users' namespaces)."""
    try:
        unshare = ctypes.CDLL(None).unshare
    except (OSError, AttributeError, TypeError):  # no Linux
        return False
    return any(unshare(flags) == 0 for flags in (_NEW_NET, _NEW_USER | _NEW_NET))


def confine(limits: Limits) -> None:
    """Bound the memory, no core, no file written, no socket and no other program, for the rest of this process."""
    bound_memory(limits.memory_bytes)
    _bound(resource.RLIMIT_CORE, 0)
    _bound(resource.RLIMIT_FSIZE, 0)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    sys.dont_write_bytecode = True
    sys.addaudithook(_deny)


def bound_memory(most: int) -> None:
    """No more address space than so many bytes from now on."""
    _bound(resource.RLIMIT_AS, most)


def address_space() -> int:
    """Bytes of address space that this process has; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _bound(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    value = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (value, value))


def _deny(event: str, _: tuple[Any, ...]) -> None:
    if event.startswith(_DENIED):
        raise PermissionError(f"a reader has no use for {event}")


def processor_seconds(most: int) -> None:
    """End this process when it has computed so long from now on, in Python or not; 0: no longer."""
    signal.setitimer(signal.ITIMER_PROF, most)


def peak_bytes() -> int:
    """The most memory that this process ever held."""
    return peak_of(resource.getrusage(resource.RUSAGE_SELF))


def peak_of(usage: resource.struct_rusage) -> int:
    """The same of a process that has ended: `ru_maxrss` is in bytes on macOS, in kB elsewhere."""
    return usage.ru_maxrss if sys.platform == "darwin" else usage.ru_maxrss * 1024
