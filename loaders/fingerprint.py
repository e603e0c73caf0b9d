"""The version of reading: of rules, gazetteer and code together."""

import hashlib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

_PACKAGES = ("graph", "loaders")  # reading imports nothing of ours but these two
_ENDINGS = (".py", ".yaml", ".json", ".gz")


@lru_cache(maxsize=1)
def reading_fingerprint() -> str:
    """A hash of rules, gazetteer and code: a file is read anew when any of them changes.

    All of `graph` goes in, also what only stores use: reading once too often costs seconds, a stale record is wrong.
    """
    digest = hashlib.sha256()
    for package in _PACKAGES:
        root = Path(str(files(package)))
        for path in sorted(p for p in root.rglob("*") if p.suffix in _ENDINGS):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
