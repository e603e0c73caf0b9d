"""compose.yaml cannot be started here; that it hangs together can be seen."""

import re
from pathlib import Path

import yaml

from api.settings import access, settings
from graph.store.access import is_server

ROOT = Path(__file__).resolve().parents[2]


def test_the_product_finds_the_server() -> None:
    """The variables are those that the product reads, the address is the other service, no password stands in the file."""
    services = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
    given = services["phahe"]["environment"]
    assert is_server(settings(given).store)
    assert settings(given).store.partition("://")[2] in services
    assert access(given).password == given["PHAHE_NEO4J_PASSWORD"] != ""
    assert services["neo4j"]["environment"]["NEO4J_AUTH"].startswith("neo4j/${NEO4J_PASSWORD:?")
    assert all(port.startswith("127.0.0.1:") for port in services["neo4j"]["ports"])


def test_the_image_holds_every_package() -> None:
    """What the wheel is made of is copied."""
    copied = re.findall(r"^COPY (\S+) \1$", (ROOT / "Dockerfile").read_text("utf-8"), re.M)
    assert sorted(copied) == ["api", "graph", "loaders", "queries", "viz"]
