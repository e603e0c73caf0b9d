"""What a proxy says of those for whom it speaks: believed of the addresses that are named, of nobody else."""

from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import Scope

from api.accounts.register import name_of
from api.settings import BadSetting, Settings

SPEAKING = ("forwarded", "x-forwarded-for", "x-forwarded-proto", "x-real-ip")  # headers by which a proxy shows


class Proxies:
    """Raises `BadSetting` for what is no address."""

    def __init__(self, setting: Settings) -> None:
        try:
            self._trusted = frozenset(str(ip_address(one)) for one in setting.proxies)
        except ValueError:
            raise BadSetting("PHAHE_PROXIES", ", ".join(setting.proxies)) from None
        self._header = setting.proxy_header.lower()

    def seen_through(self, scope: Scope) -> tuple[Scope, str]:
        """The request as the proxy got it (address, scheme), and the user that it names ('' for none)."""
        client = scope.get("client")
        if not client or client[0] not in self._trusted:
            return scope, ""
        headers = Headers(scope=scope)
        scheme = "https" if headers.get("x-forwarded-proto", "").strip().lower() == "https" else scope["scheme"]
        address = self._beyond(headers.get("x-forwarded-for", "")) or client[0]
        user = name_of(headers.get(self._header, "")) if self._header else ""
        return {**scope, "client": (address, 0), "scheme": scheme}, user

    def _beyond(self, forwarded: str) -> str:
        """The nearest address that is no proxy of ours: those before it anybody may have made up."""
        for part in reversed(forwarded.split(",")):
            try:
                address = str(ip_address(part.strip()))
            except ValueError:
                return ""
            if address not in self._trusted:
                return address
        return ""
