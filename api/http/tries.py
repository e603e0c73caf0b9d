"""How often somebody may try to sign in: of one account, from one address; counted before a password is looked at."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

_WINDOW = 600.0  # seconds
_BY_ADDRESS = 3  # an office behind one address has several people
_KEYS = 10_000  # that are remembered; who comes from more addresses is no guesser of passwords but a flood


class Tries:
    """Loopback is counted by itself: nobody out there locks an account for whoever sits at the machine."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._past: OrderedDict[tuple[str, ...], deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, name: str, address: str) -> int:
        """Seconds until the next try; 0: this one is counted."""
        keys = _keys(name, address)
        with self._lock:
            now = self._clock()
            pasts = [self._of(key, now) for key in keys]
            limits = (self._most, self._most * _BY_ADDRESS)
            left = [past[0] + _WINDOW - now for past, most in zip(pasts, limits, strict=True) if len(past) >= most]
            if left:
                return int(max(left)) + 1
            for past in pasts:
                past.append(now)
            return 0

    def succeeded(self, name: str, address: str) -> None:
        """What was mistyped before is forgotten, of this account; the address goes on being counted."""
        account, _ = _keys(name, address)
        with self._lock:
            self._past.pop(account, None)

    def _of(self, key: tuple[str, ...], now: float) -> deque[float]:
        past = self._past.setdefault(key, deque())
        self._past.move_to_end(key)
        while past and past[0] <= now - _WINDOW:
            past.popleft()
        while len(self._past) > _KEYS:
            self._past.popitem(last=False)
        return past


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
