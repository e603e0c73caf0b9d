"""Corrections by hand as data: statements of origin `hand`, tied to the bytes of a file and never to ids.

A correction says of one passage of one file (sha256 and offsets) what a person knows better than the rules. Reading
the file anew leaves it in force as long as the bytes are the same. The commands that write them come later.
"""

from typing import Literal

import msgspec
from msgspec import Struct

from graph.record import Act

Verdict = Literal["confirm", "reject", "replace", "add"]


class Place(Struct, frozen=True, order=True):
    """A passage of a file."""

    sha256: str
    start: int
    end: int


class Naming(Struct, frozen=True, kw_only=True):
    """What a passage names, in the terms of a record's instrument."""

    type: str
    code: str | None = None
    issued: str | None = None
    issuer: str | None = None
    title: str | None = None


class MentionCorrection(Struct, frozen=True, kw_only=True, tag="mention"):
    """The passage names `means` (None with `reject`: it names nothing)."""

    at: Place
    verdict: Verdict
    means: Naming | None
    by: str
    reason: str = ""
    origin: Literal["hand"] = "hand"


class ClaimCorrection(Struct, frozen=True, kw_only=True, tag="claim"):
    """The passage says that what `source` names acts so on what `target` names."""

    at: Place
    verdict: Verdict
    source: Place
    relation: str
    target: Place
    act: Act = "done"
    by: str
    reason: str = ""
    origin: Literal["hand"] = "hand"


Correction = MentionCorrection | ClaimCorrection
_decoder: msgspec.json.Decoder[Correction] = msgspec.json.Decoder(Correction)


def to_line(correction: Correction) -> bytes:
    """One line of JSON without the newline."""
    return msgspec.json.encode(correction, order="deterministic")


def from_line(line: bytes) -> Correction:
    """The correction of one line; `from_line(to_line(c)) == c`."""
    return _decoder.decode(line)
