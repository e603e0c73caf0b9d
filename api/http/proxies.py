"""What a proxy says of those for whom it speaks: believed of the addresses that are named, of nobody else.

A client may send the same header before: of a chain of addresses the nearest counts that is no proxy of ours, of the
scheme the last word, and of two who name a user neither.
"""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from starlette.datastructures import Headers
from starlette.types import Scope

from api.accounts.register import name_of
from api.settings import BadSetting, Settings

_SPEAKING = frozenset({b"forwarded", b"x-forwarded-for", b"x-forwarded-proto", b"x-real-ip"})


def speaks(scope: Scope) -> bool:
    """Whether a proxy shows by its headers."""
    return not _SPEAKING.isdisjoint(name for name, _ in scope["headers"])


class Proxies:
    """Raises `BadSetting` for what is no address."""

    def __init__(self, setting: Settings) -> None:
        try:
            self._trusted = frozenset(_plain(one) for one in setting.proxies)
        except ValueError:
            raise BadSetting("PHAHE_PROXIES", ", ".join(setting.proxies)) from None
        self._header = setting.proxy_header.lower()

    def seen_through(self, scope: Scope) -> tuple[Scope, str]:
        """The request as the proxy got it (address, scheme), and the user that it names ('' for none).

        An IPv4 peer of a socket for IPv6 has its own address from here on.
        """
        client = scope.get("client")
        if not client:
            return scope, ""
        try:
            peer = _plain(client[0])
        except ValueError:  # a socket of this machine has no address
            return scope, ""
        if peer not in self._trusted:
            return (scope if peer == client[0] else {**scope, "client": (peer, client[1])}), ""
        headers = Headers(scope=scope)
        last = ",".join(headers.getlist("x-forwarded-proto")).rpartition(",")[2]
        scheme = "https" if last.strip().lower() == "https" else scope["scheme"]
        address = self._beyond(",".join(headers.getlist("x-forwarded-for"))) or peer
        users = headers.getlist(self._header) if self._header else []
        user = name_of(_written(users[0])) if len(users) == 1 else ""
        return {**scope, "client": (address, 0), "scheme": scheme}, user

    def _beyond(self, forwarded: str) -> str:
        """The nearest address that is no proxy of ours: those before it anybody may have made up."""
        for part in reversed(forwarded.split(",")):
            try:
                address = _plain(part.strip())
            except ValueError:
                return ""
            if address not in self._trusted:
                return address
        return ""


def _written(header: str) -> str:
    """A header is read as Latin-1 (RFC 9110, 5.5), but who names people in it writes UTF-8; else it is no name.

    >>> _written("ngọc".encode().decode("latin-1")), _written("anh")
    ('ngọc', 'anh')
    """
    return header.encode("latin-1").decode("utf-8", "replace")


@lru_cache(maxsize=1024)  # the same few ask again and again
def _plain(address: str) -> str:
    """As it is compared: '::ffff:10.0.0.9', by which a socket for IPv6 calls an IPv4 peer, is '10.0.0.9'.

    >>> _plain("::ffff:10.0.0.9"), _plain("2001:DB8::1")
    ('10.0.0.9', '2001:db8::1')
    """
    found = ip_address(address)
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped or found)
