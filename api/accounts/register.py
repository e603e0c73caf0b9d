"""The file of accounts, tokens and sessions beside the store: SQLite, readable by its owner alone; no secret in it.

Passwords are kept as argon2 hashes; tokens and sessions, which are 256 random bits, as SHA-256.
"""

import hashlib
import os
import secrets
import sqlite3
import stat
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast

from msgspec import Struct

from api.accounts import passwords
from api.accounts.places import now
from graph.store.errors import StoreError

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = ("reader", "editor", "admin")  # each may do what those before it may
LONGEST = 60  # characters of a name
_APPLICATION, _VERSION = 0x50684163, 1  # 'PhAc'
_MARKS = "._-@"
TOKEN = "phahe_"  # noqa: S105 - how a token begins, so that one that leaked is found by who looks for such


class Account(Struct, frozen=True, kw_only=True):
    """Somebody; `password` is false for who only comes through a proxy."""

    name: str
    role: Role
    password: bool
    made: str


class Token(Struct, frozen=True, kw_only=True):
    """A program's key, without the key."""

    name: str
    role: Role
    made: str
    until: str


class Session(Struct, frozen=True):
    """Somebody who signed in; `digest` is the name under which it is kept, `seen` when it was last noted."""

    account: str
    role: Role
    digest: bytes
    seen: float


class Unusable(StoreError):  # noqa: N818 - names what was found
    """The file of accounts cannot be used."""


def name_of(typed: str) -> str:
    """The name as it is kept, '' for what is none: letters and digits, `. _ - @` between them, in small letters.

    >>> name_of("Ngọc.Anh"), name_of("a b"), name_of(""), name_of(".x")
    ('ngọc.anh', '', '', '')
    """
    name = unicodedata.normalize("NFC", typed.strip()).lower()
    fine = all(c.isalnum() or c in _MARKS for c in name) and name[:1].isalnum()
    return name if fine and len(name) <= LONGEST else ""


def digest(secret: str) -> bytes:
    """Under which a token or session is kept."""
    return hashlib.sha256(secret.encode()).digest()


class Register:
    """The file, made where it is missing (with `create`); raises `Unusable`. For several threads."""

    def __init__(self, path: Path, create: bool = True) -> None:
        self.path, self._lock = path, threading.Lock()
        try:
            _private(path, create)
            self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
        except (OSError, sqlite3.Error) as error:
            raise Unusable("accounts.unusable", path=path, reason=_reason(error)) from error
        try:
            with self._typed():
                self.secret = self._opened()
        except BaseException:
            self._connection.close()
            raise

    def _opened(self) -> bytes:
        """The secret of the file, which is ours and of this version."""
        if self._first("SELECT count(*) FROM sqlite_master") == (0,):
            self._make()
        if self._first("PRAGMA application_id") != (_APPLICATION,):
            raise Unusable("accounts.other", path=self.path)
        if (found := self._first("PRAGMA user_version")[0]) != _VERSION:
            raise Unusable("accounts.version", path=self.path, found=found, known=_VERSION)
        self._connection.execute("PRAGMA foreign_keys=ON")
        self._connection.execute("PRAGMA synchronous=NORMAL")  # a session lost with the power is signed in anew
        secret: bytes = self._first("SELECT value FROM secret")[0]
        return secret

    def _make(self) -> None:
        """All of it or nothing; whoever makes it at the same time waits, and finds it made."""
        self._connection.execute("PRAGMA journal_mode=WAL")
        statements = files("api.accounts").joinpath("schema.sql").read_text("utf-8")
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            for statement in statements.split(";"):
                self._connection.execute(statement)
            once = "INSERT INTO secret SELECT ? WHERE NOT EXISTS (SELECT 1 FROM secret)"
            self._connection.execute(once, (secrets.token_bytes(32),))
            self._connection.execute(f"PRAGMA user_version={_VERSION}")
            self._connection.execute(f"PRAGMA application_id={_APPLICATION}")

    @contextmanager
    def _typed(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.Error as error:
                raise Unusable("accounts.unusable", path=self.path, reason=_reason(error)) from error

    def _first(self, query: str, *values: object) -> Any:
        return self._connection.execute(query, values).fetchone()

    def _done(self, query: str, *values: object) -> bool:
        """Whether the statement changed anything."""
        with self._typed():
            return self._connection.execute(query, values).rowcount > 0

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def accounts(self) -> list[Account]:
        """All, by name."""
        with self._typed():
            rows = self._connection.execute("SELECT name, role, hash, made FROM account ORDER BY name").fetchall()
        return [Account(name=n, role=r, password=bool(h), made=m) for n, r, h, m in rows]

    def add(self, name: str, role: Role, password: str | None) -> bool:
        """False where there is one of this name."""
        kept = passwords.hashed(password) if password else ""
        return self._done("INSERT OR IGNORE INTO account VALUES(?, ?, ?, ?)", name, role, kept, now())

    def remove(self, name: str) -> bool:
        """With all sessions; False where there is none."""
        return self._done("DELETE FROM account WHERE name = ?", name)

    def set_role(self, name: str, role: Role) -> bool:
        """From the next request on; False where there is none."""
        return self._done("UPDATE account SET role = ? WHERE name = ?", role, name)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """What is done inside is kept together, or not at all where something fails; for a single thread."""
        self._done("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._done("ROLLBACK")
            raise
        self._done("COMMIT")

    def set_password(self, name: str, password: str) -> bool:
        """Ends all sessions; False where there is none."""
        changed = self._done("UPDATE account SET hash = ? WHERE name = ?", passwords.hashed(password), name)
        self._done("DELETE FROM session WHERE account = ?", name)
        return changed

    def role(self, name: str) -> Role | None:
        """Of an account."""
        with self._typed():
            found = self._first("SELECT role FROM account WHERE name = ?", name)
        return cast(Role, found[0]) if found else None

    def fits(self, name: str, password: str) -> str:
        """The hash of the account, '' where it is not its password; takes a twentieth of a second and 64 MB."""
        with self._typed():
            found = self._first("SELECT hash FROM account WHERE name = ?", name)
        kept = found[0] if found else ""
        if not passwords.fits(kept, password):
            return ""
        if passwords.outdated(kept):
            renewed = passwords.hashed(password)  # unless another password was set meanwhile
            if self._done("UPDATE account SET hash = ? WHERE name = ? AND hash = ?", renewed, name, kept):
                return renewed
        return kept

    def tokens(self) -> list[Token]:
        """All, by name."""
        with self._typed():
            rows = self._connection.execute("SELECT name, role, made, until FROM token ORDER BY name").fetchall()
        return [Token(name=n, role=r, made=m, until=u) for n, r, m, u in rows]

    def new_token(self, name: str, role: Role, days: int) -> str | None:
        """The key, which nobody can read again; None where there is one of this name."""
        key = TOKEN + secrets.token_urlsafe(32)
        until = (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")
        values = (name, role, digest(key), now(), until)
        return key if self._done("INSERT OR IGNORE INTO token VALUES(?, ?, ?, ?, ?)", *values) else None

    def revoke(self, name: str) -> bool:
        """False where there is none."""
        return self._done("DELETE FROM token WHERE name = ?", name)

    def token(self, key: str) -> Token | None:
        """The one of this key, unless its days are over."""
        with self._typed():
            found = self._first("SELECT name, role, made, until FROM token WHERE digest = ?", digest(key))
        if found is None or datetime.fromisoformat(found[3]) <= datetime.now(UTC):
            return None
        return Token(name=found[0], role=found[1], made=found[2], until=found[3])

    def begin(self, name: str, kept: str, at: float) -> str:
        """A session of the account whose password has this hash: its key; '' where it went or was changed meanwhile."""
        key = secrets.token_urlsafe(32)
        begun = "INSERT INTO session SELECT ?, name, ?, ? FROM account WHERE name = ? AND hash = ?"
        return key if self._done(begun, digest(key), at, at, name, kept) else ""

    def session(self, key: str, *, began_after: float, seen_after: float) -> Session | None:
        """The one of this key, unless it is over."""
        with self._typed():
            found = self._first(
                "SELECT account.name, role, digest, seen FROM session JOIN account ON account.name = session.account "
                "WHERE digest = ? AND began > ? AND seen > ?", digest(key), began_after, seen_after,
            )  # fmt: skip
        return Session(*found) if found else None

    def seen(self, session: bytes, at: float) -> None:
        """It is in use."""
        self._done("UPDATE session SET seen = ? WHERE digest = ?", at, session)

    def end(self, session: bytes) -> None:
        """It is over."""
        self._done("DELETE FROM session WHERE digest = ?", session)

    def sweep(self, *, began_before: float, seen_before: float) -> None:
        """Forget sessions that are over."""
        self._done("DELETE FROM session WHERE began < ? OR seen < ?", began_before, seen_before)


def _private(path: Path, create: bool) -> None:
    """Make it where it is missing; nobody but its owner may ever have been able to read it."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if not create:
            raise
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        return
    if not stat.S_ISREG(mode) or mode & 0o077:
        raise Unusable("accounts.mode", path=path)


def _reason(error: OSError | sqlite3.Error) -> str:
    return (error.strerror or "?") if isinstance(error, OSError) else " ".join(str(error).split())
