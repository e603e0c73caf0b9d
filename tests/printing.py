"""Documents printed as PDF by a headless Chromium; a test that needs it says so where it is absent."""

import shutil
import subprocess
from pathlib import Path

from loaders.text import Loaded, Segment
from tests.making_html import Markup
from tests.twins import Piece

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-pdf-header-footer", "--hide-scrollbars",
)  # fmt: skip

STYLE = """
@page { size: A4; margin: 20mm 20mm 20mm 30mm; @bottom-center { content: counter(page); font-size: 11pt } }
body { font: 14pt/1.35 "DejaVu Serif", "Times New Roman", serif; margin: 0; text-align: justify }
p, h2, h3 { font-size: 14pt; margin: 6pt 0 0; text-indent: 10mm }
h2, .title { text-align: center; text-indent: 0 }
table { border-collapse: collapse; width: 100%; margin: 6pt 0 }
td p { font-size: 12pt; margin: 0; text-indent: 0; text-align: left }
.ruled td { border: 1px solid black; padding: 3pt 5pt; vertical-align: top }
.plain td { vertical-align: top; width: 50% } .plain p { text-align: center }
div p { font-size: 10pt; margin: 2pt 0 0; text-indent: 0 } a { color: inherit; text-decoration: none }
sup { font-size: 65%; line-height: 0 }
"""


class Printed(Markup):
    """A document's markup as an office prints it: heads and signatures in columns, all other tables ruled."""

    def paragraph(self, level: int, pieces: list[Piece]) -> None:
        """Titles in the middle."""
        super().paragraph(level, pieces)
        if not level and "".join(said for _, said in pieces).isupper():
            self.out[-1] = self.out[-1].replace("<p>", '<p class="title">', 1)

    def table(self, cells: list[tuple[Segment, list[str]]]) -> None:
        """Ruled, its first row printed again on each page."""
        super().table(cells)
        kind = next(block.kind for block, segment in self.blocks if segment.table == cells[0][0].table)
        ruled = kind in ("cell", "meta")
        markup = self.out[-1].replace("<table>", f'<table class="{"ruled" if ruled else "plain"}">')
        if ruled and all(segment.rowspan == 1 for segment, _ in cells if segment.row == 0):
            markup = markup.replace("<tbody><tr>", "<thead><tr>", 1).replace("</tr>", "</tr></thead><tbody>", 1)
        self.out[-1] = markup


def page_of(loaded: Loaded) -> str:
    """A document as a page to print."""
    head = f'<meta charset="utf-8"><title>Văn bản MẪU</title><style>{STYLE}</style>'
    return f'<!DOCTYPE html><html lang="vi"><head>{head}</head><body>{Printed(loaded).markup()}</body></html>'


def browser() -> str | None:
    """The command of the browser, None where there is none."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def printed(pages: dict[str, str], folder: Path) -> dict[str, bytes]:
    """Each page of HTML by name as the PDF that the browser prints of it."""
    command = browser()
    assert command is not None
    found: dict[str, bytes] = {}
    for name, html in pages.items():
        source, target = folder / f"{name}.html", folder / f"{name}.pdf"
        source.write_text(html, "utf-8")
        subprocess.run(
            [command, *_FLAGS, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}", source.as_uri()],
            check=True,
            capture_output=True,
            timeout=120,
        )
        found[name] = target.read_bytes()
    return found
