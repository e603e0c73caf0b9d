"""What all tests share: the folder beside the checkout, and CI's rule that a skip is a failure."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.neo4j.server import Running

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
# a Neo4j server, a cluster, a browser: what `make test-plain` leaves out
SERVICES = ("tests/neo4j/", "tests/cluster/", "test_pdf_twins.py", "test_browser", "[neo4j]", "[neo4j-")


def in_ci() -> bool:
    """CI set to anything but a no."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false", "no"}


@pytest.fixture(scope="session")
def shared() -> Path:
    """`../shared` (seeds, gold, corpus); the test is skipped on a machine that has none."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Running"]:
    """One real server for all tests of this process that ask for one (`tests/neo4j/server.py`)."""
    from tests.neo4j.server import NoServer, Running

    try:
        server = Running(tmp_path_factory.mktemp("neo4j") / "home")
    except NoServer as error:
        pytest.skip(str(error))
    try:
        yield server
    finally:
        server.kill()


def pytest_configure(config: pytest.Config) -> None:
    settings.register_profile("any pace", deadline=None)  # a busy machine takes its time
    settings.load_profile("any pace")
    config.addinivalue_line("markers", "may_skip: may be skipped in CI too (say why in the skip's reason)")
    config.addinivalue_line("markers", "service: needs a server, a cluster or a browser")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Modules and thousands of tests are made to stay: looking for what could be let go costs two fifths of collecting."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()  # and need not be looked through again


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(part in item.nodeid for part in SERVICES):
            item.add_marker(pytest.mark.service)
        if "neo4j" in item.nodeid:  # all on one worker, where work is dealt out by groups: one server serves them
            item.add_marker(pytest.mark.xdist_group("neo4j"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report: pytest.TestReport = yield  # type: ignore[misc, assignment]
    if report.skipped and in_ci() and not hasattr(report, "wasxfail") and not item.get_closest_marker("may_skip"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where a skip is a failure: {_reason(report)}"
    return report  # type: ignore[return-value]


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report: pytest.CollectReport = yield  # type: ignore[misc, assignment]
    if report.skipped and in_ci():
        report.outcome = "failed"
        report.longrepr = f"a module skipped in CI, where a skip is a failure: {_reason(report)}"
    return report  # type: ignore[return-value]


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
