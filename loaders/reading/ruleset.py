"""The rule files of the reading, `rules/<name>.yaml`; what stands in one is said in `graph.rulefiles`."""

import re
from functools import cache

from graph.rulefiles import Rule, rules_of

_PACKAGE = "loaders.reading.rules"


@cache
def ruleset(name: str) -> dict[str, Rule]:
    """All rules of a file by id, compiled and registered as `<file>.<id>`."""
    return rules_of(_PACKAGE, name)


@cache
def head_rule(name: str) -> re.Pattern[str]:
    """The pattern of a rule of `rules/heads.yaml`."""
    return ruleset("heads")[name].regex
