"""The issuer that stands behind a number: 'của Ban Thường vụ Tỉnh ủy', 'của Bộ trưởng Bộ Tài chính'."""

import re
from functools import cache, lru_cache

from graph.bodies import known_prefix, office_prefix
from loaders.reading.lexicon import tuple_of
from loaders.reading.ruleset import ruleset

_JOINING = tuple_of("issuers", "joining")


@cache
def _rule(name: str) -> re.Pattern[str]:
    return ruleset("issuers")[name].regex


def issuer_behind(text: str, at: int) -> tuple[int, int] | None:
    """Start and end of the issuer's words behind `at` ('… của Chính phủ'), or None where none stands there."""
    of = _rule("of").match(text, at)
    if of is None:
        return None
    end = body_end(text, of.end())
    return (of.end(), end) if end else None


def body_end(text: str, at: int) -> int | None:
    """Where the body that begins at `at` ends; joint issuers ('Bộ A và Bộ B') are taken whole."""
    length = _length(text[at : at + 150].partition("\n")[0])
    if not length:
        return None
    end = at + length
    joint = _rule("joint").match(text, end)
    while joint and text.startswith(_JOINING, at):
        more = _length(text[joint.end() : joint.end() + 120].partition("\n")[0])
        if not more or _begins_mention(text, joint.end() + more):
            break
        end = joint.end() + more
        joint = _rule("joint").match(text, end)
    return at + len(text[at:end].rstrip())


def _begins_mention(text: str, at: int) -> bool:
    return _rule("acts").match(text, at) is not None


@lru_cache(maxsize=8192)
def _length(words: str) -> int:
    """How many characters at the head of `words` are a body's name."""
    session = _rule("session").match(words)
    at = session.end() if session else 0
    own = _rule("own_minister").match(words) or _rule("ministries").match(words)
    if own:
        return own.end()
    office = office_prefix(words[at:])
    if office:
        at += len(office[0]) + 1
    clipped = _clipped(words[at:])
    known = known_prefix(clipped)
    centre = _rule("centre").match(words, at) if known is None else None
    if centre:
        term = _rule("term").match(words, centre.end())
        return term.end() if term else centre.end()
    committee = _rule("committee").match(words, at) if known is None else None
    if committee:
        return committee.end()
    if known is None:
        return session.end() - 1 if session and session.end() > 12 and not office else 0
    at += len(clipped) - len(known[1]) - (1 if known[1] else 0)
    tail = _rule("place_tail").match(words, at)
    if tail:
        return tail.end()
    if known[0].level in ("bare", "own"):
        behind = at + (5 if words.startswith(" của ", at) else 1)  # 'Ban Văn hóa - Xã hội của HĐND tỉnh'
        inner = known_prefix(_clipped(words[behind:])) if words[at : at + 1] == " " else None
        if inner:
            return behind + _length(words[behind:])
        name = _rule("bare_name").match(words, at)
        at = name.end() if name else at
    term = _rule("term").match(words, at)
    return term.end() if term else at


def _clipped(words: str) -> str:
    """The words up to what no name holds, punctuation behind them apart."""
    for stop in ';:()[]"“”\n':
        words = words.partition(stop)[0]
    parts = words.split(" ")
    for n, part in enumerate(parts):
        if part[-1:] in ".,":
            bare = " ".join([*parts[:n], part[:-1]])
            known = known_prefix(bare)
            if known and known[1] == "":
                whole = known_prefix(" ".join(parts))
                if whole is None or len(whole[1].split()) >= len(parts) - n - 1:
                    return bare
    return words


__all__ = ["body_end", "issuer_behind"]
