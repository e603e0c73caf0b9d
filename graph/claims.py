"""A claim packed for a store: all that does not stand beside it, and no defaults at the end."""

import msgspec
from msgspec import NODEFAULT
from msgspec.structs import astuple, fields, force_setattr, replace

from graph.statements import Claim

_DEFAULTS = tuple(f.default for f in fields(Claim))
_NEEDED = sum(1 for default in _DEFAULTS if default is NODEFAULT)
_decode = msgspec.msgpack.Decoder(Claim).decode


def packed(claim: Claim) -> bytes:
    """The claim without its file, speaker and ends."""
    values = list(astuple(replace(claim, file="", speaker="", source="", target="")))
    while len(values) > _NEEDED and values[-1] == _DEFAULTS[len(values) - 1]:
        values.pop()
    return msgspec.msgpack.encode(values)


def unpacked(row: bytes, file: str = "") -> Claim:
    """The claim of the file (sha256), its speaker and ends still empty."""
    claim = _decode(row)
    force_setattr(claim, "file", file)  # just made: nobody else has it
    return claim
