"""Rules as data: YAML files of named fragments and rules, each rule with examples and counter-examples.

A rule file (`rules/<name>.yaml`) has `fragments` (name → regular expression, may use earlier fragments as `{name}`)
and `rules`: `id`, `pattern` (with `{fragment}`s; its lines are joined as they are), `examples` (the expected match
between `[[` and `]]`, or anywhere where there are no brackets), `counterexamples` (no match at all; none at the
beginning of a rule that is `anchored: true`), and whatever else the finder that uses it needs.
`tests/test_rules.py` proves every rule both ways.
"""

import re
from functools import lru_cache
from typing import Any

from msgspec import Struct

from graph.patterns import pattern
from loaders.reading.lexicon import rules

_FRAGMENT = pattern("ruleset.fragment", r"\{([a-z_]{1,40})\}")


class Rule(Struct, frozen=True):
    """A rule compiled; `data` is its whole row."""

    id: str
    regex: re.Pattern[str]
    data: dict[str, Any]


@lru_cache(maxsize=16)
def fragments(name: str) -> dict[str, str]:
    """The fragments of a file, each with the earlier ones filled in."""
    known: dict[str, str] = {}
    for key, source in (rules(name).get("fragments") or {}).items():
        known[key] = fill(source if isinstance(source, str) else "|".join(source), known)
    return known


def fill(source: str, known: dict[str, str]) -> str:
    """A pattern with its `{fragment}`s filled in; an unknown name is an error."""

    def fragment(match: re.Match[str]) -> str:
        if match[1] not in known:
            raise ValueError(f"no fragment {match[1]}")
        return f"(?:{known[match[1]]})"

    return _FRAGMENT.sub(fragment, source.replace("\n", ""))


@lru_cache(maxsize=16)
def ruleset(name: str) -> dict[str, Rule]:
    """All rules of a file by id, compiled and registered as `<file>.<id>`."""
    found: dict[str, Rule] = {}
    known = fragments(name)
    for row in rules(name).get("rules") or ():
        if row["id"] in found:
            raise ValueError(f"two rules are called {row['id']} in {name}")
        flags = re.IGNORECASE if row.get("ignore_case") else 0
        found[row["id"]] = Rule(row["id"], pattern(f"{name}.{row['id']}", fill(row["pattern"], known), flags), row)
    return found


def head_rule(name: str) -> re.Pattern[str]:
    """The pattern of a rule of `rules/heads.yaml`."""
    return ruleset("heads")[name].regex
