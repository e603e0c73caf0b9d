"""schemathesis on the API's own description: whatever is asked, no 5xx, and no answer that is not described."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import positive_data_acceptance
from schemathesis.python import asgi
from starlette.testclient import TestClient

from api.http.app import LOOPBACK, create_app
from api.http.guard import Names
from tests.conftest import ROOT

NQ = "nghi-quyet~76-nq-cp~2021-07-15~chinh-phu"
DESCRIBED = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))
OPERATIONS = [(path, method) for path, methods in DESCRIBED["paths"].items() for method in methods]
EXAMPLES = 12  # of each operation and mode: seconds for all; a made order, so that a failure comes back


class Api:
    """The application in this process with schemathesis' client, which starts it once."""

    def __init__(self, store: Path) -> None:
        self.app = create_app(str(store), names=Names({*LOOPBACK, asgi.HOST}))
        self.schema = schemathesis.openapi.from_asgi("/openapi.json", self.app)

    def call(self, case: Case, client: Any) -> None:
        # a cursor, a date or a relation of the right type may still be none: 422 is right, and described
        case.call_and_validate(session=client, excluded_checks=[positive_data_acceptance])


@pytest.fixture(scope="module")
def api(samples_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    path = tmp_path_factory.mktemp("described") / "own.db"
    shutil.copy(samples_db, path)
    yield Api(path)
    asgi.shutdown_lifespans()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda m: m.value)
@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda x: x)
def test_whatever_is_asked(api: Api, path: str, method: str, mode: GenerationMode) -> None:
    """What fits the description is answered as described; what does not is refused with a problem."""
    operation = api.schema[path][method.upper()]
    with asgi.get_client(api.app) as client:

        @settings(
            max_examples=EXAMPLES, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate],
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Case) -> None:
            api.call(case, client)

        if mode is GenerationMode.NEGATIVE and not (operation.query or operation.path_parameters or operation.body):
            with pytest.raises(Unsatisfiable):  # it takes nothing, so nothing can be wrong
                ask()
        else:
            ask()


@pytest.mark.parametrize("path", [p for p, m in OPERATIONS if m == "get" and "{upload}" not in p])
def test_the_examples_are_answers(api: Api, client: TestClient, path: str) -> None:
    """Each question with the examples of its parameters: an answer of the described shape, not a refusal."""
    parameters = DESCRIBED["paths"][path]["get"].get("parameters", [])
    needed = {p["name"]: p for p in parameters if p.get("required")}
    url = path
    query = {}
    for name, parameter in needed.items():
        example = (parameter["schema"].get("examples") or parameter["examples"])[0]
        if parameter["in"] == "path":
            url = url.replace(f"{{{name}}}", NQ)
        else:
            query[name] = example
    got = client.get(url, params=query)
    assert got.status_code == 200, got.text
    api.schema[path]["GET"].validate_response(got)  # type: ignore[arg-type]
