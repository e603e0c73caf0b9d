"""Labels that say who does a piece of work and until when: '(Cơ quan chủ trì: …; phối hợp: …; thời gian: …)'.

They stand in a line of their own below the work, in a bracket or a sentence at its end, or as a bracket that only says
'(Sở Nội vụ chủ trì, Sở Tài chính phối hợp)'.
"""

from re import Match

from msgspec import Struct, field

from graph.bodies import plain
from graph.patterns import pattern
from graph.record import Role
from loaders.reading.body_items import Scan
from loaders.reading.deadlines import deadline_words, find_deadlines
from loaders.reading.lexicon import has_any, tuple_of
from loaders.reading.ruleset import ruleset
from loaders.reading.task_headings import read_head
from loaders.reading.task_roles import read_duties

_FULL_STOP = ruleset("tasks")["label_stop"].regex
_PAREN = pattern("labels.paren", r"[()]")
_BRACKET = ruleset("tasks")["role_bracket"].regex
_WORDS = tuple_of("duties", "label_words")
_WEAK = tuple_of("duties", "weak_labels")  # alone behind a full stop they label nothing
_BEHIND = 60  # characters that may stand behind a bracket of roles
_TIMES = tuple_of("duties", "time_labels")


class Labels(Struct):
    """What labels say; `start` is where the first begins in the paragraph."""

    start: int
    roles: list[tuple[str, Role]] = field(default_factory=list)
    deadline: str | None = None
    deliverable: str | None = None
    budget: str | None = None


def read_labels(words: str, low: str | None = None) -> Labels | None:
    """The labels with which a paragraph begins or ends; None where it has none. `low` is `plain(words)`, if at hand.

    >>> found = read_labels("Rà soát văn bản (Chủ trì: Sở Tư pháp; phối hợp: Sở Nội vụ; thời gian: Quý I/2026).")
    >>> found.roles, found.deadline
    ([('Sở Tư pháp', 'lead'), ('Sở Nội vụ', 'coordinate')], 'Quý I/2026')
    """
    if ":" not in words and "(" not in words:
        return None
    low = plain(words) if low is None else low
    if not has_any(low, _WORDS):
        return None
    found = _labelled(words, low) if ":" in low else None
    return found or (_bracket_of_roles(words, low) if "chủ trì" in low or "phối hợp" in low else None)


def _labelled(words: str, low: str) -> Labels | None:
    rules = ruleset("tasks")
    label = rules["label"].regex.match(low) or next(filter(_opens, rules["label_inside"].regex.finditer(low)), None)
    if label is None:
        return None
    start = label.start("what")
    open_ = low.rfind("(", max(0, start - 2), start)
    end = _closing(low, start) if open_ >= 0 else len(low)
    found = Labels(open_ if open_ >= 0 else label.start())
    while label is not None:
        following = rules["label_inside"].regex.search(low, label.end(), end)
        _add(found, label["what"], words[label.end() : following.start() if following else end])
        label = following
    return found


def _opens(label: Match[str]) -> bool:
    """Whether a label inside a paragraph can be its first: in a bracket, or a sentence of its own."""
    at = label.start("what")
    before = label.string[max(0, at - 4) : at].rstrip()
    return before.endswith("(") or (before.endswith((".", "\n")) and label["what"] not in _WEAK)


def _closing(low: str, at: int) -> int:
    """Where the bracket that is open at the position closes, else the end."""
    depth = 1
    for paren in _PAREN.finditer(low, at):
        depth += 1 if paren[0] == "(" else -1
        if depth == 0:
            return paren.start()
    return len(low)


def _add(found: Labels, what: str, value: str) -> None:
    """One label's value, for what the label says."""
    first = value[: stop.start()] if (stop := _FULL_STOP.search(value)) else value
    if what.startswith(_TIMES):
        found.deadline = found.deadline or first.strip(" .;,") or None
    elif what.startswith(("sản phẩm", "kết quả")):
        found.deliverable = found.deliverable or value.strip(" .;,") or None
    elif what.startswith(("kinh phí", "nguồn")):
        found.budget = found.budget or value.strip(" .;,") or None
    else:
        role: Role = "lead" if "chủ trì" in what else "coordinate" if "phối hợp" in what else "responsible"
        first = first.strip(" .;,")
        head = read_head(first, True)
        own = [] if head else _said_of_each(first)
        names = head.names if head else () if own else (first,)
        roles = [*own, *((n, role) for n in names if storable(n))]
        found.roles += [r for r in roles if r not in found.roles]


def _said_of_each(value: str) -> list[tuple[str, Role]]:
    """The roles of a label's value that is a sentence: 'Phân công: Sở Y tế chủ trì; các xã phối hợp'."""
    duties = read_duties(Scan(value), None)
    return duties.roles if duties.own and duties.subject_start == 0 else []


def _bracket_of_roles(words: str, low: str) -> Labels | None:
    """'(Sở Nội vụ chủ trì, Sở Tài chính phối hợp)' at the end of a paragraph."""
    for bracket in _BRACKET.finditer(low):
        said = bracket["said"]
        if len(low) - bracket.end() > _BEHIND or not ("chủ trì" in said or said.rstrip().endswith("phối hợp")):
            continue
        start, end = bracket.span("said")
        duties = read_duties(Scan(words[start:end]), None)
        if duties.own and duties.subject_start == 0 and any(r != "responsible" for _, r in duties.roles):
            said = words[start:end]
            return Labels(bracket.start(), duties.roles, deadline_words(said, find_deadlines(said)))
    return None


def storable(said: str) -> bool:
    """Whether words can be a body's name: no list, no label, no torn bracket in them."""
    return 1 < len(said) <= 160 and not has_any(said, ";:\n") and said.count("(") == said.count(")")
