"""Tables in plain text: where rows begin although nothing parts them, and cells that are empty at a row's head."""

from loaders.formats.txt import segments_of


def _rows(text: str) -> list[dict[int, str]]:
    """The cells of each row, by column."""
    found: dict[tuple[int | None, int], dict[int, str]] = {}
    for cell in segments_of(text):
        if cell.kind == "cell":
            found.setdefault((cell.table, cell.row), {})[cell.col] = text[cell.start : cell.end]
    return list(found.values())


def test_rows_are_cut_where_the_numbers_come_round() -> None:
    """One cell a line, no blank line between rows; the text behind the table is none of its last cell."""
    text = "\n".join(
        [
            "II. NHIỆM VỤ",
            "\tTT",
            "\tViệc",
            "\tĐơn vị",
            "\t1",
            "\tTập huấn",
            "\tSở A",
            "\t2",
            "\tRà soát",
            "\t- Sở B",
            "- Sở C",
            "3. Kinh phí do ngân sách bảo đảm.",
        ]
    )
    assert _rows(text) == [
        {0: "TT", 1: "Việc", 2: "Đơn vị"},
        {0: "1", 1: "Tập huấn", 2: "Sở A"},
        {0: "2", 1: "Rà soát", 2: "- Sở B\n- Sở C"},
    ]


def test_cells_without_a_column_of_numbers_stay_one_row() -> None:
    """Lines behind tabs that count nothing are not cut into rows."""
    assert len(_rows("\n".join(f"\t{word}" for word in ("Việc", "Đơn vị", "Hạn", "Tập huấn", "Sở A", "Quý I")))) <= 1


def test_a_row_that_begins_with_empty_cells_keeps_its_columns() -> None:
    """The second row of a head: its words stand under those they belong to."""
    rows = _rows("TT\tViệc\tThực hiện\t\n\t\tChủ trì\tPhối hợp\n1\tTập huấn\tSở A\tSở B\n")
    assert rows[1] == {2: "Chủ trì", 3: "Phối hợp"}


def test_a_section_ends_a_table_that_no_blank_line_ends() -> None:
    """'III. TỔ CHỨC THỰC HIỆN' right below the last cell is a line of the text."""
    text = "\tTT\n\tViệc\n\tĐơn vị\n\n\t1\n\tTập huấn\n\tSở A\n\n\t2\n\tRà soát\n\tSở B\nIII. TỔ CHỨC THỰC HIỆN\nSở A."
    assert _rows(text)[-1] == {0: "2", 1: "Rà soát", 2: "Sở B"}


def test_bars_between_the_cells_of_a_line_make_a_row() -> None:
    """A page saved as text: no bar at a line's ends, blank lines between rows; a menu of two links is no table."""
    rows = _rows(
        "PHỤ LỤC\nTT | Nhiệm vụ | Cơ quan chủ trì\n\n1 | Tập huấn | Sở A\n\n2 | Rà soát | Sở B\n\nNơi nhận:\n- Lưu: VT."
    )
    assert rows == [
        {0: "TT", 1: "Nhiệm vụ", 2: "Cơ quan chủ trì"},
        {0: "1", 1: "Tập huấn", 2: "Sở A"},
        {0: "2", 1: "Rà soát", 2: "Sở B"},
    ]
    assert _rows("Trang chủ | Liên hệ\nTin tức | Văn bản\n") == []
    assert _rows("- Lưu: VT. | TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n") == [{0: "- Lưu: VT.", 1: "TM. ỦY BAN NHÂN DÂN"}]
