"""Zip bombs, all of them named .docx."""

import struct
import zipfile
import zlib
from io import BytesIO

from loaders.limits import MB
from tests.hostile.registry import bomb
from tests.making_docx import members_of, with_body, zipped

WORD = with_body("<w:p><w:r><w:t>KẾ HOẠCH MẪU</w:t></w:r></w:p>")
MAIN = "word/document.xml"


def _raw(name: bytes, packed: bytes, size: int, crc: int, flags: int = 0, method: int = 8) -> tuple[bytes, bytes]:
    """(local header with data, central entry without its offset) as they are written, true or not."""
    head = struct.pack("<HHHHHIIIHH", 20, flags, method, 0, 33, crc, len(packed), size, len(name), 0)
    local = b"PK\x03\x04" + head + name + packed
    central = b"PK\x01\x02\x14\x00" + head + struct.pack("<HHHI", 0, 0, 0, 0)
    return local, central


def _zip(locals_: bytes, entries: list[tuple[bytes, int, bytes]]) -> bytes:
    """Entries are (central entry, offset, name)."""
    directory = b"".join(central + struct.pack("<I", at) + name for central, at, name in entries)
    count = min(len(entries), 0xFFFF)
    return (
        locals_
        + directory
        + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(locals_), 0)
    )


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _with_main(packed: bytes, size: int, crc: int, flags: int = 0) -> bytes:
    """A Word file whose main part is written as told."""
    name = MAIN.encode()
    local, central = _raw(name, packed, size, crc, flags)
    return _zip(local, [(central, 0, name)])


@bomb("zip", "format.zip")
def nested_like_42() -> bytes:
    """Zips in zips in zips, five deep and sixteen wide, a gigabyte at the bottom."""
    inner = zipped({"0": b"\0" * MB})
    for _ in range(5):
        inner = zipped({f"{n}.zip": inner for n in range(16)})
    return inner


@bomb("zip", "read")
def nested_in_a_word_file() -> bytes:
    """The same as an object within a good Word file: nobody opens it."""
    return zipped({**members_of(WORD), "word/embeddings/oleObject1.zip": nested_like_42()})


@bomb("zip", "zip.unpacked")
def overlapping_entries() -> bytes:
    """Two thousand names for one packed megabyte."""
    data = b"\0" * MB
    local, central = _raw(b"0", _deflated(data), MB, zlib.crc32(data))
    return _zip(local, [(central, 0, b"0")] * 2000)


@bomb("zip", "zip.broken_part")
def overlapping_main_part() -> bytes:
    """The main part begins in the middle of another one."""
    data = b"<a/>" * 1000
    local, central = _raw(MAIN.encode(), _deflated(data), len(data), zlib.crc32(data))
    return _zip(local, [(central, 7, MAIN.encode())])


@bomb("zip", "zip.broken_part")
def size_that_lies_low() -> bytes:
    """A kilobyte by its own word, 30 MB by its bytes."""
    data = b"<w:p/>" * (5 * MB)
    return _with_main(_deflated(data), 1024, zlib.crc32(data))


@bomb("zip", "zip.unpacked")
def size_that_lies_high() -> bytes:
    """Four gigabytes by its own word."""
    return _with_main(_deflated(b"<a/>"), 0xFFFFFFF0, zlib.crc32(b"<a/>"))


@bomb("zip", "zip.unpacked")
def zip64_size() -> bytes:
    """An exabyte, announced in the field for large files."""
    name = MAIN.encode()
    packed = _deflated(b"<a/>")
    local, central = _raw(name, packed, 0xFFFFFFFF, 0)
    extra = struct.pack("<HHQ", 1, 8, 1 << 60)
    central = central[:30] + struct.pack("<H", len(extra)) + central[32:]
    return _zip(local, [(central, 0, name + extra)])


@bomb("zip", "zip.broken")
def zip64_directory_nowhere() -> bytes:
    """The directory lies behind the end of the file, by the record for large files."""
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, 1 << 50, 1)
    end = WORD.rindex(b"PK\x05\x06")
    return WORD[:end] + locator + WORD[end:]


@bomb("zip", "zip.entries")
def a_million_entries() -> bytes:
    """Each of them empty, 47 MB of directory."""
    _, central = _raw(b"0", b"", 0, 0)
    entry = central + struct.pack("<I", 0) + b"0"
    directory = entry * 1_000_000
    return (
        b"PK\x03\x04" + directory + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(directory), 4, 0)
    )


@bomb("zip", "zip.ratio")
def ratio() -> bytes:
    """One letter over and over, a thousandth of its size, in a part that unpacks within the limit."""
    return zipped({**members_of(WORD), MAIN: b"<a>" + (b"<b>" + b"x" * 4000 + b"</b>") * 4000 + b"</a>"})


@bomb("zip", "read")
def deep_paths() -> bytes:
    """Names of 60,000 characters, a folder a letter."""
    return zipped({**members_of(WORD), **{"a/" * 30_000 + str(n): b"" for n in range(40)}})


@bomb("zip", "read")
def names_that_climb() -> bytes:
    """Names that lead out of any folder: nothing is ever written."""
    names = ("../../../../phahe-bomb", "/phahe-bomb", "..\\..\\x", "C:\\x", "CON", "a\x00b", "\u202etxt.x")
    return zipped({**members_of(WORD), **dict.fromkeys(names, b"x")})


@bomb("zip", "zip.twice")
def one_name_twice() -> bytes:
    """Two main parts: one for the reader, one for whoever looks at the file in Word."""
    out = BytesIO(WORD)
    with zipfile.ZipFile(out, "a") as archive:
        archive.NameToInfo.pop(MAIN)
        archive.writestr(MAIN, b"<a/>")
    return out.getvalue()


@bomb("zip", "zip.encrypted")
def a_password() -> bytes:
    """The flag in the directory; what follows may be anything."""
    data = b"<a/>"
    return _with_main(_deflated(data), len(data), zlib.crc32(data), flags=1)


@bomb("zip", "zip.broken_part")
def sizes_behind_the_data() -> bytes:
    """By its flag the sizes follow the data; what follows says another size than the directory."""
    data = b"<a/>" * 100
    return _with_main(_deflated(data) + struct.pack("<4sIII", b"PK\x07\x08", 0, 1, 1 << 31), 4000, 0, flags=8)


@bomb("zip", "xml.broken")
def blocks_of_nothing() -> bytes:
    """Three megabytes of packed blocks that unpack to nothing at all."""
    packed = b"\0\0\0\xff\xff" * 600_000 + _deflated(b"")
    return _with_main(packed, 0, 0)
