"""`p+` and `p*` for rdflib, walked in a loop and remembered.

rdflib's own walk calls itself at each step: some hundreds of steps are too deep for Python, each thing found climbs
through all the calls above it, and where another pattern finds one end (`?plan phahe:loaded true ; phahe:implements+
<x>`) it walks anew for each candidate. On 1,000 made documents that came to a second, and it grows with the square.
"""

from collections.abc import Iterator
from typing import Any

from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath, eval_path

from queries.sparql_reach import parts

_REMEMBERED = 16  # walks


def walk_in_loops(algebra: Any) -> None:
    """Put our walk in the place of rdflib's, all through the algebra of a query."""
    for part in parts(algebra):
        if isinstance(part, dict) and "triples" in part:
            part["triples"] = [type(some)(map(_looped, some)) for some in part["triples"]]


def _looped(term: Any) -> Any:
    if isinstance(term, MulPath):
        inner = _looped(term.path)
        return Closure(inner, term.zero) if term.more else MulPath(inner, term.mod)
    if isinstance(term, SequencePath | AlternativePath):
        return type(term)(*map(_looped, term.args))
    return InvPath(_looped(term.arg)) if isinstance(term, InvPath) else term


class Closure(Path):
    """One step or more, with `zero` none as well; each pair of ends once, as SPARQL has it."""

    def __init__(self, step: Any, zero: bool) -> None:
        self._step, self.zero = step, zero
        self._known: dict[tuple[Any, bool], dict[Any, None]] = {}
        self._last: Any = None

    def __repr__(self) -> str:
        return f"Path({self._step}{'*' if self.zero else '+'})"

    def n3(self, namespace_manager: Any = None) -> str:
        """As rdflib wants it of every path."""
        return repr(self)

    def eval(self, graph: Any, subj: Any = None, obj: Any = None) -> Iterator[tuple[Any, Any]]:
        """The pairs (from, to) with the ends that are given."""
        if subj is not None and obj is not None:
            if self._leads(graph, subj, obj):
                yield subj, obj
        elif subj is not None:
            yield from ((subj, end) for end in self._reached(graph, subj, back=False))
        elif obj is not None:
            yield from ((start, obj) for start in self._reached(graph, obj, back=True))
        else:
            for start in self._starts(graph):
                yield from ((start, end) for end in self._walk(graph, start, back=False))

    def _starts(self, graph: Any) -> dict[Any, None]:
        if self.zero:  # every term of the graph leads to itself
            return dict.fromkeys(term for s, _, o in graph for term in (s, o))
        return dict.fromkeys(s for s, _ in eval_path(graph, (None, self._step, None)))

    def _leads(self, graph: Any, subj: Any, obj: Any) -> bool:
        """Both ends are given, one of them mostly again and again: the walk from that one is remembered."""
        if (obj, True) in self._known:
            return subj in self._known[obj, True]
        same, self._last = subj == self._last, subj
        if same or (subj, False) in self._known:
            return obj in self._reached(graph, subj, back=False)
        return subj in self._reached(graph, obj, back=True)

    def _reached(self, graph: Any, start: Any, *, back: bool) -> dict[Any, None]:
        key = (start, back)
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                del self._known[next(iter(self._known))]
            self._known[key] = self._walk(graph, start, back=back)
        return self._known[key]

    def _walk(self, graph: Any, start: Any, *, back: bool) -> dict[Any, None]:
        found: dict[Any, None] = {start: None} if self.zero else {}
        left = [start]
        while left:
            here = left.pop()
            ends = (None, self._step, here) if back else (here, self._step, None)
            for s, o in eval_path(graph, ends):
                if (other := s if back else o) not in found:
                    found[other] = None
                    left.append(other)
        return found
