"""What loading PDFs costs beside pdfium's own text of the same pages, in one run.

`python -m benchmarks.pdf [FILES]` prints pages and megabytes a second of the processor for both; without files, the
gazette's PDFs in `../shared/corpus/congbao`.
"""

import sys
import time
from pathlib import Path

import pypdfium2

from benchmarks.results import Line, Report
from benchmarks.shared import need_shared
from loaders.loading import load
from loaders.text import NotRead


def own_text(files: list[bytes]) -> int:
    """Pages whose text pdfium gave."""
    pages = 0
    for data in files:
        document = pypdfium2.PdfDocument(data)
        for page in document:
            page.get_textpage().get_text_range()
            pages += 1
    return pages


def loaded(files: list[bytes]) -> int:
    """Bytes of text that the loader gave."""
    size = 0
    for data in files:
        try:
            size += len(load(data, "x.pdf").text.encode())
        except NotRead:
            continue
    return size


def measured(paths: list[Path]) -> Report:
    """Both, over the same files."""
    files = [path.read_bytes() for path in paths]
    start = time.process_time()
    pages = own_text(files)
    own = time.process_time() - start
    start = time.process_time()
    size = loaded(files)
    ours = time.process_time() - start
    lines = [
        Line("", "pdfium's own text", f"{pages / own:.0f} pages/s"),
        Line("", "the loader", f"{pages / ours:.0f} pages/s, {size / ours / 1e6:.2f} MB/s of text"),
        Line("", "the loader, times pdfium's own text", f"{ours / own:.1f}"),
    ]
    amount = f"{len(files)} files, {pages} pages, {sum(map(len, files)) / 1e6:.1f} MB, {size / 1e6:.2f} MB of text"
    return Report(lines, [amount + "; loading alone, seconds of the processor."])


def report() -> Report:
    """The gazette's PDFs."""
    return measured(sorted((need_shared() / "corpus" / "congbao").glob("*.pdf")))


def main() -> None:
    made = measured([Path(name) for name in sys.argv[1:]]) if sys.argv[1:] else report()
    for line in made.lines:
        print(f"{line.what:<38} {line.measured}")
    print(*made.notes)


if __name__ == "__main__":
    main()
