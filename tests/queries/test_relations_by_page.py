"""Relations of one instrument kind by kind: the pages together are all of them, the totals those of all."""

import pytest

from graph.store.port import Store
from queries.finding import one
from queries.relations import Asked, degrees, relations
from queries.show import show
from tests.queries.family import PLAN_X, ROOT, family_store

__all__ = ["family_store"]


@pytest.mark.parametrize("most", [1, 2, 50])
def test_pages_are_the_whole(store: Store, most: int) -> None:
    """Of every kind and side, in the order of the answer, with the same quotes."""
    for name in (ROOT, PLAN_X):
        row = one(store, name)
        shown = show(store, row)
        sides = {"out": shown.relations.out, "in": shown.relations.incoming}
        for side, kinds in degrees(store, row).items():
            for kind, total in kinds.items():
                after, found = "", []
                for _ in range(10):
                    page = relations(
                        store, row, Asked(direction=side, relation=kind, total=total, most=most, after=after)
                    )
                    assert len(page.rows) <= most
                    found += [r.said for r in page.rows]
                    if page.after is None:
                        break
                    after = page.after
                assert found == [r for r in sides[side] if r.relation == kind]
                assert len(found) == total


def test_without_relations(store: Store) -> None:
    """Who asks for none gets all else."""
    row = one(store, PLAN_X)
    bare, whole = show(store, row, most=0), show(store, row)
    assert not bare.relations.out
    assert not bare.truncated
    assert bare.tasks == whole.tasks
    assert bare.targets == whole.targets
