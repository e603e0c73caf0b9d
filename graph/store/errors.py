"""What can go wrong with a store, in one line for people."""


class StoreError(Exception):
    """A store cannot be opened or written; the message is for people."""


class NewerSchema(StoreError):  # noqa: N818 - names what was found
    """The file was written by a newer version."""

    def __init__(self, path: str, found: int, known: int) -> None:
        """`found` and `known` are schema versions."""
        super().__init__(
            f"{path}: kho do phiên bản Phả hệ mới hơn ghi (lược đồ {found}, bản này hiểu {known}); hãy nâng cấp Phả hệ"
        )


class OlderSchema(StoreError):  # noqa: N818 - names what was found
    """The file was written by an older version; what it holds is loaded anew from the files themselves."""

    def __init__(self, path: str, found: int, known: int) -> None:
        """`found` and `known` are schema versions."""
        super().__init__(
            f"{path}: kho do phiên bản Phả hệ cũ hơn ghi (lược đồ {found}, bản này cần {known}); "
            "hãy nạp lại các tệp vào một kho mới"
        )


class NotAStore(StoreError):  # noqa: N818 - names what was found
    """The file is something else."""

    def __init__(self, path: str) -> None:
        """`path` as the user gave it."""
        super().__init__(f"{path}: không phải kho Phả hệ")


class CannotOpen(StoreError):  # noqa: N818 - names what happened
    """The file cannot be opened or made."""

    def __init__(self, path: str, reason: str) -> None:
        """`reason` is what the system said."""
        super().__init__(f"{path}: không mở được kho ({reason})")


class Busy(StoreError):  # noqa: N818 - names what was found
    """Another process writes."""

    def __init__(self, path: str) -> None:
        """`path` as the user gave it."""
        super().__init__(f"{path}: kho đang được tiến trình khác ghi; hãy thử lại sau")
