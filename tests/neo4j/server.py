"""A real Neo4j server for the tests, out of its own jars; they are fetched once and kept outside the checkout.

`Running` is one server on a free port. It ends with its standard input: no test leaves one behind.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from neo4j import GraphDatabase

from graph.store.access import Access
from graph.store.neo4j_store import Neo4jStore

HERE = Path(__file__).resolve().parent
CACHE = Path(os.environ.get("PHAHE_NEO4J_JARS") or Path.home() / ".cache" / "phahe-neo4j-tests")
# The quick compiler alone and the plain collector: a server of a few minutes never gets back what the others cost.
SMALL = ("-Xmx768m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
JAVA = (
    "java",
    *(f"--add-opens=java.base/{p}=ALL-UNNAMED" for p in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")),
)  # fmt: skip


PASSWORD = secrets.token_hex(12)
ACCESS = Access(password=PASSWORD)
ENV = {"PHAHE_NEO4J_USER": "neo4j", "PHAHE_NEO4J_PASSWORD": PASSWORD}


class NoServer(Exception):  # noqa: N818 - the reason of a skip
    """Why there is none on this machine."""


def jars() -> Path:
    """The folder of the server's jars and our class, made where it is missing; one process at a time."""
    missing = [name for name in ("java", "javac", "mvn") if not shutil.which(name)]
    if missing:
        raise NoServer(f"no Neo4j server here: {', '.join(missing)} missing (openjdk-17-jdk-headless, maven)")
    sources = [HERE / "pom.xml", HERE / "TestServer.java"]
    mark = hashlib.sha256(b"".join(s.read_bytes() for s in sources)).hexdigest()[:12]
    folder = CACHE / mark
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "TestServer.class").exists():
            folder.mkdir(exist_ok=True)
            for source in sources:
                shutil.copy(source, folder)
            _run(
                "mvn",
                "-q",
                "-B",
                "dependency:copy-dependencies",
                "-DoutputDirectory=lib",
                "-DincludeScope=runtime",
                cwd=folder,
            )
            _run("javac", "-cp", "lib/*", "TestServer.java", cwd=folder)
    return folder


def _run(*command: str, cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise NoServer(f"no Neo4j server here: {command[0]} failed: {(done.stdout + done.stderr)[-300:]}")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Running:
    """One server; it can be killed and started again over the same files.

    `options` are Java's; `password` becomes that of a new server, and is that of one found at `home`.
    """

    def __init__(self, home: Path, options: Sequence[str] = SMALL, password: str = PASSWORD) -> None:
        self.home, self.port, self._options = home, free_port(), options
        self.url = f"bolt://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        found = home.exists()
        self.start()
        if found:
            return
        with (
            GraphDatabase.driver(self.url, auth=("neo4j", "neo4j")) as driver,
            driver.session(database="system") as first,
        ):
            first.run("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=password).consume()

    def start(self) -> None:
        command = [
            *JAVA,
            *self._options,
            "-cp",
            f"{jars()}:{jars()}/lib/*",
            "TestServer",
            str(self.home),
            str(self.port),
        ]
        log = (self.home.parent / f"{self.home.name}.log").open("ab")
        with log:
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
        assert self._process.stdout
        while (line := self._process.stdout.readline()) != b"ready\n":
            if not line:
                raise RuntimeError(f"the Neo4j server did not start: {log.name}")

    @property
    def pid(self) -> int:
        """Of the running server."""
        assert self._process
        return self._process.pid

    def kill(self) -> None:
        """As a power cut would: nothing is closed."""
        self._end(kill=True)

    def stop(self) -> None:
        """Its standard input ends."""
        self._end(kill=False)

    def _end(self, kill: bool) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin
        assert process.stdout
        if kill:
            process.kill()
        process.stdin.close()
        process.wait(60)
        process.stdout.close()


def cypher(url: str, statement: str, **parameters: Any) -> list[dict[str, Any]]:
    """Straight to the server, beside the product."""
    with GraphDatabase.driver(url, auth=("neo4j", PASSWORD), notifications_min_severity="OFF") as driver:
        return [record.data() for record in driver.execute_query(statement, parameters).records]


def empty(url: str) -> None:
    """Takes all out but the schema and the gazetteer, which making anew would take seconds each time."""
    cypher(url, "MATCH (n) WHERE NOT n:Place AND NOT n:_Store DETACH DELETE n")
    cypher(url, "MATCH (s:_Store) SET s = {name: s.name, schema: s.schema, generation: 0, instruments: 0, loaded: 0}")


def emptied(url: str) -> Neo4jStore:
    """An empty store on the server."""
    store = Neo4jStore(url, ACCESS)
    empty(url)
    return store
