r"""Every regular expression of the project is compiled here, so that one test can time them all on hostile text.

A pattern must be linear: no nested repetition, no unbounded gap (`[^\n.;]{0,80}`, never `.*`), a literal or a
look-behind at its start. `tests/test_patterns.py` doubles hostile repeats and refuses what grows faster.
"""

import re
from collections.abc import Iterable
from typing import Any

_SPECIAL = frozenset("\\.^$*+?{}[]|()")
_REGISTRY: dict[str, re.Pattern[str]] = {}


def pattern(name: str, source: str, flags: int = 0) -> re.Pattern[str]:
    """Compile `source` and register it under `name`; the same name twice must mean the same pattern."""
    compiled = re.compile(source, flags)
    known = _REGISTRY.setdefault(name, compiled)
    if known.pattern != compiled.pattern or known.flags != compiled.flags:
        raise ValueError(f"two patterns are called {name}")
    return known


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest that fits; those that begin alike share their beginning.

    >>> alternatives(["sở", "sở nội vụ", "bộ"])
    '(?:bộ|sở(?: nội vụ)?)'
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branches(tree)


def _branches(node: dict[str, Any]) -> str:
    ways = [("\\" + char if char in _SPECIAL else char) + _branches(node[char]) for char in sorted(node) if char]
    if "" in node:
        return f"(?:{'|'.join(ways)})?" if ways else ""
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def registered() -> dict[str, re.Pattern[str]]:
    """All patterns compiled so far, by name."""
    return dict(_REGISTRY)
