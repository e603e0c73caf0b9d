"""What is looked for before a rule is tried leaves no place out where the rule holds."""

import re
from pathlib import Path

import pytest

from graph.bodies import bodies, plain
from loaders.reading.body_hits import Hits
from loaders.reading.body_items import Scan
from loaders.reading.deadlines import _FINDERS, _tried
from loaders.reading.lexicon import tuple_of
from loaders.reading.octets import borders, octets, word
from loaders.reading.ruleset import ruleset
from loaders.reading.target_values import _COMPARE, _LEAD, _ends
from loaders.reading.task_roles import read_duties
from loaders.reading.task_subjects import may_have_subject
from loaders.reading.trials import Trials

TEXTS = sorted(Path("tests/accuracy/documents").glob("*.txt")) + sorted(Path("samples").rglob("*.txt"))
MARKS = re.compile(r"\[\[|\]\]")


@pytest.mark.parametrize("char", ["a", "ữ", "Z", "9", "²", "中", "ǆ", "٣", "_", "–", "→", " ", "\n", "\u200b"])
def test_a_character_keeps_its_place_and_whether_a_word_goes_on(char: str) -> None:
    """One byte a character; letters and digits of every alphabet stay such, and all else parts words."""
    assert len(octets(f"x{char}y")) == 3
    assert borders(octets(char)) == bytes([not char.isalnum()])


def test_a_word_of_the_rules_is_of_the_alphabet() -> None:
    """One with a letter that texts lose would be found where it does not stand."""
    with pytest.raises(ValueError, match="alphabet"):
        word("sở ǆ")


@pytest.mark.parametrize("name", _FINDERS)
def test_a_rule_of_deadlines_is_tried_where_it_finds_something(name: str) -> None:
    """Each of its lists of words has one in every example."""
    for example in ruleset("deadlines")[name].data["examples"]:
        assert name in _tried(octets(plain(MARKS.sub("", example)))), example


@pytest.mark.parametrize("name", [n for n, rule in ruleset("targets").items() if "has" in rule.data])
def test_a_rule_of_targets_is_tried_where_it_finds_something(name: str) -> None:
    """Its words are in every example."""
    for example in ruleset("targets")[name].data["examples"]:
        assert name in Trials("targets").of(octets(plain(MARKS.sub("", example)))), example


@pytest.mark.parametrize("rule", ["before", "lead_in"])
def test_what_leads_to_a_number_ends_with_a_word_of_its_lists(rule: str) -> None:
    """By the last word alone it is told where the rule cannot end."""
    for example in ruleset("targets")[rule].data["examples"]:
        assert _ends(plain(MARKS.sub("", example)), _COMPARE if rule == "before" else _LEAD), example
    assert not _ends("hồ sơ đúng hạn ", _LEAD)


@pytest.mark.parametrize("rule", ["given", "asked"])
def test_what_gives_or_asks_ends_with_a_word_of_the_list(rule: str) -> None:
    """The list stands for the rules: where none of its words ends they are not tried."""
    tells = ruleset("tasks")["tells"].regex
    for example in ruleset("tasks")[rule].data["examples"]:
        said = plain(MARKS.sub("", example))
        assert said.endswith(tuple_of("duties", "told")) or " đồng chí " in said
        assert tells.search(said)


def test_a_known_name_begins_a_list() -> None:
    """As written in the data, in a capital."""
    for name in {name.canonical for name in bodies().names.values()}:
        hits = Hits(name)
        assert 0 in hits.at
        assert hits.begins(0, len(name)), name


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_a_paragraph_with_a_subject_may_have_one(path: Path) -> None:
    """What says in advance that nothing has a subject is never wrong: every paragraph, and every sentence, read anyway."""
    text = path.read_text("utf-8")
    read = 0
    for said in {*text.split("\n"), *re.split(r"(?<=[.;:,])\s", text)}:
        scan = Scan(said)
        if any(clause.subject for clause in read_duties(scan, None).clauses):
            read += 1
            assert may_have_subject(scan.hits, 0, len(said)), said
    assert read or "chủ trì" not in text
