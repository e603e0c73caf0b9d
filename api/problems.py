"""What cannot be answered, in words for people, whoever asked: the command line or HTTP."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # the help of the command waits for no shapes of answers
    from queries.answers import Match

Cause = Literal["data", "not_found", "several"]


class Problem(Exception):  # noqa: N818 - an answer for people
    """Input or data that cannot be answered: one line, more lines behind it, and the instruments that come near."""

    def __init__(
        self, message: str, more: Sequence[str] = (), *, cause: Cause = "data", near: "Sequence[Match]" = ()
    ) -> None:
        super().__init__(message)
        self.message, self.more, self.cause, self.near = message, list(more), cause, list(near)
