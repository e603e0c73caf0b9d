"""Print samples/*.pdf out of tools/samples/*.html with Chromium; by hand, where a source changed: `make sample-pdfs`.

Not part of `make samples`: Chromium writes the day of printing into the file, so no two prints are the same bytes.
"""

import sys
import tempfile
from pathlib import Path

from tests.printing import browser, printed
from tools.make_samples_docx import SAMPLES


def main() -> int:
    """Print every sample that has a page for its source."""
    if browser() is None:
        print("no Chromium on this machine", file=sys.stderr)
        return 1
    sources = sorted((Path(__file__).parent / "samples").glob("*.html"))
    with tempfile.TemporaryDirectory() as folder:
        for name, content in printed({s.stem: s.read_text("utf-8") for s in sources}, Path(folder)).items():
            (SAMPLES / f"{name}.pdf").write_bytes(content)
            print(f"samples/{name}.pdf")
    return 0


if __name__ == "__main__":
    sys.exit(main())
