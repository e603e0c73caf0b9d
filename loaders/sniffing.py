"""What a file is, by its content; its ending only decides about plain text and Markdown: they have no signature."""

from typing import Literal

from graph.patterns import pattern

Content = Literal[
    "zip", "text", "markdown", "pdf", "html", "mhtml", "rtf", "ole", "encrypted_ole", "image", "xml", "archive",
    "rdf", "unknown",
]  # fmt: skip

_SIGNATURES: tuple[tuple[bytes, Content], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),  # an empty one
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
)
# a page, or a piece of one that was copied out of it
_PAGE = (
    b"<!doctype html", b"<!-- saved from url", b"<head", b"<body", b"<meta", b"<title", b"<style", b"<div", b"<p>",
    b"<p ", b"<table", b"<center", b"<section", b"<article", b"<main", b"<h1", b"<h2", b"<span", b"<ul", b"<ol",
)  # fmt: skip
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # how Word keeps a .docx with a password (MS-OFFCRYPTO 2.3.4.4)
_ENDING = pattern("sniffing.ending", r"\.([a-z][a-z0-9]{0,7}|[0-9][a-z][a-z0-9]{0,5})\Z")
# text is read under these endings, and under none ('-', 'Ke hoach 316'); '.json', '.py', '.xyz' claim to be otherwise
_TEXT = frozenset(("txt", "text", "docx", "docm", "dotx", "doc", "rtf", "pdf", "html", "htm", "odt"))

_RDF = frozenset(("ttl", "nt", "jsonld"))  # what this program exports; text like any other by its bytes

# at the head of a line a heading's mark or a table's rule; the class first, so that `re` passes over all else
_MARKDOWN = pattern(
    "sniffing.markdown",
    r"[#|](?<![^\n].)(?:(?<=#)#{0,5} [^\W\d_]|(?<=\|)[ \t]?:?-{3,200}:?[ \t]?\|)",
)


def ending_of(name: str) -> str:
    """The ending of a name, in small letters, '' where there is none."""
    ending = _ENDING.search(name.lower())
    return ending[1] if ending else ""


def is_graph(name: str) -> bool:
    """The ending says that it is RDF."""
    return ending_of(name) in _RDF


def claims_word(name: str) -> bool:
    """The ending says that it is a Word file."""
    return ending_of(name) in ("docx", "docm", "dotx")


def sniff(data: bytes, name: str = "") -> Content:
    """The kind of the content. `name` is only asked about what looks like text, and says what is RDF."""
    if is_graph(name):
        return "rdf"
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    for signature, content in _SIGNATURES:
        if head.startswith(signature):
            return "encrypted_ole" if content == "ole" and _ENCRYPTED in data else content
    return _markup(head.replace(b"\0", b"").lower(), name) or _text(data[:16384], name)


def _markup(head: bytes, name: str) -> Content | None:
    head = head.lstrip(b"\xff\xfe\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        ending = _ENDING.search(name.lower())
        if b"<html" in head or head.startswith(_PAGE) or (ending and ending[1] in ("html", "htm", "xhtml")):
            return "html"
        return "xml" if head.startswith((b"<?xml", b"<!doctype", b"<!--")) else None
    envelope = b"mime-version:" in head and b"content-type: multipart/related" in head
    return "mhtml" if envelope or head.startswith((b"mime-version:", b"from: <saved by")) else None


def _text(head: bytes, name: str) -> Content:
    """Text by its ending, or by having none; Markdown by its ending, or by a heading or a table's rule at its top."""
    ending = _ENDING.search(name.lower())
    if ending is None or ending[1] in _TEXT:
        marked = (b"#" in head or b"|" in head) and _MARKDOWN.search(head.decode("utf-8", "ignore"))
        return "markdown" if marked else "text"
    return "markdown" if ending[1] in ("md", "markdown") else "unknown"
