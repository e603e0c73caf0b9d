"""Pictures in notebooks: the last line of a cell `picture(store, "76/NQ-CP")` shows it, without a network.

>>> from graph.store.memory import MemoryStore
>>> from viz.notebook import picture
>>> picture(MemoryStore(), "76/NQ-CP")
Traceback (most recent call last):
queries.finding.NotNamed: 76/NQ-CP
"""

from html import escape

from msgspec import Struct

from graph.store.port import Store
from queries import finding
from queries.family import Wanted, family
from queries.nodes import node
from viz.entries import Frame
from viz.labels import labels
from viz.network import Wording, page


class Picture(Struct, frozen=True):
    """A page of its own; `html` is the file that `phahe export picture.html` writes."""

    html: str
    height: int = 720  # pixels of its frame in the notebook

    def _repr_html_(self) -> str:
        """A frame, so that neither the page nor the notebook sees the other's styles and scripts."""
        frame = f'srcdoc="{escape(self.html)}" sandbox="allow-scripts"'
        return f'<iframe {frame} style="width: 100%; height: {self.height}px; border: 1px solid #d5dae1"></iframe>'


def picture(store: Store, citation: str, wanted: Wanted = Wanted(up=2, down=2), lang: str = "vi") -> Picture:  # noqa: B008 - frozen
    """The lineage of one instrument for exploring; raises `NotNamed` or `Several` (`queries.finding`)."""
    row = finding.one(store, citation)
    found = family(store, row, wanted)
    files = {q.file: q.file[:10] for e in found.edges for q in e.evidence}
    shape = Frame(labels(lang), files, {n.id: n for n in found.nodes})
    title = f"{shape['lineage']}: {shape.name(node(row))}"
    return Picture(page(found, shape, Wording(title, ""), lang))
