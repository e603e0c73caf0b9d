"""A Neo4j server behind the store: the driver, managed transactions, and what can go wrong in one line for people."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

from neo4j import READ_ACCESS, WRITE_ACCESS, Driver, GraphDatabase, ManagedTransaction, Session, unit_of_work
from neo4j import exceptions as wrong

from graph import deadline
from graph.store.access import Access
from graph.store.errors import Busy, CannotOpen, CannotWrite, NotAStore, StoreError

T = TypeVar("T")
Row = dict[str, Any]
Rows = Sequence[Mapping[str, Any]] | Sequence[Sequence[Any]] | Sequence[str]
OLDEST = (5, 26)  # the long-term version whose Cypher is spoken here
LONGEST = 3600.0  # seconds that one transaction may take
_DENIED = "Neo.ClientError.Security."
_MISSING = "Neo.ClientError.Database.DatabaseNotFound"


class Run:
    """One transaction; a statement is a constant, what it is about are parameters."""

    def __init__(self, tx: ManagedTransaction) -> None:
        self._tx = tx

    def __call__(self, statement: str, **parameters: Any) -> list[Row]:
        """All rows, in the server's order."""
        result = self._tx.run(statement, parameters)
        names = result.keys()
        # a record is a tuple; its own way of a dict looks every name up twice, a quarter of what fetching costs
        return [dict(zip(names, tuple.__iter__(record), strict=True)) for record in result]

    def each(self, statement: str, rows: Rows, **parameters: Any) -> list[Row]:
        """A statement that unwinds `$rows`; nothing is sent where there are none."""
        return self(statement, rows=rows, **parameters) if rows else []


class Server:
    """One database of a server."""

    def __init__(self, where: str, access: Access) -> None:
        self.where, self._access = where, access
        logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what goes wrong is said in one line, by us
        with self.typed():
            if urlsplit(where).password or urlsplit(where).username:
                raise CannotOpen("store.secret_in_url", path=urlsplit(where).hostname)
            self._driver: Driver = GraphDatabase.driver(
                where,
                auth=(access.user, access.password) if access.password else None,
                connection_timeout=access.connect,
                connection_acquisition_timeout=access.connect + 10,
                max_transaction_retry_time=access.retry,
                max_connection_pool_size=access.pool,
                notifications_min_severity="OFF",
                user_agent="phahe",
            )
        try:
            self._check()
        except BaseException:
            self.close()
            raise

    def _check(self) -> None:
        with self.typed():
            self._driver.verify_connectivity()
            (row,) = self.read("CALL dbms.components() YIELD name, versions RETURN versions[0] AS version LIMIT 1")
        version = str(row["version"])
        if _numbers(version) < OLDEST:
            raise CannotOpen("store.server_old", path=self.where, found=version, least=".".join(map(str, OLDEST)))

    def close(self) -> None:
        """Let go of all connections."""
        self._driver.close()

    def _session(self, mode: str) -> Session:
        return self._driver.session(database=self._access.database, default_access_mode=mode, fetch_size=5000)

    def read(self, statement: str, **parameters: Any) -> list[Row]:
        """All rows of one statement, in the server's order."""
        with self.typed(), self._session(READ_ACCESS) as session:
            return session.execute_read(unit_of_work(timeout=_time())(_one), statement, parameters)

    def write(self, work: Callable[[Run], T]) -> T:
        """Do `work` in one transaction; it is done anew where the server asks for that, or was lost before the end."""

        @unit_of_work(timeout=LONGEST)
        def managed(tx: ManagedTransaction) -> T:
            return work(Run(tx))

        with self.typed(), self._session(WRITE_ACCESS) as session:
            return session.execute_write(managed)

    def schema(self, statements: Sequence[str]) -> None:
        """Constraints and indexes: each a transaction of its own, as the server wants it."""
        for statement in statements:
            self.write(lambda run, statement=statement: run(statement))  # type: ignore[misc]

    @contextmanager
    def typed(self) -> Iterator[None]:
        """What the driver raises as `StoreError`."""
        try:
            yield
        except (wrong.Neo4jError, wrong.DriverError) as error:
            deadline.check()
            raise translated(error, self.where) from error
        except ValueError as error:  # an address that cannot be one
            if isinstance(error, UnicodeError):
                raise
            raise CannotOpen("store.unopened", path=self.where, reason=" ".join(str(error).split())[:200]) from error


def _time() -> float:
    """Seconds of one statement; none is for ever to the server."""
    deadline.check()
    left = deadline.left()
    return LONGEST if left is None else max(left, 0.001)


def _one(tx: ManagedTransaction, statement: str, parameters: dict[str, Any]) -> list[Row]:
    return Run(tx)(statement, **parameters)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.replace("-", ".").split(".")[:2] if part.isdigit())


def translated(error: wrong.Neo4jError | wrong.DriverError, where: str) -> StoreError:
    """The error in one line for people."""
    code = getattr(error, "code", None) or ""
    if isinstance(error, wrong.AuthError) or code == f"{_DENIED}Unauthorized":
        return CannotOpen("store.server_password", path=where)
    if code.startswith(_DENIED):
        return CannotOpen("store.server_denied", path=where)
    if code == _MISSING:
        return CannotOpen("store.server_database", path=where)
    if isinstance(error, wrong.ServiceUnavailable | wrong.SessionExpired | wrong.ConnectionAcquisitionTimeoutError):
        return CannotOpen("store.server_away", path=where)
    if isinstance(error, wrong.ConfigurationError | wrong.UnsupportedServerProduct):
        return CannotOpen("store.unopened", path=where, reason=" ".join(str(error).split())[:200])
    if code.startswith("Neo.ClientError.Schema."):
        return NotAStore("store.server_other", path=where)
    if code.startswith(("Neo.TransientError.General.OutOfDisk", "Neo.TransientError.General.Memory")):
        return CannotWrite("store.server_full", path=where)
    if code.startswith("Neo.TransientError.") or "Timeout" in code or "Terminated" in code:
        return Busy("store.busy", path=where)
    return StoreError("store.unopened", path=where, reason=" ".join(str(error).split())[:200])
