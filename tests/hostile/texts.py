"""Bait for regular expressions and for whatever looks ahead or back: a hundred thousand letters of each, as plain text."""

from tests.hostile.registry import bomb

SIZE = 100_000  # where work grew with the square of it, it would be 10^10 steps
HEAD = "KẾ HOẠCH\nThực hiện nhiệm vụ (VĂN BẢN MẪU)\n\n"


def flood(unit: str, size: int = SIZE) -> bytes:
    """A unit over and over, behind the head of a plan, with an end that fits nothing."""
    return (HEAD + unit * (size // len(unit)) + "!").encode()


@bomb("text", "read")
def numbers() -> bytes:
    """Numbers that never come to their symbol."""
    return flood("1/2/3-4.")


@bomb("text", "read")
def digits() -> bytes:
    """One number of 100,000 figures."""
    return flood("9")


@bomb("text", "read")
def symbols() -> bytes:
    """A number whose symbol never ends."""
    return flood("-UBND", SIZE).replace(b"\n\n", "\n\nsố 1/2020/QĐ".encode())


@bomb("text", "read")
def dates() -> bytes:
    """Dates that never come to their year."""
    return flood("ngày 1 tháng ")


@bomb("text", "read")
def lists_of_bodies() -> bytes:
    """One sentence that names bodies and never what they do."""
    return flood("Sở Nội vụ, Sở Tư pháp, UBND các xã, ")


@bomb("text", "read")
def who_leads_with_whom() -> bytes:
    """Roles without end."""
    return flood("chủ trì, phối hợp với ")


@bomb("text", "read")
def grounds() -> bytes:
    """'Căn cứ' with nothing to rest on, in one line."""
    return flood("Căn cứ ")


@bomb("text", "read")
def grounds_in_lines() -> bytes:
    """The same, a line each."""
    return flood("Căn cứ Luật của Nghị quyết\n")


@bomb("text", "read")
def percents() -> bytes:
    """Percent signs, with and without figures."""
    return flood("đạt 9% %% trở lên, ")


@bomb("text", "read")
def brackets_that_open() -> bytes:
    """Brackets of every kind that never close."""
    return flood("([«“'\"")


@bomb("text", "read")
def brackets_that_close() -> bytes:
    """Brackets that were never open."""
    return flood(")]»”")


@bomb("text", "file.paragraphs")
def tabs() -> bytes:
    """A row of 100,000 cells."""
    return flood("\t")


@bomb("text", "read")
def tables_of_nothing() -> bytes:
    """Rows of bars and blanks."""
    return flood("| | \n", 20_000)


@bomb("text", "read")
def blanks() -> bytes:
    """Blanks before a line's end that never comes."""
    return flood(" \u00a0\u200b")


@bomb("text", "read")
def headings() -> bytes:
    """Articles, chapters and points with nothing in them."""
    return flood("Điều 1.\n1.\na)\n-\nChương I\nIV.\n", 60_000)


@bomb("text", "file.paragraphs")
def blank_lines() -> bytes:
    """Lines with nothing."""
    return flood("\n")


@bomb("text", "file.characters")
def one_line_of_ten_megabytes() -> bytes:
    """Words without a full stop."""
    return flood("nhiệm vụ ", 8_000_000)


@bomb("text", "read")
def capitals() -> bytes:
    """A title that never ends."""
    return flood("QUYẾT ĐỊNH ")


@bomb("text", "read")
def roman_figures() -> bytes:
    """Figures of numbers that do not exist."""
    return flood("IVXLCDM")


@bomb("text", "read")
def deep_numbers() -> bytes:
    """An item numbered ten thousand levels deep, over and over."""
    return flood("1." * 10_000 + "\n")


@bomb("text", "read")
def amendments() -> bytes:
    """An act that amends an act that amends an act, in one sentence."""
    return flood("sửa đổi, bổ sung một số điều của Nghị định ")


@bomb("text", "read")
def provisions() -> bytes:
    """Points of clauses of articles of nothing."""
    return flood("điểm a khoản 1 Điều 2 ")


@bomb("text", "read")
def note_marks() -> bytes:
    """Marks of notes that are not there."""
    return flood("[1](2)³ ")


@bomb("text", "file.marks")
def marks_on_one_letter() -> bytes:
    """Accents on one letter, in the order that makes sorting them slow."""
    return flood("\u0323\u0301\u0302\u0323", 400_000)


@bomb("text", "read")
def deadlines() -> bytes:
    """Before, by, within, every: and never a date."""
    return flood("trước ngày chậm nhất trong quý hằng tháng định kỳ ")
