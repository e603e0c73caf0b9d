"""What can go wrong with a store: a class for callers, a code with values for people (`graph.refusals`)."""

from graph.refusals import Refused


class StoreError(Refused):
    """A store cannot be opened, read or written."""


class NewerSchema(StoreError):  # noqa: N818 - names what was found
    """The file was written by a newer version."""


class OlderSchema(StoreError):  # noqa: N818 - names what was found
    """The file was written by an older version; what it holds is loaded anew from the files themselves."""


class NotAStore(StoreError):  # noqa: N818 - names what was found
    """The file is something else."""


class Damaged(StoreError):  # noqa: N818 - names what was found
    """It is a store, but its bytes were cut or changed."""


class CannotOpen(StoreError):  # noqa: N818 - names what was found
    """The file cannot be opened or made."""


class CannotWrite(StoreError):  # noqa: N818 - names what was found
    """The disk is full, or does not take it."""


class Busy(StoreError):  # noqa: N818 - names what was found
    """Another process writes."""


class Moved(StoreError):  # noqa: N818 - names what was found
    """Somebody wrote while a question was asked of a store that keeps no old generation: ask again."""


class TooLong(StoreError):  # noqa: N818 - names what was found
    """The question took longer than whoever asked may wait (`graph.deadline`)."""
