"""A server over the samples: one store for all tests that only ask, a copy for those that load."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from api.accounts import passwords
from api.http.app import create_app
from api.http.kept import Kept
from tests.cli.making import phahe
from tests.conftest import ROOT


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hashes that cost little: what a real one costs is argon2's business, that it is used `test_access` holds."""
    kept, passwords._hasher = passwords._hasher, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield
    passwords._hasher = kept


@pytest.fixture(scope="session")
def samples_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples in a store."""
    path = tmp_path_factory.mktemp("http") / "samples.db"
    done = phahe("ingest", str(ROOT / "samples"), "--store", str(path), cwd=ROOT)
    assert done.returncode == 0, done.stderr.decode()
    return path


def client_of(path: Path) -> TestClient:
    """A client whose errors are the server's answers."""
    return TestClient(create_app(str(path)), base_url="http://localhost", raise_server_exceptions=False)


@pytest.fixture(scope="session")
def client(samples_db: Path) -> Iterator[TestClient]:
    """Asks only."""
    with client_of(samples_db) as made:
        yield made


@pytest.fixture(autouse=True)
def nothing_kept(request: pytest.FixtureRequest) -> None:
    """What one test made the server say is not said to another."""
    if "client" in request.fixturenames:
        request.getfixturevalue("client").app.state.kept = Kept()


@pytest.fixture
def own_client(samples_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A store of its own, to load into."""
    for name in [n for n in os.environ if n.startswith("PHAHE_")]:
        monkeypatch.delenv(name)
    shutil.copy(samples_db, tmp_path / "own.db")
    with client_of(tmp_path / "own.db") as made:
        yield made
