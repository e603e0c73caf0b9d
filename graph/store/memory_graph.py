"""Everything that is derived, from the statements of all files at once: what `memory` answers from."""

from collections.abc import Callable
from functools import cached_property

from graph.derivation import EdgeKey, Spoken, body_row, edge_row, instrument_row, living, target_row, task_row
from graph.derivation.edges import edge_key
from graph.resolution import Resolved, meanings
from graph.search import search_text
from graph.statements import BodySaid, Claim, FileStatements
from graph.store import base
from graph.store.descent import Step
from graph.store.port import BodyRow, EdgeRow, ExtentRow, InstrumentRow, MentionRow, TargetRow, TaskRow
from graph.store.walking import step_of

Files = dict[str, FileStatements]
Text = Callable[[str, int, int], str]


class Graph:
    """Everything that is derived, from the statements of all files."""

    def __init__(self, files: Files) -> None:
        self.resolved: list[Resolved]
        self.resolved, self.meaning = meanings(c for f in files.values() for c in f.clusters)
        self.rows: dict[str, InstrumentRow] = {r.id: instrument_row(r) for r in self.resolved}
        self.edges = _edges(files, self.meaning)
        self.mentions = _mentions(files, self.meaning)
        self.tasks, self.targets = _duties(files, self.meaning, self.rows)
        self.bodies = _bodies(files)

    @cached_property
    def words(self) -> dict[str, set[str]]:
        """Ids of instruments by each word of their search text, words in order."""
        found: dict[str, set[str]] = {}
        for row in self.rows.values():
            for word in search_text(row).split():
                found.setdefault(word, set()).add(row.id)
        return dict(sorted(found.items()))

    @cached_property
    def by_step(self) -> dict[Step, EdgeRow]:
        """The edges by what tells them apart."""
        return {step_of(e): e for e in self.edges}

    @cached_property
    def extent(self) -> ExtentRow:
        """Counted once."""
        loaded = [r for r in self.rows.values() if r.loaded]
        dates = [r.issued for r in loaded if r.issued]
        return ExtentRow(
            instruments=len(self.rows),
            loaded=len(loaded),
            first=min(dates, default=None),
            last=max(dates, default=None),
        )


def _edges(files: Files, meaning: dict[tuple[str, str], str]) -> list[EdgeRow]:
    """All edges; a claim whose two ends are one instrument says nothing."""
    pairs: dict[tuple[str, str], list[Claim]] = {}
    for file in files.values():
        for claim in file.claims:
            source, target = meaning[claim.file, claim.source], meaning[claim.file, claim.target]
            if source != target:
                pairs.setdefault((source, target), []).append(claim)
    text = _texts(files)
    rows = []
    for (source, target), claims in pairs.items():
        spoken: dict[EdgeKey, list[Spoken]] = {}
        for claim in claims:
            spoken.setdefault(edge_key(claim), []).append(Spoken(claim, meaning[claim.file, claim.speaker]))
        rows += [edge_row(source, target, key, spoken[key], text) for key in living(claims)]
    return base.edges_of_all(rows)


def _mentions(files: Files, meaning: dict[tuple[str, str], str]) -> list[MentionRow]:
    return base.mentions_sorted(
        MentionRow(
            source=meaning[n.file, n.speaker],
            target=meaning[n.file, n.target],
            file=n.file,
            start=n.start,
            end=n.end,
            provision=n.provision,
            reprint=n.reprint,
            parts=n.parts,
        )
        for file in files.values()
        for n in file.namings
    )


def _duties(
    files: Files, meaning: dict[tuple[str, str], str], rows: dict[str, InstrumentRow]
) -> tuple[list[TaskRow], list[TargetRow]]:
    """Tasks and targets of the one file of each instrument that gives them (design 5)."""
    tasks, targets = [], []
    for file in files.values():
        ours = {c.local: meaning[c.file, c.local] for c in file.clusters if c.document}
        given = {local: i for local, i in ours.items() if rows[i].files[0] == file.sha256}
        tasks += [task_row(t, file.sha256, given[t.document]) for t in file.tasks if t.document in given]
        targets += [target_row(t, file.sha256, given[t.document]) for t in file.targets if t.document in given]
    return base.tasks_sorted(tasks), base.targets_sorted(targets)


def _bodies(files: Files) -> list[BodyRow]:
    said: dict[str, list[BodySaid]] = {}
    for file in files.values():
        for body in file.bodies:
            said.setdefault(body.id, []).append(body)
    return [body_row(body, said[body]) for body in sorted(said)]


def _texts(files: Files) -> Text:
    return lambda sha256, start, end: files[sha256].text[start:end]
