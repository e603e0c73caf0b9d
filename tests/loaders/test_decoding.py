"""Bytes of plain text: marks, line ends, NFC; what is no text is refused with its reason."""

import unicodedata

import pytest

from loaders.formats.txt_decoding import decode_text
from loaders.loading import load
from loaders.text import NotRead

TEXT = "Kế hoạch số 316/KH-UBND\nĐiều 1. Ban hành"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be"),
    ],
)  # fmt: skip
def test_encodings_by_their_marks(mark: bytes, encoding: str) -> None:
    """UTF-8 with or without a mark, UTF-16 and UTF-32 with one; the mark is no part of the text."""
    assert decode_text(mark + TEXT.encode(encoding)) == (TEXT, encoding)


def test_line_ends_and_nfc() -> None:
    """Every line end is one newline; decomposed letters are composed; nothing else changes."""
    written = unicodedata.normalize("NFD", "Điều\r\n1\r2\u00a0\u200b\tĐ–\f")
    assert decode_text(written.encode())[0] == "Điều\n1\n2\u00a0\u200b\tĐ–\f"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("Điều".encode("utf-16-le"), "NUL|UTF-8"), (b"abc\0def", "NUL"), (b"\xff\xfea", "UTF-8"),
        (b"C\xe9ng h\xe0a", "TCVN3"), (b"\xff\xfe\0\0a\0", "UTF-8"), (b"\n \n", "rỗng"), (b"\xef\xbb\xbf", "rỗng"),
    ],
)  # fmt: skip
def test_what_is_no_text(data: bytes, words: str) -> None:
    """NULs, torn or old 8-bit encodings, blanks: refused, never guessed."""
    with pytest.raises(NotRead, match=words):
        decode_text(data)


def test_a_text_file_is_loaded_with_its_encoding() -> None:
    """The record says how the file was written and hashes its bytes."""
    data = b"\xff\xfe" + TEXT.encode("utf-16-le")
    loaded = load(data, "a.txt")
    assert (loaded.text, loaded.encoding, loaded.format) == (TEXT, "utf-16-le", "txt")
    assert all(loaded.text[s.start : s.end].strip() == loaded.text[s.start : s.end] for s in loaded.segments)
