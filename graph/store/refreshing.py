"""Deriving anew what a transaction made dirty, and nothing else (design 3, 7): the same rows as `rebuild` gives.

Dirty families of buckets are resolved; wordings that came to mean another instrument move the claims of their
clusters; pairs of instruments whose claims changed get their edges anew. The algorithm stands here once; a store that
is written bit by bit gives it the few `Tables` below, each asked for many keys at once (a server answers them in one
turn) and none scanning all of it. The store in memory derives everything anew instead: it is the measure of this.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

import msgspec
from msgspec import Struct

from graph.derivation import EdgeKey, body_row, instrument_row, living
from graph.derivation.edges import edge_key
from graph.resolution import Candidate, Resolved, Wording, candidates, resolve_names, resolve_numbers, resolve_own
from graph.resolution.wordings import Order
from graph.statements import BodySaid, Claim
from graph.store.base import batches
from graph.store.port import BodyRow, InstrumentRow

Family = tuple[str, str]  # (bucket, issuer as `graph.resolution.family` has it)
Kin = tuple[str, tuple[str, ...] | None]  # a bucket and which of its families; None: all
K = TypeVar("K", int, str)  # a store's own name of a file, a wording, an instrument or a claim
_BUCKETS, _PAIRS, _BODIES = 200, 1000, 1000  # asked for at once
_pack = msgspec.msgpack.encode


class Said(Struct, Generic[K], frozen=True):
    """A wording of a bucket and the instrument that it means so far."""

    key: K
    wording: Wording
    means: K | None


class Known(Struct, Generic[K], frozen=True):
    """An instrument as it stands: its packed row, and the file (sha256) that it takes its tasks from."""

    key: K
    said: bytes
    file: str | None


class Fresh(Struct, frozen=True):
    """An instrument as it is to stand."""

    resolved: Resolved
    row: InstrumentRow
    said: bytes


class Edge(Struct, frozen=True):
    """One edge of a pair and the claims that speak for it; `draft`: all of them come from drafts."""

    key: EdgeKey
    draft: bool
    claims: tuple[Claim, ...]


Ends = tuple[K, K]  # source and target of a claim as instruments
Moved = tuple[K, Ends[K], Ends[K] | None]  # a claim, its ends now and before


class Tables(Protocol[K]):
    """What an incremental store is asked for; answers come in the order of what is asked."""

    def strays(self, buckets: Sequence[str]) -> set[str]:
        """Those of the buckets that hold a wording of no family."""

    def wordings(self, kin: Sequence[Kin]) -> Iterable[list[Said[K]]]:
        """What is said in each."""

    def instruments(self, kin: Sequence[Kin]) -> Iterable[dict[str, Known[K]]]:
        """The instruments of each, by id."""

    def bearers(self, names: Sequence[str]) -> Iterable[list[Candidate]]:
        """Who bears each of the names."""

    def keys(self, ids: Sequence[str]) -> dict[str, K]:
        """The instruments of the ids, which all exist."""

    def add(self, fresh: Sequence[Fresh]) -> list[K]:
        """New instruments."""

    def change(self, changed: Sequence[tuple[Known[K], Fresh]]) -> None:
        """Instruments of which something changed, but not the id."""

    def remove(self, dead: Sequence[K]) -> None:
        """Instruments that nothing means any more."""

    def names(self, instruments: Sequence[K]) -> Iterable[dict[str, bytes]]:
        """The names that each bears, with the packed candidates."""

    def bear(self, more: Sequence[tuple[str, K, bytes]], less: Sequence[tuple[str, K]]) -> None:
        """Names that instruments came to bear, or to bear otherwise, and that they lost."""

    def mean(self, wordings: Sequence[tuple[K, K]]) -> None:
        """Point the wordings to the instruments."""

    def ends(self, files: Sequence[K], wordings: Sequence[K]) -> Iterable[Moved[K]]:
        """The claims of the files and of the wordings' clusters; some may come twice."""

    def point(self, claims: Sequence[tuple[K, Ends[K]]]) -> None:
        """Give claims their ends."""

    def claims(self, pairs: Sequence[Ends[K]]) -> Mapping[Ends[K], list[Claim]]:
        """What is claimed between the two of each pair."""

    def replace_edges(self, pairs: Sequence[Ends[K]], edges: Mapping[Ends[K], list[Edge]]) -> None:
        """The pairs have these edges and no others."""

    def bodies(self, ids: Sequence[str]) -> Iterable[tuple[bytes | None, list[BodySaid]]]:
        """The packed row of each body, and what files say of it."""

    def replace_bodies(self, rows: Sequence[BodyRow], gone: Sequence[str]) -> None:
        """Bodies that are new or changed, and those that nobody names any more."""

    def finish(self, more: int) -> None:
        """All is derived; there are so many instruments more than before."""


class Refresh(Generic[K]):
    """What one transaction touched: families of buckets, files, pairs of instruments, bodies."""

    def __init__(self, tables: Tables[K]) -> None:
        self._tables: Tables[K] = tables
        self.families: set[Family] = set()
        self.files: set[K] = set()  # those whose claims have no ends yet: new ones, or all of them
        self.pairs: set[Ends[K]] = set()
        self.bodies: set[str] = set()
        self._moved: set[K] = set()  # wordings that mean another instrument than before
        self._dead: set[K] = set()
        self._born = 0

    def run(self) -> None:
        """First the numbers, then the names that the numbers bear, then the edges between them."""
        for some in batches(self._dirty("#!"), _BUCKETS):
            self._numbers(some)
        for some in batches(self._dirty("="), _BUCKETS):
            self._names(some)
        self._claims()
        for pairs in batches(sorted(self.pairs), _PAIRS):
            self._edges(pairs)
        for bodies in batches(sorted(self.bodies), _BODIES):
            self._bodies(bodies)
        self._tables.remove(sorted(self._dead))
        self._tables.finish(self._born - len(self._dead))

    def forget(self) -> None:
        """What was touched so far does not matter."""
        for touched in (self.families, self.files, self.pairs, self.bodies):
            touched.clear()

    def settle(self, kin: Iterable[Kin]) -> None:
        """Resolve buckets of which nothing is resolved, all of them; those of names when all of the numbers are."""
        for some in batches(kin, _BUCKETS):
            names = some[0][0][0] == "="
            (self._names if names else self._numbers)(some)
            self.families.clear()

    def join(self, pairs: Iterable[Ends[K]]) -> None:
        """Make the edges of pairs."""
        for some in batches(pairs, _PAIRS):
            self._edges(some)

    def _dirty(self, kinds: str) -> list[Kin]:
        """Buckets to resolve, by key, and which families of each: all, where something could be anybody's."""
        found: dict[str, set[str]] = {}
        for key, family in self.families:
            if key[0] in kinds:
                found.setdefault(key, set()).add(family)
        strays = self._tables.strays([key for key, kin in sorted(found.items()) if "" not in kin])
        return [(k, None if "" in kin or k in strays else tuple(sorted(kin))) for k, kin in sorted(found.items())]

    def _numbers(self, kin: Sequence[Kin]) -> None:
        said = list(self._tables.wordings(kin))
        found = []
        for (key, _), some in zip(kin, said, strict=True):
            resolve: Callable[[str, Sequence[Wording]], list[Resolved]] = (
                resolve_numbers if key[0] == "#" else resolve_own
            )
            found.append(resolve(key, [s.wording for s in some]))
        self._settle(kin, said, found, [{}] * len(said))

    def _names(self, kin: Sequence[Kin]) -> None:
        said = list(self._tables.wordings(kin))
        # many bear a name that nobody says without a number: who they are is asked for no such name
        bearers = iter(self._tables.bearers([key[1:] for (key, _), some in zip(kin, said, strict=True) if some]))
        found, joined = [], []
        for (key, _), some in zip(kin, said, strict=True):
            own, others = resolve_names(key, [s.wording for s in some], next(bearers)) if some else ([], {})
            found.append(own)
            joined.append(others)
        self._settle(kin, said, found, joined)

    def _settle(
        self,
        kin: Sequence[Kin],
        said: Sequence[list[Said[K]]],
        found: Sequence[list[Resolved]],
        joined: Sequence[dict[Order, str]],
    ) -> None:
        """Write the instruments of the buckets, and point their wordings to what they mean now."""
        olds = self._tables.instruments(kin)
        keys: dict[str, K] = {}
        new: list[Fresh] = []
        changed: list[tuple[Known[K], Fresh]] = []
        names: list[tuple[K, Resolved | None]] = []  # who may bear others than before
        for of_one, old in zip(found, olds, strict=True):
            for resolved in of_one:
                known, fresh = old.pop(resolved.id, None), _fresh(resolved)
                if known is None:
                    new.append(fresh)
                    continue
                keys[resolved.id] = known.key
                if (known.said, known.file) != (fresh.said, next(iter(fresh.row.files), None)):
                    changed.append((known, fresh))
                names.append((known.key, resolved))
            self._dead |= {known.key for known in old.values()}
            names += [(known.key, None) for known in old.values()]
        born = self._tables.add(new)
        self._born += len(born)
        keys |= {fresh.row.id: key for fresh, key in zip(new, born, strict=True)}
        self._tables.change(changed)
        self._bear(names, [(key, fresh.resolved) for fresh, key in zip(new, born, strict=True)])
        keys |= self._tables.keys(sorted({i for others in joined for i in others.values()}))
        self._mean(keys, zip(said, found, joined, strict=True))

    def _bear(self, known: Sequence[tuple[K, Resolved | None]], new: Sequence[tuple[K, Resolved]]) -> None:
        """The names that instruments bear; where they change, the name's bucket is dirty."""
        bearing = [(key, r) for key, r in known if r is None or r.bucket[0] != "="]
        olds: list[dict[str, bytes]] = list(self._tables.names([key for key, _ in bearing]))
        bearing += [(key, r) for key, r in new if r.bucket[0] != "="]
        olds += [{}] * (len(bearing) - len(olds))
        more: list[tuple[str, K, bytes]] = []
        less: list[tuple[str, K]] = []
        for (key, resolved), old in zip(bearing, olds, strict=True):
            now = {name: _pack(c) for name, c in candidates(resolved).items()} if resolved else {}
            more.extend((name, key, said) for name, said in now.items() if old.get(name) != said)
            less.extend((name, key) for name in old if name not in now)
        self.families |= {("=" + name, "") for name, _, _ in more} | {("=" + name, "") for name, _ in less}
        self._tables.bear(more, less)

    def _mean(
        self, keys: Mapping[str, K], settled: Iterable[tuple[list[Said[K]], list[Resolved], dict[Order, str]]]
    ) -> None:
        moved: list[tuple[K, K]] = []
        for said, found, joined in settled:
            meaning = {w.order: keys[r.id] for r in found for w in r.wordings}
            meaning |= {order: keys[instrument] for order, instrument in joined.items()}
            for one in said:
                if (now := meaning[one.wording.order]) != one.means:
                    moved.append((one.key, now))
                    if (
                        one.means is not None
                    ):  # else nobody but the new files says so, whose claims are looked at anyway
                        self._moved.add(one.key)
        self._tables.mean(moved)

    def _claims(self) -> None:
        """Point claims of new files and of moved wordings to their instruments; the old and the new pair are dirty."""
        moved: dict[K, Ends[K]] = {}
        for claim, now, before in self._tables.ends(sorted(self.files), sorted(self._moved)):
            self.pairs.add(now)
            if before is not None:
                self.pairs.add(before)
            if now != before:
                moved[claim] = now
        self._tables.point(sorted(moved.items()))

    def _edges(self, pairs: Sequence[Ends[K]]) -> None:
        """The edges of pairs; a claim whose two ends are one instrument says nothing."""
        said = self._tables.claims([p for p in pairs if p[0] != p[1]])
        self._tables.replace_edges(pairs, {pair: _living(claims) for pair, claims in sorted(said.items())})

    def _bodies(self, ids: Sequence[str]) -> None:
        rows, gone = [], []
        for body, (before, said) in zip(ids, self._tables.bodies(ids), strict=True):
            if not said:
                gone.append(body)
            elif _pack(row := body_row(body, said)) != before:
                rows.append(row)
        self._tables.replace_bodies(rows, gone)


def _fresh(resolved: Resolved) -> Fresh:
    row = instrument_row(resolved)
    return Fresh(resolved, row, _pack(row))


def _living(claims: Sequence[Claim]) -> list[Edge]:
    said: dict[EdgeKey, list[Claim]] = {}
    for claim in claims:
        said.setdefault(edge_key(claim), []).append(claim)
    return [Edge(key, draft, tuple(said[key])) for key, draft in living(claims).items()]
