"""What the door needs: whether it stands open, the accounts, how long sessions last, tries, the log."""

import logging
import time
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from api.accounts.audit import Audit, Event
from api.accounts.register import Register
from api.http.identity import LOCAL, NOBODY, Who, mark_of
from api.http.problems import Refusal
from api.http.proxies import Proxies
from api.http.tries import Tries
from api.settings import Settings

_log = logging.getLogger("phahe.http")
_NOTED = 60.0  # seconds after which the use of a session is written down again


class Keeper:
    """`register` is None where the door stands open: whoever asks is at this machine."""

    def __init__(
        self, setting: Settings, audit: Audit, register: Register | None, clock: Callable[[], float] = time.time
    ) -> None:
        self.setting, self.audit, self.register, self.clock = setting, audit, register, clock
        self.proxies = Proxies(setting)
        self.tries = Tries(setting.sign_in_tries)

    @property
    def idle(self) -> float:
        """Seconds of a session that nobody uses."""
        return self.setting.session_minutes * 60.0

    @property
    def whole(self) -> float:
        """Seconds of any session."""
        return self.setting.session_hours * 3600.0

    def who(self, headers: Headers, scheme: str, user: str) -> Who | None:
        """By a token, which wins, the user that a proxy names, or a session; None for a token that is none."""
        if self.register is None:
            return LOCAL
        kind, _, key = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            token = self.register.token(key.strip())
            return Who("token", f"token:{token.name}", token.role) if token else None
        if user:
            mark = mark_of(self.register.secret, user.encode())
            return Who("proxy", user, self.register.role(user) or "reader", mark)
        return self._session(cookie_parser(headers.get("cookie", "")).get(cookie(scheme), ""))

    def _session(self, key: str) -> Who:
        if not key or self.register is None:
            return NOBODY
        now = self.clock()
        found = self.register.session(key, began_after=now - self.whole, seen_after=now - self.idle)
        if found is None:
            return NOBODY
        if now - found.seen > _NOTED:
            self.register.seen(found.digest, now)
        mark = mark_of(self.register.secret, found.digest)
        return Who("session", found.account, found.role, mark, found.digest)

    def sign_in(self, name: str, kept: str) -> str:
        """A new session: its key, which is never that of one before; '' where the hash is the account's no more."""
        assert self.register is not None  # noqa: S101 - there is no sign-in at an open door
        now = self.clock()
        self.register.sweep(began_before=now - self.whole, seen_before=now - self.idle)
        return self.register.begin(name, kept, now)

    def note(self, who: str, address: str, event: Event, what: str) -> None:
        """Into the log; raises `Refusal` where it cannot be written.

        At an open door that keeps nobody from anything: the store may be read-only too.
        """
        try:
            self.audit.note(who, address, event, what)
        except OSError:
            _log.exception("audit")
            if self.register is not None:
                raise Refusal(503, "http.503.audit") from None


def cookie(scheme: str) -> str:
    """The session's cookie; by its name a browser takes it over TLS only from this host, for all its paths."""
    return "__Host-phahe" if scheme == "https" else "phahe"
