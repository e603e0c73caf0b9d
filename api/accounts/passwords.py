"""Passwords: what is one, and their hashes by argon2id (RFC 9106; parameters are those of argon2-cffi, in the hash)."""

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 1_000  # characters
_hasher = PasswordHasher()
_at_once = threading.BoundedSemaphore(2)  # each takes 64 MB and a core: a flood of tries waits in line
# of an account that is not there: who guesses names waits as long as who guesses passwords
_NOBODY = _hasher.hash("nobody")


def usable(password: str) -> bool:
    """Whether it is long enough to be guessed by nobody, and short enough to be hashed."""
    return SHORTEST <= len(password) <= LONGEST


def hashed(password: str) -> str:
    """The hash that is kept."""
    return _hasher.hash(_typed(password))


def fits(kept: str, password: str) -> bool:
    """Whether it is the password of the hash; takes as long where there is none ('')."""
    try:
        with _at_once:
            return _hasher.verify(kept or _NOBODY, _typed(password[: LONGEST + 1])) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def _typed(password: str) -> str:
    """Keyboards for Vietnamese write the same letters as one code point or as several."""
    return unicodedata.normalize("NFC", password)
