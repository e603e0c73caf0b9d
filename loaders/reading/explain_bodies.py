"""How a list of bodies is taken apart: as a heading or a cell is (everything is a body), or as running text."""

from collections.abc import Iterator

from loaders.explanation import Explanation
from loaders.reading.bodies import find_bodies, split_bodies
from loaders.reading.context import Reading
from loaders.reading.model import Block


def lists_of_bodies(reading: Reading, block: Block, clause: str) -> Iterator[Explanation]:
    """Each body with its kind (`graph/data/bodies.yaml`) and the name that its words mean."""
    place = reading.doc_of(block).place
    known = [(b.said, b.name, b.kind) for b in find_bodies(clause, place)]
    for said, name, kind in known:
        yield Explanation(f"bodies.{kind}", True, clause, "body", {"said": said, "name": name})
    if known and block.kind in ("cell", "heading"):
        words = reading.words(block)
        items = "; ".join(f"{said} ({kind})" for _, _, said, kind in split_bodies(words))
        yield Explanation("bodies.free_list", True, words, "free_list", {"items": items})
