"""The rules of the questions (`graph/data`) find their examples, whole, and nothing in their counter-examples."""

import pytest

from graph.folding import fold
from graph.rulefiles import Rule, rules_of

RULES = [rule for name in ("collectives", "products") for rule in rules_of("graph.data", name).values()]
FOLDED = {id(rule) for rule in rules_of("graph.data", "collectives").values()}


def _text(rule: Rule, example: str) -> tuple[str, str]:
    """The text as the finder reads it, and the words that are expected."""
    said = example.partition("[[")[2].partition("]]")[0]
    bare = example.replace("[[", "").replace("]]", "")
    return (fold(bare), fold(said)) if id(rule) in FOLDED else (bare, said)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_rule_finds_its_examples(rule: Rule) -> None:
    """Each example has its words between brackets."""
    assert rule.data["examples"]
    for example in rule.data["examples"]:
        text, said = _text(rule, example)
        assert said, example
        assert said in [m[0] for m in rule.regex.finditer(text)], example


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_rule_leaves_its_counterexamples(rule: Rule) -> None:
    """Nothing is found in them."""
    assert rule.data["counterexamples"]
    for example in rule.data["counterexamples"]:
        assert rule.regex.search(_text(rule, example)[0]) is None, example
