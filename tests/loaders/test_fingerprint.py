"""Whatever decides what is read is part of the reading's fingerprint."""

import subprocess
import sys

from loaders.fingerprint import reading_fingerprint


def test_reading_imports_only_what_is_fingerprinted() -> None:
    """Nothing of ours outside `graph` and `loaders` is imported by reading; both go in whole."""
    code = "import sys, loaders.extraction; print(*{m.split('.')[0] for m in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert {"api", "queries", "viz"} & set(done.stdout.split()) == set()
    assert len(reading_fingerprint()) == 16
