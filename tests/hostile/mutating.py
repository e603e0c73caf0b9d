"""Files of every format, broken the way disks, networks and strangers break them; the same seed breaks the same way."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.hostile.htmls import page
from tests.hostile.pdfs import one_page, shown, stream
from tests.making_docx import members_of, zipped

ROOT = Path(__file__).resolve().parents[2]
FORMATS = ("txt", "md", "docx", "html", "pdf")


def whole() -> dict[str, list[bytes]]:
    """Files of each format that are read: the samples, and small ones made here where there are none."""
    found = {form: [p.read_bytes() for p in sorted((ROOT / "samples").glob(f"*.{form}"))] for form in FORMATS}
    found["md"] = found["md"] or [b"# " + text for text in found["txt"][:2]]
    found["html"] = found["html"] or [page("<table><tr><th>STT<th>Nhiệm vụ<tr><td>1<td>Rà soát</table>" * 5)]
    found["pdf"] = found["pdf"] or [one_page(stream(shown(b"Ke hoach MAU so 12/KH-UBND") * 20))]
    return found


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """(name, content) of so many files, the formats in turn."""
    chance = Random(seed)
    good = whole()
    for n in range(count):
        form = FORMATS[n % len(FORMATS)]
        data = chance.choice(good[form])
        changes = [
            _flipped,
            _cut,
            _spliced,
            _repeated,
            _zeroed,
            *([_swapped, _inside, _inside] if form == "docx" else []),
        ]
        change = chance.choice(changes)
        yield f"{n:05}-{change.__name__.strip('_')}.{form}", change(data, chance.choice(good[form]), chance)


def _flipped(data: bytes, _: bytes, chance: Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 20, 200))):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def _cut(data: bytes, _: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data))
    return chance.choice((data[:at], data[at:], data[:at] + data[min(len(data), at + 1 + chance.randrange(2000)) :]))


def _spliced(data: bytes, other: bytes, chance: Random) -> bytes:
    a, b = chance.randrange(len(data)), chance.randrange(len(other))
    return data[:a] + other[b : b + chance.choice((7, 700, 70_000))] + data[a:]


def _repeated(data: bytes, _: bytes, chance: Random) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((1, 16, 512))
    return data[:at] + data[at : at + size] * chance.choice((2, 50, 1000)) + data[at:]


def _zeroed(data: bytes, _: bytes, chance: Random) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((1, 64, 4096))
    return data[:at] + bytes([chance.choice((0, 255, 32))]) * size + data[at + size :]


def _swapped(data: bytes, other: bytes, chance: Random) -> bytes:
    """Two members of the zip have each other's content, or one has that of another file."""
    mine, theirs = members_of(data), members_of(other)
    one, two = chance.sample(sorted(mine), 2)
    taken = mine[two] if chance.randrange(2) else theirs.get(one, b"")
    return zipped({**mine, one: taken, two: mine[one]})


def _inside(data: bytes, other: bytes, chance: Random) -> bytes:
    """A member of the zip is broken, the zip itself is whole."""
    mine = members_of(data)
    name = chance.choice(sorted(n for n in mine if mine[n] and n.endswith((".xml", ".rels"))))
    change = chance.choice((_flipped, _cut, _spliced, _repeated, _zeroed))
    return zipped({**mine, name: change(mine[name], members_of(other).get(name) or b"<a/>", chance)})
