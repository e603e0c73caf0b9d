"""Answers that were given before: a store says the same until its next generation, so one tag has the same bytes."""

import threading
from collections import OrderedDict

from fastapi import Response

_BYTES = 8 << 20  # of all together; what Python keeps of memory in pieces is twice that (measured)
_BESIDE = 2048  # bytes that an answer takes beside its body: tag, headers, what Python keeps of them (1,400 measured)
_LONGEST = 1 << 19  # of one: a few long files must not push out all that is short


class Kept:
    """By tag, the last ones that were asked for: a tag is of a generation, question, form and language."""

    def __init__(self, most: int = _BYTES) -> None:
        self._most, self._size = most, 0
        self._answers: OrderedDict[str, Response] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, tag: str) -> Response | None:
        """The answer; nobody may change it."""
        with self._lock:
            found = self._answers.get(tag)
            if found is not None:
                self._answers.move_to_end(tag)
            return found

    def keep(self, tag: str, answer: Response) -> Response:
        """The answer, which is kept where it is not too long; those that nobody asked for longest go."""
        size = _size(answer)
        if size <= min(_LONGEST, self._most):
            with self._lock:
                if tag not in self._answers:
                    self._size += size
                self._answers[tag] = answer
                while self._size > self._most:
                    self._size -= _size(self._answers.popitem(last=False)[1])
        return answer


def _size(answer: Response) -> int:
    return len(answer.body) + _BESIDE
