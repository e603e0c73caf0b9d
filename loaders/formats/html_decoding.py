"""Bytes of a page into characters: by its mark, by what is valid, by what it says of itself, in this order."""

import codecs

from graph.patterns import pattern
from loaders.normal_form import nfc
from loaders.text import NotRead

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = pattern("html.charset", r"(?i)<meta\s[^>]{0,300}?charset\s{0,3}=\s{0,3}[\"']?\s{0,3}([a-z0-9._:-]{2,30})")
_XML = pattern("html.xml_encoding", r"(?i)<\?xml\s[^>]{0,100}?encoding\s{0,3}=\s{0,3}[\"']([a-z0-9._-]{2,30})")
# what pages call the code pages of Windows; browsers read Latin 1 as 1252 (WHATWG Encoding, 4.2)
_KNOWN = {
    "windows-1258": "cp1258", "cp1258": "cp1258", "x-cp1258": "cp1258", "windows-1252": "cp1252",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "cp1252": "cp1252",
}  # fmt: skip
_HEAD = 4096
_TORN = 1000  # one broken byte among so many is a slip, not another encoding
_LETTERS = frozenset("đĐơƠưƯăĂ")
# what the letters of TCVN3, VNI become when their bytes are taken for Latin 1, in the middle of words
_OLD_FONT = pattern("html.old_font", r"(?<=[a-zA-Z])[µ¸¶·¨©ª«¬®¦§¼½¾Æ]|[µ¸¶·¨©ª«¬®¦§¼½¾Æ](?=[a-z])")


def decode_html(data: bytes, declared: str = "") -> tuple[str, str]:
    r"""The page in NFC with its encoding's name; `declared` is what its envelope says. Raises `NotRead`.

    >>> decode_html('<p>Điều 1'.encode("utf-16"))
    ('<p>Điều 1', 'utf-16-le')
    >>> decode_html('<meta charset=windows-1258><p>Đi\xea\u0300u'.encode("cp1258"))[0][-4:]
    'Điều'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _normal(data[len(mark) :].decode(encoding, "replace")), encoding
    if b"\0" in data[:2]:  # UTF-16 without a mark: every other byte of '<html' is NUL
        encoding = "utf-16-be" if data[0] == 0 else "utf-16-le"
        return _normal(data.decode(encoding, "replace")), encoding
    try:
        return _normal(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    if text.count("\ufffd") * _TORN <= len(text):
        return _normal(text), "utf-8"
    name = (declared or _declaration(data)).lower()
    if name.startswith("utf"):  # it says so and is not
        raise NotRead("text.encoding")
    for encoding in (_KNOWN[name],) if name in _KNOWN else ("cp1258",):
        text = data.decode(encoding, "replace")
        if name in _KNOWN or not _LETTERS.isdisjoint(text):
            return _normal(text), "windows-" + encoding[2:]
    raise NotRead("text.encoding")


def refuse_old_fonts(text: str) -> None:
    """Refuses text whose letters are drawn by a font (TCVN3, VNI): it would be misread."""
    if len(_OLD_FONT.findall(text)) * 100 > len(text):
        raise NotRead("text.encoding")


def _declaration(data: bytes) -> str:
    head = data[:_HEAD].decode("latin-1")
    found = _DECLARED.search(head) or _XML.search(head)
    return found[1] if found else ""


def _normal(text: str) -> str:
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n"))
