"""XML bombs in the parts of Word files."""

from collections.abc import Iterable
from random import Random

from tests.hostile.registry import bomb
from tests.hostile.zips import MAIN, WORD
from tests.making_docx import NAMESPACES, members_of, with_body, zipped

_LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def with_part(xml: str | bytes, name: str = MAIN) -> bytes:
    """The good Word file with one part in place of its own."""
    return zipped({**members_of(WORD), name: xml.encode() if isinstance(xml, str) else xml})


def document(body: str) -> bytes:
    """The main part around a body."""
    return with_part(f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")


def paragraphs(texts: Iterable[str]) -> str:
    """Paragraphs of these texts."""
    return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)


@bomb("xml", "xml.doctype")
def billion_laughs() -> bytes:
    """Ten entities, each ten times the one before."""
    return with_part(f'<!DOCTYPE a [<!ENTITY a0 "ha">{_LAUGHS}]><a>&a9;</a>')


@bomb("xml", "xml.doctype")
def quadratic() -> bytes:
    """One entity of 100 kB, named ten thousand times."""
    return with_part(f'<!DOCTYPE a [<!ENTITY x "{"x" * 100_000}">]><a>{"&x;" * 10_000}</a>')


@bomb("xml", "xml.doctype")
def a_file_of_this_machine() -> bytes:
    """An entity that is another file."""
    return with_part('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')


@bomb("xml", "xml.doctype")
def grammar_from_the_network_in_styles() -> bytes:
    """A document type at an address."""
    return with_part('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>', "word/styles.xml")


@bomb("xml", "xml.doctype")
def laughs_in_numbering() -> bytes:
    """In the part for numbers of paragraphs."""
    return with_part(f'<!DOCTYPE a [<!ENTITY a0 "ha">{_LAUGHS}]><a>&a9;</a>', "word/numbering.xml")


@bomb("xml", "xml.doctype")
def parameter_entities_in_footnotes() -> bytes:
    """Entities of the grammar itself, in a part that is read last."""
    body = '<w:p><w:r><w:t>Chữ</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'
    data = with_body(body, footnotes='<w:footnote w:id="1"><w:p/></w:footnote>')
    xml = b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]><a/>'
    return zipped({**members_of(data), "word/footnotes.xml": xml})


@bomb("xml", "xml.doctype")
def grammar_in_relationships() -> bytes:
    """In the part that says which parts there are."""
    return with_part('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "_rels/.rels")


@bomb("xml", "xml.encoding")
def grammar_in_another_encoding() -> bytes:
    """A document type that no search for its bytes finds."""
    return with_part('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"))


@bomb("xml", "read")
def inclusions() -> bytes:
    """XInclude: a name like any other, and nothing is included."""
    link = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    return document(paragraphs(["Chữ"]) + link)


@bomb("xml", "xml.depth")
def deep_nesting() -> bytes:
    """A hundred thousand levels."""
    return with_part("<a>" * 100_000 + "</a>" * 100_000)


@bomb("xml", "read")
def tables_in_tables() -> bytes:
    """Sixty deep, which is as deep as the parser lets them."""
    return document("<w:tbl><w:tr><w:tc>" * 60 + paragraphs(["Chữ"]) + "</w:tc></w:tr></w:tbl>" * 60)


@bomb("xml", "xml.long")
def a_giant_attribute() -> bytes:
    """Eleven megabytes in one."""
    return with_part(f'<a b="{_noise(11_000_000)}"/>')


@bomb("xml", "xml.long")
def a_giant_text() -> bytes:
    """Eleven megabytes between two tags."""
    return with_part(f"<a>{_noise(11_000_000)}</a>")


@bomb("xml", "xml.nodes")
def a_million_attributes() -> bytes:
    """Of one tag."""
    names = " ".join(f"b{n}=''" for n in range(300_000))
    return with_part(f"<a {names}/>")


@bomb("xml", "xml.nodes")
def a_million_namespaces() -> bytes:
    """Declared at the root, so that every name is looked for among them."""
    names = " ".join(f"xmlns:b{n}='u{n}'" for n in range(300_000))
    return with_part(f"<a {names}/>")


@bomb("xml", "read")
def namespaces_within_the_limit() -> bytes:
    """Ten thousand of them, and as many tags that use the last."""
    names = " ".join(f'xmlns:b{n}="u{n}"' for n in range(10_000))
    return document(f"{paragraphs(['Chữ'])}<w:x {names}>{'<b9999:c/>' * 10_000}</w:x>")


@bomb("xml", "word.paragraphs")
def paragraphs_of_nothing() -> bytes:
    """Empty ones, beyond the limit."""
    return document("".join(f'<w:p w:rsidR="{n:08x}"/>' for n in range(25_000)))


@bomb("xml", "read")
def cells_that_span_everything() -> bytes:
    """Cells that claim 999,999,999 columns, in rows that claim to go on."""
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/><w:vMerge{}/></w:tcPr>' + paragraphs(["Chữ"]) + "</w:tc>"
    first = cell.format(' w:val="restart"')
    rows = f"<w:tr>{first}</w:tr>" + f"<w:tr>{cell.format('') * 2}</w:tr>" * 50
    return document(f"<w:tbl>{rows}</w:tbl>")


@bomb("xml", "read")
def styles_that_rest_on_each_other() -> bytes:
    """A chain of ten thousand styles whose last rests on the first."""
    style = '<w:style w:type="paragraph" w:styleId="s{}"><w:basedOn w:val="s{}"/></w:style>'
    styles = "".join(style.format(n, (n + 1) % 10_000) for n in range(10_000))
    body = '<w:p><w:pPr><w:pStyle w:val="s{}"/></w:pPr><w:r><w:t>Chữ</w:t></w:r></w:p>'
    return with_body("".join(body.format(n) for n in range(2000)), styles=styles)


@bomb("xml", "word.characters")
def numbers_of_a_billion() -> bytes:
    """Paragraphs numbered from 999,999,999 in Roman figures, and labels that repeat themselves."""
    level = '<w:lvl w:ilvl="0"><w:start w:val="999999999"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    made = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{level.format(form, "%1" * 5000)}</w:abstractNum>'
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n, form in enumerate(("upperRoman", "lowerLetter", "decimal"), start=1)
    )
    body = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr></w:pPr><w:r><w:t>Chữ</w:t></w:r></w:p>'
    )
    return with_body("".join(body.format(n) for n in (1, 2, 3) * 20), numbering=made)


@bomb("xml", "read")
def a_note_that_notes_itself() -> bytes:
    """A footnote with a reference to itself, and a thousand references to it."""
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    note = f'<w:footnote w:id="1"><w:p>{reference}<w:r><w:t>Chú thích</w:t></w:r></w:p></w:footnote>'
    return with_body(f"<w:p><w:r><w:t>Chữ</w:t></w:r>{reference * 1000}</w:p>", footnotes=note)


@bomb("xml", "read")
def character_references() -> bytes:
    """Two hundred thousand letters, each as a number."""
    chance = Random(1)
    letters = ("".join(f"&#{chance.randrange(97, 123)};" for _ in range(1000)) for _ in range(200))
    return document(paragraphs(letters))


def _noise(size: int) -> str:
    """Text that packs so badly that the ratio is no matter."""
    return Random(1).randbytes(size // 2).hex()
