"""Rules as data: YAML files of named fragments and rules, each rule with examples and counter-examples.

A rule file has `fragments` and `rules`. A fragment is a regular expression (it may use earlier ones as `{name}`), a
list of such, or words as an alternation, the longest first: `{words: key, of: file}`, the list `key` of another file of
the package (of another package: `of: graph.data/bodies`), or `{types: said}`, what types of instruments are called. A
rule has `id`, `pattern` (with `{fragment}`s; its
lines are joined as they are), `examples` (the expected match between `[[` and `]]`, or anywhere where there are no
brackets), `counterexamples` (no match at all; none at the beginning of a rule that is `anchored: true`; at most an
empty one of a rule that is `optional: true`), `ignore_case`, and whatever else the finder that uses it needs.
`tests/test_rules.py` proves every rule both ways.
"""

import re
from functools import lru_cache
from typing import Any

from msgspec import Struct

from graph.datafiles import read_yaml
from graph.kinds import types_said
from graph.patterns import alternatives, pattern

_FRAGMENT = pattern("rulefiles.fragment", r"\{([a-z_]{1,40})\}")


class Rule(Struct, frozen=True):
    """A rule compiled; `data` is its whole row."""

    id: str
    regex: re.Pattern[str]
    data: dict[str, Any]


@lru_cache(maxsize=32)
def fragments(package: str, name: str) -> dict[str, str]:
    """The fragments of a file, each with the earlier ones filled in."""
    known: dict[str, str] = {}
    for key, source in (read_yaml(package, f"{name}.yaml").get("fragments") or {}).items():
        known[key] = _listed(package, source) if isinstance(source, dict) else _filled(source, known)
    return known


def _filled(source: str | list[str], known: dict[str, str]) -> str:
    return fill(source if isinstance(source, str) else "|".join(source), known)


def _listed(package: str, source: dict[str, str]) -> str:
    """Words as one alternation, the longest that fits; those of a list in lower case."""
    if "words" not in source:
        return alternatives(types_said())
    where, _, name = source["of"].rpartition("/")
    return alternatives(w.lower() for w in read_yaml(where or package, f"{name}.yaml")[source["words"]])


def fill(source: str, known: dict[str, str]) -> str:
    """A pattern with its `{fragment}`s filled in; an unknown name is an error."""

    def fragment(match: re.Match[str]) -> str:
        if match[1] not in known:
            raise ValueError(f"no fragment {match[1]}")
        return f"(?:{known[match[1]]})"

    return _FRAGMENT.sub(fragment, source.replace("\n", ""))


@lru_cache(maxsize=32)
def rules_of(package: str, name: str) -> dict[str, Rule]:
    """All rules of a file by id, compiled and registered as `<file>.<id>`."""
    found: dict[str, Rule] = {}
    known = fragments(package, name)
    for row in read_yaml(package, f"{name}.yaml").get("rules") or ():
        if row["id"] in found:
            raise ValueError(f"two rules are called {row['id']} in {name}")
        flags = re.IGNORECASE if row.get("ignore_case") else 0
        found[row["id"]] = Rule(row["id"], pattern(f"{name}.{row['id']}", fill(row["pattern"], known), flags), row)
    return found
