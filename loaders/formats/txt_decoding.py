"""Bytes of a plain text into NFC characters; what is no text says so."""

import codecs

from loaders.limits import Limits
from loaders.normal_form import nfc
from loaders.sniffing import claims_word
from loaders.text import NotRead

# the longer mark first: UTF-32 LE begins with the mark of UTF-16 LE
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# TCVN3, VNI and Windows-1258 come in a later issue; until then they are refused rather than read wrongly
_OLD_ENCODINGS = "text.encoding"


def text_of(data: bytes, name: str, limits: Limits) -> tuple[str, str]:
    """The text in NFC and the name of its encoding; refuses what is no text, or more than could be held."""
    try:
        text, encoding = decode_text(data)
    except NotRead:
        if claims_word(name):
            raise NotRead("format.not_word") from None
        raise
    if len(text) > limits.characters:
        raise NotRead("file.characters", "characters", most=limits.characters)
    if len(text) > limits.paragraphs and sum(map(text.count, "\n\t\f|")) > limits.paragraphs:  # before any is made
        raise NotRead("file.paragraphs", "paragraphs", most=limits.paragraphs)
    return text, encoding


def decode_text(data: bytes) -> tuple[str, str]:
    r"""The text in NFC with line ends made '\n', and the name of its encoding (without a mark: UTF-8).

    >>> decode_text("Điều 1\r\n".encode("utf-16"))
    ('Điều 1\n', 'utf-16-le')
    """
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", "utf-8"))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise NotRead("text.nul_byte" if b"\0" in data and not mark else _OLD_ENCODINGS) from error
    if "\0" in text:
        raise NotRead("text.nul")
    if not text or text.isspace():
        raise NotRead("file.blank")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return nfc(text), encoding
