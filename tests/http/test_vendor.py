"""What others made and we ship: one list names it with its licence, and the files are the ones that were looked at."""

import hashlib
import tomllib

from tests.conftest import ROOT

WEB = ROOT / "api" / "http" / "web"
OURS = {".css", ".js", ".svg", ".html", ".py", ".toml"}


def test_every_file_of_others_is_listed_and_unchanged() -> None:
    """Name, version, licence with its text, and the hash of each file; a style sheet asks for nothing from elsewhere."""
    assets = tomllib.loads((WEB / "vendor.toml").read_text("utf-8"))["asset"]
    listed = {name: digest for asset in assets for name, digest in asset["files"].items()}
    assert listed
    assert {n: hashlib.sha256((WEB / n).read_bytes()).hexdigest() for n in listed} == listed
    texts = {asset["licence_file"] for asset in assets}
    assert all(asset["name"] and asset["version"] and asset["licence"] for asset in assets)
    assert all((WEB / t).read_text("utf-8").strip() for t in texts)
    there = {str(p.relative_to(WEB)) for p in (WEB / "static").rglob("*") if p.is_file() and p.suffix not in OURS}
    assert there == set(listed) | texts
    assert "//" not in (WEB / "static" / "phahe.css").read_text("utf-8")
