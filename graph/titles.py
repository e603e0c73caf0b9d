"""Whether two titles can be one instrument's: texts shorten, reorder and paraphrase titles, so only the words count."""

from collections.abc import Iterable

from graph.folding import fold

# Words that stand in every title: they show nothing.
_COMMON = frozenset(
    fold(
        "về việc ban hành quy định kế hoạch quyết nghị chỉ thị thông tư triển khai thực hiện của và các năm giai đoạn "
        "phê duyệt sửa đổi bổ sung một số điều trên địa tỉnh thành phố huyện xã trong đến tại cho theo nhằm"
    ).split()
)
_ENOUGH = 3  # words of its own that a title needs to be compared


def title_words(title: str) -> frozenset[str]:
    """The words of a title that tell it from others, folded."""
    return frozenset(w for w in fold(title).split() if w not in _COMMON and not w.isdigit())


def clash(a: str, b: str) -> bool:
    """Whether both titles say enough and have no word of their own in common.

    >>> clash("Chương trình tổng thể cải cách hành chính nhà nước", "cải cách hành chính giai đoạn 2021-2030")
    False
    >>> clash("cải cách hành chính nhà nước", "bảo vệ rừng phòng hộ ven biển")
    True
    """
    ours, theirs = title_words(a), title_words(b)
    return min(len(ours), len(theirs)) >= _ENOUGH and not ours & theirs


def clashing(title: str | None, others: Iterable[str]) -> tuple[str, ...]:
    """Those of the other titles that clash with the one that is kept, in order."""
    return tuple(sorted({t for t in others if title and t != title and clash(title, t)}))
