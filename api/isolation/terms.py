"""What readers are told; apart from what they say, so that settings (and `--help`) import nothing of that."""

from msgspec import Struct

from loaders.limits import Limits


class Terms(Struct, frozen=True):
    """What a reader is told when it is made."""

    limits: Limits
    files: int  # after so many it makes room for a new one
    debug: bool = False
