"""The columns of the sheet of tasks ("6 rõ"): keys, widths, and labels that a setting may change."""

from collections.abc import Mapping

from msgspec import Struct

from queries.sheets import TaskLine


class Column(Struct, frozen=True):
    """One column; `hidden` ones are for reading an edited sheet back."""

    key: str
    width: int  # characters
    vi: str
    en: str
    hidden: bool = False


# The first twelve as offices know them (QĐ 42/2014/QĐ-TTg and the provinces' rules after it); ours behind them.
COLUMNS = (
    Column("number", 5, "STT", "No."),
    Column("task", 48, "Nhiệm vụ", "Task"),
    Column("lead", 24, "Cơ quan chủ trì", "Lead"),
    Column("person", 20, "Người chịu trách nhiệm", "Person responsible"),
    Column("coordinate", 24, "Cơ quan phối hợp", "Coordinating"),
    Column("deadline", 16, "Thời hạn", "Deadline"),
    Column("deliverable", 20, "Sản phẩm/kết quả", "Product or result"),
    Column("approver", 16, "Thẩm quyền phê duyệt", "Approved by"),
    Column("basis", 28, "Căn cứ giao (số, ngày, Điều/khoản)", "Assigned by (number, date, provision)"),
    Column("status", 18, "Trạng thái", "Status"),
    Column("quote", 48, "Trích dẫn nguyên văn", "Exact words"),
    Column("page", 7, "Trang", "Page"),
    Column("due", 12, "Ngày đến hạn", "Due on"),
    Column("place", 28, "Tệp, vị trí", "File and place"),
    Column("id", 20, "Mã nhiệm vụ", "Task id", hidden=True),
)
# The four states in which the Government's system follows tasks.
STATES = {
    "vi": ("Hoàn thành đúng hạn", "Hoàn thành quá hạn", "Đang thực hiện trong hạn", "Đang thực hiện quá hạn"),
    "en": ("Done in time", "Done late", "In progress, in time", "In progress, late"),
}


class BadLabels(Exception):  # noqa: N818 - an answer for people
    """A setting of labels that cannot be read."""


def labels(lang: str, setting: str = "") -> dict[str, str]:
    """Labels by key; `setting`: 'lead=Đơn vị chủ trì; deadline=Thời gian hoàn thành'. Raises `BadLabels`.

    >>> labels("vi", "lead=Đơn vị chủ trì")["lead"], labels("vi")["number"]
    ('Đơn vị chủ trì', 'STT')
    """
    found = {c.key: c.en if lang == "en" else c.vi for c in COLUMNS}
    for pair in filter(None, (p.strip() for p in setting.split(";"))):
        key, equals, label = (p.strip() for p in pair.partition("="))
        if not equals or key not in found or not label:
            raise BadLabels(pair)
        found[key] = label
    return found


def basis(row: TaskLine, where: str) -> str:
    """By what it is laid on: the document and the place in it; `where`: 'mục {where}'."""
    return ", ".join(p for p in (row.document_name, where.format(where=row.where) if row.where else "") if p)


def titled(label_of: Mapping[str, str]) -> list[str]:
    """The head row."""
    return [label_of[c.key] for c in COLUMNS]
