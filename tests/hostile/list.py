"""The list of bombs: `python -m tests.hostile.list` writes tests/bombs.md out of the generators."""

from importlib import import_module
from pathlib import Path

from api.messages import words
from loaders.limits import Limits
from tests.hostile.registry import BOMBS, Bomb

PAGE = Path(__file__).resolve().parents[1] / "bombs.md"
_MODULES = ("zips", "xmls", "pdfs", "htmls", "texts")
_LIMITS = {  # refusals that a setting moves
    "zip.entries": "entries", "zip.unpacked": "unpacked_bytes", "zip.ratio": "ratio", "xml.nodes": "xml_nodes", "html.nodes": "html_nodes", "pdf.pages": "pdf_pages", "pdf.objects": "pdf_page_objects", "file.memory": "memory_bytes", "file.cpu_seconds": "cpu_seconds",
    "word.paragraphs": "paragraphs", "file.paragraphs": "paragraphs", "file.characters": "characters",
}  # fmt: skip
_HEAD = """# Bombs

Files made to cost more than they weigh, each by code (`tests/hostile`), none of them committed. `tests/hostile/test_bombs.py` reads all of them in one isolated
reader that has one second of the processor and 512 MB for each, with a tenth of the limits that are sizes; the last column is what stops it. "read" means that it
costs no more than an honest file of its size. Two answers stand where pdfium, native code that nothing can count in, is at work: the kernel ends it by whichever
bound is hit first. Measured on 2026-11-30 on two busy cores: what the loaders' own counts stop took 0.33 s at most, what is read 0.32 s, native code 0.4 to 1.0 s;
the most memory that a reader held was 491 MB, beside native code 335 MB. Written by `python -m tests.hostile.list`.
"""


def bombs() -> list[Bomb]:
    """All of them, class by class."""
    for module in _MODULES:
        import_module(f"tests.hostile.{module}")
    return BOMBS


def page() -> str:
    """The page."""
    lines = [_HEAD]
    for kind in dict.fromkeys(b.kind for b in bombs()):
        mine = [b for b in bombs() if b.kind == kind]
        lines.append(f"## {kind} ({len(mine)})\n\n| bomb | what it is | what stops it |\n| --- | --- | --- |")
        lines += [f"| {b.name} | {b.what} | {', or '.join(map(_stopped, b.stops))} |" for b in mine]
        lines.append("")
    return "\n".join(lines)


def _stopped(code: str) -> str:
    if code == "read":
        return code
    limit = _LIMITS.get(code, "")
    assert not limit or limit in Limits.__struct_fields__
    return f"{words('en').sentence(code)}{f' (`PHAHE_{limit.upper()}`)' if limit else ''}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
