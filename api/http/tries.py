"""How often somebody may try to sign in: of one account, from one address; counted before a password is looked at."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

_WINDOW = 600.0  # seconds
_BY_ADDRESS = 3  # an office behind one address has several people
_KEYS = 10_000  # that are remembered; who comes from more addresses is no guesser of passwords but a flood


class Tries:
    """Loopback is counted by itself: nobody out there locks an account for whoever sits at the machine."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._past: OrderedDict[tuple[str, ...], list[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, name: str, address: str) -> int:
        """Seconds until the next try; 0: this one is counted."""
        keys = _keys(name, address)
        with self._lock:
            now = self._clock()
            limits = (self._most, self._most * _BY_ADDRESS)
            pasts = [self._past.get(key, ()) for key in keys]
            recent = [[at for at in past if at > now - _WINDOW] for past in pasts]
            left = [past[0] + _WINDOW - now for past, most in zip(recent, limits, strict=True) if len(past) >= most]
            if left:  # a try that is refused makes no key, so it pushes none out that is still counted
                return int(max(left)) + 1
            for key, past in zip(keys, recent, strict=True):
                self._past[key] = [*past, now]
                self._past.move_to_end(key)
            while len(self._past) > _KEYS:
                self._past.popitem(last=False)
            return 0

    def succeeded(self, name: str, address: str) -> None:
        """What was mistyped before is forgotten, of this account; the address goes on being counted."""
        account, _ = _keys(name, address)
        with self._lock:
            self._past.pop(account, None)


def _keys(name: str, address: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    near, place = _place(address)
    return ("account", near, name), ("address", place)


def _place(address: str) -> tuple[str, str]:
    """Whether it is this machine, and the address; of IPv6 the network, of which one machine has all addresses."""
    try:
        found = ip_address(address)
    except ValueError:
        return "far", address
    near = "near" if found.is_loopback else "far"
    if isinstance(found, IPv6Address) and not found.is_loopback:
        return near, str(ip_network((found, 64), strict=False))
    return near, str(found)
