"""What others made and we ship: one list names it with its licence, and the files are the ones that were looked at."""

import hashlib
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

WEB = ROOT / "api" / "http" / "web"
OURS = {".css", ".js", ".svg", ".html", ".py", ".toml"}


def _place(asset: dict[str, Any], name: str) -> Path:
    return Path(str(files(asset["package"]))) / name if "package" in asset else WEB / name


def test_every_file_of_others_is_listed_and_unchanged() -> None:
    """Name, version, licence with its text, and the hash of each file; a style sheet asks for nothing from elsewhere."""
    assets = tomllib.loads((WEB / "vendor.toml").read_text("utf-8"))["asset"]
    listed = {_place(asset, name): digest for asset in assets for name, digest in asset["files"].items()}
    assert listed
    assert {p: hashlib.sha256(p.read_bytes()).hexdigest() for p in listed} == listed
    texts = {_place(asset, asset["licence_file"]) for asset in assets if "licence_file" in asset}
    assert all(asset["name"] and asset["version"] and asset["licence"] for asset in assets)
    assert all("licence_file" in asset for asset in assets if asset.get("package") != "pyvis")
    assert all(t.read_text("utf-8").strip() for t in texts)
    folders = (WEB / "static", ROOT / "viz" / "assets", ROOT / "viz" / "fonts")
    there = {p for f in folders for p in f.rglob("*") if p.is_file() and p.suffix not in OURS}
    there = {p for p in there if "__pycache__" not in p.parts}
    assert there == {p for p in listed if "pyvis" not in p.parts} | texts
    assert "//" not in (WEB / "static" / "phahe.css").read_text("utf-8")
