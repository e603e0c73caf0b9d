"""What is joined most of all that is loaded: where free exploration begins when nobody names an instrument."""

from collections import Counter
from itertools import islice

from graph.store.port import Store
from queries.family import Behind, Family, Relative
from queries.levels import level_key
from queries.lineage import DESCENT, edge_of
from queries.nodes import fields, rows_of
from queries.quotes import Quotes

MOST_LOOKED_AT = 20_000  # relations


def overview(store: Store, most: int, drafts: bool = False) -> Family:
    """The instruments with the most relations of descent, and the relations between them; no root.

    `left`: so many more have relations; `truncated`: not all relations of the store were looked at.
    """
    with store.read():
        pairs = list(islice(store.pairs(DESCENT, drafts), MOST_LOOKED_AT + 1))
        met = Counter(end for source, _, target in pairs for end in (source, target))
        first = sorted(met, key=lambda i: (-met[i], i))[:most]
        rows = rows_of(store, first, drafts)
        steps = [s for some in store.steps(sorted(rows), "out", DESCENT, drafts, MOST_LOOKED_AT).values() for s in some]
        drawn = store.quoted([s for s in sorted(steps) if s.target in rows])
        quotes = Quotes(store, {q.file for e in drawn for q in e.quotes})
        none = Behind()
        nodes = [
            Relative(**fields(r), hop=0, level=level_key(r.issuer, r.type), up=none, down=none)
            for _, r in sorted(rows.items())
        ]
        edges = [edge_of(e, quotes, 1) for e in drawn]
    return Family(
        root="", nodes=nodes, edges=edges, groups=[], group_edges=[], hidden=[], left=len(met) - len(first),
        truncated=len(pairs) > MOST_LOOKED_AT,
    )  # fmt: skip
