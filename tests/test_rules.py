"""Every rule of the rule files proves itself: it finds its examples, and nothing in its counter-examples."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from graph.datafiles import read_yaml
from graph.folding import fold
from graph.rulefiles import fill, fragments

PACKAGES = ("graph.data", "loaders.formats", "loaders.reading.rules")
FILES = sorted(
    f"{package}/{path.name.removesuffix('.yaml')}"
    for package in PACKAGES
    for path in files(package).iterdir()
    if path.name.endswith(".yaml")
)
READ_LOWER = tuple(f"loaders.reading.rules/{n}" for n in ("deadlines", "relations", "targets", "tasks"))  # read so
READ_FOLDED = ("graph.data/collectives",)
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Row(NamedTuple):
    """A rule as it stands in its file: any mapping there that has a pattern."""

    file: str
    where: str
    data: dict[str, Any]

    @property
    def regex(self) -> re.Pattern[str]:
        flags = re.IGNORECASE if self.data.get("ignore_case") else 0
        return re.compile(fill(self.data["pattern"], fragments(*self.file.split("/"))), flags)


def _page(name: str) -> Any:
    package, _, page = name.partition("/")
    return read_yaml(package, f"{page}.yaml")


def _rows(file: str, node: Any, where: str = "") -> Iterator[Row]:
    if isinstance(node, dict):
        if "pattern" in node:
            yield Row(file, f"{file.rpartition('/')[2]}.{node.get('id', where)}", node)
        else:
            for key, value in node.items():
                yield from _rows(file, value, f"{where}.{key}")
    elif isinstance(node, list):
        for n, value in enumerate(node):
            yield from _rows(file, value, f"{where}[{n}]")


ROWS = [row for name in FILES for row in _rows(name, _page(name))]


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r.where)
def test_a_rule_has_examples_both_ways(row: Row) -> None:
    """Whoever adds a rule says what it finds and what it leaves alone."""
    assert row.data.get("id"), "a rule has an id: warnings and explain name it"
    assert row.data.get("examples")
    assert row.data.get("counterexamples")


def _finds(row: Row, regex: re.Pattern[str], example: str) -> bool:
    before, mark, rest = example.partition("[[")
    said, _, behind = rest.partition("]]")
    parts = (before, said, behind)
    if row.file in READ_FOLDED:
        parts = (f"{fold(before)} ".lstrip(), fold(said), f" {fold(behind)}")
    text = "".join(parts)
    spans = [m.span() for t in (text, text.lower()) for m in regex.finditer(t)]  # some finders read lower case
    return (len(parts[0]), len(parts[0]) + len(parts[1])) in spans if mark else bool(spans)


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r.where)
def test_a_rule_finds_its_examples(row: Row) -> None:
    """The words between [[ and ]] are one match, whole; without marks there is a match anywhere."""
    regex = row.regex
    assert [e for e in row.data.get("examples") or () if not _finds(row, regex, e)] == []


def _caught(row: Row, regex: re.Pattern[str], example: str) -> bool:
    find = regex.match if row.data.get("anchored") else regex.search
    example = fold(example) if row.file in READ_FOLDED else example
    texts = (example, example.lower()) if row.file in READ_LOWER else (example,)
    return any(found and not (row.data.get("optional") and not found[0]) for found in map(find, texts))


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r.where)
def test_a_rule_leaves_its_counterexamples_alone(row: Row) -> None:
    """Nothing matches anywhere in them; at their beginning, of a rule that is only tried at a place (`anchored: true`).

    Of a rule that may match nothing at all (`optional: true`) there is at most that empty match.
    """
    regex = row.regex
    assert [e for e in row.data.get("counterexamples") or () if _caught(row, regex, e)] == []


@pytest.mark.parametrize("row", [r for r in ROWS if r.data.get("has")], ids=lambda r: r.where)
def test_what_a_rule_finds_holds_a_word_that_it_is_asked_by(row: Row) -> None:
    """A rule with `has` is tried only where one of these words stands."""
    for example in row.data["examples"]:
        assert any(word in example.replace("[[", "").replace("]]", "").lower() for word in row.data["has"])


@pytest.mark.parametrize("name", FILES)
def test_every_fragment_is_used(name: str) -> None:
    """A fragment that no pattern uses is dead."""
    page = _page(name)
    known = (page.get("fragments") or {}) if isinstance(page, dict) else {}
    used = {u for source in known.values() for u in PLACEHOLDER.findall(str(source))}
    used |= {u for row in ROWS if row.file == name for u in PLACEHOLDER.findall(row.data["pattern"])}
    assert set(known) <= used


def _lists() -> Iterator[tuple[str, str, list[str]]]:
    """The lists of words beside the rules: file, key, words. A list is its own example."""
    for name in FILES:
        page = _page(name)
        for key, value in page.items() if isinstance(page, dict) else ():
            if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
                yield name, key, value


@pytest.mark.parametrize(("name", "key", "words"), list(_lists()), ids=lambda x: x if isinstance(x, str) else "")
def test_a_list_of_words_is_used_and_says_each_once(name: str, key: str, words: list[str]) -> None:
    """A list that nobody reads, and a word said twice, are dead."""
    root = Path(__file__).resolve().parent.parent
    readers = [p for folder in ("graph", "loaders") for p in (root / folder).rglob("*.py")]
    named = any(f'"{key}"' in p.read_text("utf-8") for p in readers)
    by_rules = any(f"words: {key}," in p.read_text("utf-8") for p in (root / "loaders").rglob("*.yaml"))
    assert named or by_rules
    assert [w for w in set(words) if words.count(w) > 1] == []


def test_no_rule_names_a_year_or_a_place() -> None:
    """Rules are for the language: no pattern or fragment holds a year of its own or the name of a province."""
    from graph.places import provinces

    names = sorted({p.name for p in provinces()})
    sources = [(row.where, row.data["pattern"]) for row in ROWS]
    sources += [
        (name, str(s))
        for name in FILES
        if isinstance(p := _page(name), dict)
        for s in (p.get("fragments") or {}).values()
    ]
    assert [w for w, source in sources if re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", source)] == []
    assert [(w, n) for w, source in sources for n in names if n in source] == []
