"""What the store in memory answers by looking over many rows: names, areas, disputes, words (see `port`)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from graph.areas import inside
from graph.search import body_text, task_text
from graph.store import base
from graph.store.memory_graph import Files, Graph
from graph.store.port import BodyRow, InstrumentRow, MentionRow, NamedRow, SayingRow, TaskRow


class MemoryLookups:
    """Part of `MemoryStore`."""

    statements: Files

    @property
    def graph(self) -> Graph:
        """All that is derived."""
        raise NotImplementedError

    def neighbours(
        self, ids: Sequence[str], relations: Sequence[str] | None = None, drafts: bool = False, limit: int = 1000
    ) -> dict[str, list[str]]:
        """The other ends of the edges of each id, out and in, by id, at most `limit + 1` of each."""
        seen = base.shown(relations, drafts)
        found: dict[str, set[str]] = {i: set() for i in ids}
        for edge in self.graph.edges:
            if seen(edge.relation, edge.act, edge.draft):
                for here, there in ((edge.source, edge.target), (edge.target, edge.source)):
                    if here in found:
                        found[here].add(there)
        return {i: sorted(ends)[: limit + 1] for i, ends in found.items()}

    def pairs(self, relations: Sequence[str], drafts: bool = False) -> Iterator[tuple[str, str, str]]:
        """(source, relation, target) of every edge of the relations, in that order."""
        seen = base.shown(relations, drafts)
        edges = (e for e in self.graph.edges if seen(e.relation, e.act, e.draft))
        return iter(sorted({(e.source, e.relation, e.target) for e in edges}))

    def naming(self, ids: Sequence[str], drafts: bool = False, limit: int = 1000) -> dict[str, list[str]]:
        """The loaded documents that name each id, by id, at most `limit + 1` of each."""
        found: dict[str, set[str]] = {i: set() for i in ids}
        for mention in self._mentions(drafts):
            if mention.target in found:
                found[mention.target].add(mention.source)
        return {i: sorted(sources)[: limit + 1] for i, sources in found.items()}

    def named(self, types: Sequence[str] = (), drafts: bool = False, most: int = 1000) -> list[NamedRow]:
        """What loaded documents name and nobody loaded, by (count falling, id), at most `most + 1`."""
        counts = Counter(target for _, target in {(m.source, m.target) for m in self._mentions(drafts)})
        rows = (NamedRow(instrument=self.graph.rows[i], count=n) for i, n in counts.items())
        found = [r for r in rows if not r.instrument.loaded and (not types or r.instrument.type in types)]
        return sorted(found, key=lambda r: (-r.count, r.instrument.id))[: most + 1]

    def _mentions(self, drafts: bool) -> Iterator[MentionRow]:
        """Namings of others in loaded documents, those of drafts only where asked for."""
        rows = self.graph.rows
        for mention in self.graph.mentions:
            if mention.source != mention.target and (drafts or rows[mention.source].stage == "issued"):
                yield mention

    def disputed(self) -> list[InstrumentRow]:
        """Instruments that are given two dates or two titles, by id."""
        return [row for _, row in sorted(self.graph.rows.items()) if row.dates or row.titles]

    def shared_numbers(self) -> list[str]:
        """Number keys under which there are several instruments, in order."""
        keys = sorted(r.bucket for r in self.graph.resolved if r.bucket[0] == "#")
        return [key[1:] for key, same in groupby(keys) if len(list(same)) > 1]

    def sayings(self, ids: Sequence[str]) -> list[SayingRow]:
        """Every naming of the instruments with what it calls them."""
        meaning, wanted = self.graph.meaning, set(ids)
        said = []
        for file in self.statements.values():
            clusters = {c.local: c for c in file.clusters}
            for n in file.namings:
                instrument = meaning[n.file, n.target]
                if instrument in wanted:
                    place = (n.file, n.start, n.end, file.text[n.start : n.end], n.parts)
                    said.append(base.saying(instrument, meaning[n.file, n.speaker], clusters[n.target], place))
        return base.sayings_sorted(said)

    def areas(self, outer: str, drafts: bool = False) -> dict[str, int]:
        """How many loaded documents each area in the outer one has, by area."""
        counts = Counter(r.area for r in self._loaded(drafts) if inside(r.area, outer))
        return dict(sorted(counts.items()))

    def of_area(self, area: str, drafts: bool = False) -> list[InstrumentRow]:
        """The loaded instruments of just this area, by id."""
        return sorted((r for r in self._loaded(drafts) if r.area == area), key=lambda r: r.id)

    def _loaded(self, drafts: bool) -> Iterator[InstrumentRow]:
        return (r for r in self.graph.rows.values() if r.loaded and (drafts or r.stage == "issued"))

    def task_candidates(self, words: Sequence[str], drafts: bool = False, most: int = -1) -> list[TaskRow]:
        """The first `most` tasks whose text or deliverable has all the folded words, the last as a prefix."""
        rows = self.graph.rows
        seen = (t for t in self.graph.tasks if drafts or rows[t.document].stage == "issued")
        found = [t for t in seen if has_words(task_text(t), words)]
        return base.some_tasks(found, most)

    def bodies_with(self, words: Sequence[str]) -> list[BodyRow]:
        """Bodies whose name and aliases have all the folded words, the last as a prefix; by id."""
        return [b for b in self.graph.bodies if has_words(body_text(b), words)]

    def collectives(self) -> list[BodyRow]:
        """Bodies that are kinds of bodies, by id."""
        return [b for b in self.graph.bodies if b.kind is None]


def has_words(text: str, words: Sequence[str]) -> bool:
    """Whether all words stand in the text, the last one as the beginning of a word; no words are in no text."""
    if not words:
        return False
    said = set(text.split())
    return said.issuperset(words[:-1]) and any(w.startswith(words[-1]) for w in said)
