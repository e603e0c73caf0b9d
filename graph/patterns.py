r"""Every regular expression of the project is compiled here, so that one test can time them all on hostile text.

A pattern must be linear: no nested repetition, no unbounded gap (`[^\n.;]{0,80}`, never `.*`), a literal or a
look-behind at its start. `tests/test_patterns.py` doubles hostile repeats and refuses what grows faster.
"""

import re

_REGISTRY: dict[str, re.Pattern[str]] = {}


def pattern(name: str, source: str, flags: int = 0) -> re.Pattern[str]:
    """Compile `source` and register it under `name`; the same name twice must mean the same pattern."""
    compiled = re.compile(source, flags)
    known = _REGISTRY.setdefault(name, compiled)
    if known.pattern != compiled.pattern or known.flags != compiled.flags:
        raise ValueError(f"two patterns are called {name}")
    return known


def registered() -> dict[str, re.Pattern[str]]:
    """All patterns compiled so far, by name."""
    return dict(_REGISTRY)
