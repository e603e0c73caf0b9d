"""Tests against the server stand on one worker of xdist where its work is dealt out by groups (`make test`)."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/neo4j/" in item.nodeid:
            item.add_marker(pytest.mark.xdist_group("neo4j"))
