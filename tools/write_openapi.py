"""`python -m tools.write_openapi`: docs/openapi.json as the server says it with the settings that nobody changed."""

import json
from pathlib import Path

from api.http.app import create_app
from api.settings import Settings

FILE = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"


def main() -> None:
    """Sorted, so that a change shows as one."""
    made = create_app(setting=Settings()).openapi()
    FILE.write_text(json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
