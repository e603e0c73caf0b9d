"""A text in pages, each packed by itself, so that a quote costs its page and not the whole text.

Packed: where each page begins and the last ends (bytes, 4 each, little-endian), behind how many such numbers there are;
then the pages (zlib, UTF-8).
"""

import struct
import zlib
from collections.abc import Iterator

PAGE = 4096  # code points


def packed(text: str) -> bytes:
    """The text as it is stored."""
    pages = [zlib.compress(_bytes(text[n : n + PAGE]), 1) for n in range(0, len(text), PAGE)]
    starts = [0]
    for page in pages:
        starts.append(starts[-1] + len(page))
    return struct.pack(f"<I{len(starts)}I", len(starts), *starts) + b"".join(pages)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def parts(blob: bytes) -> tuple[bytes, bytes]:
    """Where the pages begin, for `place_of`, and the pages."""
    (count,) = struct.unpack_from("<I", blob)
    return blob[4 : 4 + 4 * count], blob[4 + 4 * count :]


def pages_of(start: int, end: int) -> range:
    """The pages that a run of the text touches."""
    return range(start // PAGE, max(start, end - 1) // PAGE + 1)


def place_of(starts: bytes, page: int) -> tuple[int, int]:
    """Where the page's bytes begin, and how many they are; none where the text has ended."""
    if 4 * (page + 2) > len(starts):
        return 0, 0
    first, last = struct.unpack_from("<2I", starts, 4 * page)
    return first, last - first


def page(content: bytes) -> str:
    """One page's text."""
    return zlib.decompress(content).decode("utf-8", "surrogatepass") if content else ""


def whole(blob: bytes) -> str:
    """All of a text."""
    return joined(*parts(blob))


def joined(starts: bytes, pages: bytes) -> str:
    """All of a text out of its parts."""
    return "".join(map(page, _each(starts, pages)))


def _each(starts: bytes, pages: bytes) -> Iterator[bytes]:
    for n in range(len(starts) // 4 - 1):
        first, size = place_of(starts, n)
        yield pages[first : first + size]


def check(blob: bytes, most: int) -> None:
    """Raise `ValueError` for what is no text of at most so many bytes."""
    try:
        starts, pages = parts(blob)
        ends = [place_of(starts, n) for n in range(len(starts) // 4 - 1)]
        if [0, *(first + size for first, size in ends)] != list(struct.unpack(f"<{len(starts) // 4}I", starts)):
            raise ValueError("pages that do not follow each other")
        if (not ends and pages) or (ends and sum(ends[-1]) != len(pages)):
            raise ValueError("more or less than the pages say")
        for content in _each(starts, pages):
            unpacking = zlib.decompressobj()
            text = unpacking.decompress(content, most)
            most -= len(text)
            if not unpacking.eof or most < 0:
                raise ValueError("more than is allowed, or cut off")
            text.decode("utf-8", "surrogatepass")
    except (struct.error, zlib.error) as error:
        raise ValueError("not packed") from error
