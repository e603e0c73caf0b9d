"""Which part of a Word file is which: by relationship, else by the name that every writer uses (ECMA-376 part 2, 9)."""

from posixpath import dirname, join, normpath

from loaders.formats.package import Package
from loaders.formats.safe_xml import tree
from loaders.formats.word_xml import Element, w
from loaders.limits import Limits
from loaders.text import NotRead

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAIN = "word/document.xml"
_OTHERS = (
    ("xl/workbook.xml", "format.excel"),
    ("ppt/presentation.xml", "format.powerpoint"),
    ("META-INF/manifest.xml", "format.opendocument"),
    ("word/", "word.no_main"),
    ("[Content_Types].xml", "word.no_main"),
)


class WordParts:
    """The parts of one Word file by what they are for."""

    def __init__(self, package: Package, limits: Limits) -> None:
        """Raises `NotRead` where the zip is no Word file, naming what it is instead."""
        self._package, self._limits = package, limits
        self.main = self._find(self._related("", "_rels/.rels").get("officeDocument"), _MAIN)
        folder, name = dirname(self.main), self.main.rpartition("/")[2]
        self._names = self._related(folder, join(folder, "_rels", f"{name}.rels"))

    def tree(self, kind: str) -> Element | None:
        """The root of 'styles', 'numbering', 'footnotes', 'endnotes'; None where the file has no such part."""
        name = self._names.get(kind, join(dirname(self.main), f"{kind}.xml"))
        return tree(self._package.chunks(name), self._limits) if name in self._package.names else None

    def notes(self, kind: str) -> dict[str, Element]:
        """The notes of a kind ('footnote', 'endnote') by id."""
        root = self.tree(f"{kind}s")
        return {} if root is None else {e.get(w("id"), ""): e for e in root.iterfind(w(kind))}

    def _find(self, related: str | None, usual: str) -> str:
        names = self._package.names
        if related in names and related is not None and not related.startswith(("xl/", "ppt/")):
            return related
        if usual in names:
            return usual
        for start, code in _OTHERS:
            if any(name.startswith(start) for name in names):
                raise NotRead(code)
        raise NotRead("format.zip")

    def _related(self, folder: str, name: str) -> dict[str, str]:
        """Targets by the last word of their relationship's type; what lies outside the file is left out."""
        if name not in self._package.names:
            return {}
        found: dict[str, str] = {}
        for element in tree(self._package.chunks(name), self._limits).iter(_RELATIONSHIP):
            if element.get("TargetMode") != "External":
                target = element.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
                found.setdefault(element.get("Type", "").rpartition("/")[2], path)
        return found
