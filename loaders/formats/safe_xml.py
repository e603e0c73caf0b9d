"""XML of strangers: no document type, no entities, no network, a bound on depth and on what is held at once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from lxml import etree

from loaders.limits import XML_DEPTH, Limits
from loaders.text import NotRead

_DOCTYPE = b"<!DOCTYPE"
# "strict" files use other names for the same elements; the parser is told one set (ISO/IEC 29500-1, annex A)
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
# the encoding is fixed, not taken from the declaration: else '<!DOCTYPE' could hide in another one
_OPTIONS: dict[str, Any] = {
    "encoding": "utf-8", "resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False,
    "remove_comments": True, "remove_pis": True,
}  # fmt: skip


class Guard:
    """Looks at the bytes before the parser does."""

    def __init__(self, limits: Limits) -> None:
        """Nothing held yet."""
        self._limits, self._held, self._tail, self._first = limits, 0, b"", True

    def check(self, chunk: bytes) -> bytes:
        """The chunk for the parser; raises `NotRead` where it must not get there."""
        if _DOCTYPE in self._tail + chunk:
            raise NotRead("xml.doctype")
        self._tail = chunk[-len(_DOCTYPE) + 1 :]
        self._held += chunk.count(b"<") + chunk.count(b"=")
        if self._held > self._limits.xml_nodes:
            raise NotRead("xml.nodes", "xml_nodes", most=self._limits.xml_nodes)
        if self._first:
            self._first = False
            if b"\0" in chunk:
                raise NotRead("xml.encoding")
            for strict, usual in _STRICT:
                chunk = chunk.replace(strict, usual)
        return chunk

    def released(self) -> None:
        """The caller has let go of what was parsed so far."""
        self._held = 0


def events(chunks: Iterable[bytes], guard: Guard, tags: Sequence[str]) -> Iterator[tuple[str, etree._Element]]:
    """('start' or 'end', element) of the tags, while the part is being unpacked."""
    parser = etree.XMLPullParser(events=("start", "end"), tag=tags, **_OPTIONS)
    found = cast(Iterator[tuple[str, etree._Element]], parser.read_events())
    try:
        for chunk in chunks:
            parser.feed(guard.check(chunk))
            yield from found
        parser.close()
        yield from found
    except etree.XMLSyntaxError as error:
        raise _broken(error) from error


def tree(chunks: Iterable[bytes], limits: Limits) -> etree._Element:
    """The root of a whole part, for the small ones."""
    parser, guard = etree.XMLParser(**_OPTIONS), Guard(limits)
    try:
        for chunk in chunks:
            parser.feed(guard.check(chunk))
        return parser.close()
    except etree.XMLSyntaxError as error:
        raise _broken(error) from error


def _broken(error: etree.XMLSyntaxError) -> NotRead:
    words = str(error)
    if "depth" in words:
        return NotRead("xml.depth", most=XML_DEPTH)
    if "limit" in words or "too long" in words:
        return NotRead("xml.long", most="10 MB")
    return NotRead("xml.broken")
