"""Plain text as it really comes: torn lines, page numbers, notes between, tables a cell a line, menus around."""

import pytest

from tests.reading.making import PLAN, reading, record, understood


def _blocks(text):
    found = reading(text)
    return [found.whole(b) for b in found.blocks]


def test_a_sentence_torn_by_a_page_runs_on():
    """A page's number between two halves of a sentence is left out and the halves are one paragraph."""
    blocks = _blocks(
        "Căn cứ Luật Đất đai, Ủy ban nhân dân tỉnh giao các sở, ban, ngành và\n\n12\n\nđịa phương tổ chức thực hiện.\n"
    )
    assert blocks == [
        "Căn cứ Luật Đất đai, Ủy ban nhân dân tỉnh giao các sở, ban, ngành và địa phương tổ chức thực hiện."
    ]


def test_a_footnote_stands_behind_the_paragraph_it_interrupts():
    """The sentence reads through; the note is a block of its own with its mark."""
    found = reading(
        "Các đơn vị thực hiện báo cáo theo mẫu¹ trước ngày 15 hằng\n\n¹ Mẫu số 02 kèm theo Công văn này.\n\ntháng, gửi Sở Nội vụ.\n"
    )
    assert [found.whole(b) for b in found.blocks] == [
        "Các đơn vị thực hiện báo cáo theo mẫu trước ngày 15 hằng tháng, gửi Sở Nội vụ.",
        "Mẫu số 02 kèm theo Công văn này.",
    ]
    assert [b.mark for b in found.blocks] == [None, "1"]


def test_a_plain_digit_is_a_note_only_where_the_text_refers_to_it():
    """'2 Nghị định …' under a page is a note when some word carries the digit; '2 đơn vị' is text."""
    blocks = _blocks(
        "Số hóa hồ sơ theo quy định1; kết quả lưu tại kho chung.\n\n1 Nghị định số 45/2020/NĐ-CP ngày 08/4/2020 của Chính phủ.\n\n2 đơn vị chưa báo cáo.\n"
    )
    found = reading(
        "Số hóa hồ sơ theo quy định1; kết quả lưu tại kho chung.\n\n1 Nghị định số 45/2020/NĐ-CP ngày 08/4/2020 của Chính phủ.\n\n2 đơn vị chưa báo cáo.\n"
    )
    assert len(blocks) == 3
    assert [b.kind for b in found.blocks] == ["para", "footnote", "para"]


def test_headings_are_not_joined_with_what_they_govern():
    """A numbered line without a stop is a heading; the paragraph behind it stays apart."""
    found = reading("5. Phòng Văn hóa và Thông tin huyện\nPhối hợp với các cơ quan tuyên truyền.\n")
    assert [found.whole(b) for b in found.blocks] == [
        "5. Phòng Văn hóa và Thông tin huyện",
        "Phối hợp với các cơ quan tuyên truyền.",
    ]
    assert found.blocks[1].parent == 0


def test_lines_broken_at_a_width_run_on_over_capitals_and_stops():
    """In a text broken at a width a full line goes on with the next one, also behind a full stop."""
    import textwrap

    sentence = (
        "- Tham mưu cho Ủy ban nhân dân tỉnh ban hành Quy chế phối hợp giữa Sở Tư pháp và Công an tỉnh trong quản lý hộ tịch. "
        "Tổ chức tập huấn cho công chức Tư pháp - Hộ tịch của Ủy ban nhân dân cấp xã trên địa bàn toàn tỉnh trong năm học mới."
    )
    text = "\n".join("\n".join(textwrap.wrap(sentence, 70)) for _ in range(6))
    assert _blocks(text) == [sentence] * 6


def test_a_table_a_cell_a_line_over_a_page_end():
    """Tab-indented cells, a blank line between rows, a page's number between two rows, an empty cell."""
    text = "\tSTT\n\tNhiệm vụ\n\tChủ trì\n\n\t1\n\tSố hóa sổ hộ tịch\n\tSở Tư pháp\n\n7\n\n\t2\n\tĐào tạo,\nbồi dưỡng\n\t \n"
    found = reading(text)
    assert len(found.tables) == 1
    cells = {(b.row, b.col): found.whole(b) for b in found.blocks}
    assert cells[2, 1] == "Đào tạo, bồi dưỡng"
    assert (2, 2) not in cells
    assert cells[1, 2] == "Sở Tư pháp"


def test_tables_by_tabs_and_by_bars():
    """A row a line with tabs, and rows between bars, are the same table."""
    rows = [["TT", "Nội dung", "Chủ trì"], ["1", "Rà soát văn bản", "Sở Tư pháp"], ["2", "Tập huấn", "Sở Nội vụ"]]
    tabs = "\n".join("\t".join(r) for r in rows)
    bars = "\n".join("| " + " | ".join(r) + " |" for r in [*rows[:1], ["---"] * 3, *rows[1:]])
    one, other = reading(tabs), reading(bars)
    assert [[one.whole(b) for b in one.blocks]] == [[other.whole(b) for b in other.blocks]]
    assert [b.kind for b in one.blocks] == ["cell"] * 9


def test_what_is_printed_twice_counts_once():
    """Of two printings the lesser one is marked and the file gets a warning."""
    body = "\n".join(
        f"- Nhiệm vụ thứ {n} của kế hoạch hòa giải ở cơ sở trên địa bàn tỉnh do Sở Tư pháp chủ trì." for n in range(8)
    )
    found = reading(PLAN + body[:400] + "\n" + PLAN + body)
    assert any(b.reprint for b in found.blocks)
    assert len(found.docs) == 1
    assert [w.code for w in found.warnings] == ["printed_twice"]
    assert not found.blocks[-1].reprint


def test_passages_alike_are_no_second_printing():
    """Two procedures of one decision share paragraphs; nothing of them is left out."""
    general = "\n".join(f"{n}. Quy định chung thứ {n} áp dụng cho mọi cơ quan, đơn vị của tỉnh." for n in range(1, 15))
    steps = "\n".join(f"{n}. Bước thứ {n} do bộ phận một cửa thực hiện trong ngày làm việc." for n in range(1, 7))
    found = reading(f"{PLAN}{general}\nA. THỦ TỤC CẤP GIẤY\n{steps}\nB. THỦ TỤC ĐỔI GIẤY\n{steps}")
    assert not any(b.reprint for b in found.blocks)


def test_running_heads_are_left_out():
    """A line that each page repeats beside its number is no text; a line that sections repeat is."""
    page = "\n\nCÔNG BÁO/Số 281/Ngày 21-05-2026\n\n{}\n\n"
    text = "".join(f"Điều {n}. Nội dung.\nPhấn đấu đến năm 2030\n- Đạt {n}0%.{page.format(n)}" for n in range(1, 5))
    blocks = _blocks(text)
    assert all("CÔNG BÁO" not in b for b in blocks)
    assert blocks.count("Phấn đấu đến năm 2030") == 4


def test_a_title_may_end_with_a_word_that_places_follow():
    """'trên địa bàn tỉnh' ends a title where a blank line or a body's name follows; a place's name goes on."""
    title = "KẾ HOẠCH\nCải cách hành chính trên địa bàn tỉnh\n"
    assert understood(title + "\nUBND tỉnh ban hành Kế hoạch.\n")[0].docs[0].title == (
        "Cải cách hành chính trên địa bàn tỉnh"
    )
    assert understood(title + "Nghệ An năm 2026\n\nUBND tỉnh ban hành.\n")[0].docs[0].title == (
        "Cải cách hành chính trên địa bàn tỉnh Nghệ An năm 2026"
    )


@pytest.mark.parametrize("title", ["Về việc tăng cường kỷ luật hành chính", "Siết chặt kỷ luật hành chính trong năm"])
def test_a_title_of_one_line_ends_before_the_text(title):
    """Where no blank line parts them and lines are paragraphs; a title that is torn goes on."""
    head = "ỦY BAN NHÂN DÂN\nTỈNH HÀ TĨNH\nSố: 9/CT-UBND\nHà Tĩnh, ngày 31 tháng 5 năm 2026\nCHỈ THỊ\n"
    text = "Năm qua, kỷ luật hành chính của tỉnh có chuyển biến. Tuy vậy, còn nơi buông lỏng.\n1. Sở Nội vụ rà soát.\n"
    assert record(f"{head}{title}\n{text}").documents[0].title == title
    torn = f"{title} tại các\nsở, ban, ngành"
    assert record(f"{head}{torn}\n{text}").documents[0].title == torn.replace("\n", " ")


def test_a_head_that_lists_offices_is_torn_before_the_body():
    """'…, Chủ tịch' in one line, 'Ủy ban nhân dân …' in the next."""
    text = "III. TỔ CHỨC THỰC HIỆN\n1. Thủ trưởng các sở, Chủ tịch\nỦy ban nhân dân huyện, thành phố\na) Rà soát thủ tục.\n"
    (task,) = record(f"ỦY BAN NHÂN DÂN\nTỈNH HÀ TĨNH\nKẾ HOẠCH\nRà soát thủ tục\n{text}").tasks
    assert [a.organization for a in task.assignees] == ["Thủ trưởng các sở", "Chủ tịch UBND huyện, thành phố"]


def test_what_is_issued_and_lacking_is_said():
    """A decision that issues what the file lacks says so by name."""
    text = "QUYẾT ĐỊNH\nPhê duyệt Đề án\n\nĐiều 1. Phê duyệt Đề án làng nghề (có Đề án kèm theo).\nĐiều 2. Ban hành kèm theo Quyết định này Danh mục 15 nhiệm vụ.\n"
    assert [d.incomplete for d in record(text).documents] == [["Đề án", "Danh mục"]]


def test_blanks_at_the_end_of_lines_make_no_cells():
    """A line of blanks is blank whatever tabs it holds; only one that begins with a tab is an empty cell."""
    clean = "STT\n\tNhiệm vụ\n\tChủ trì\n1\n\tRà soát văn bản\n\tSở Tư pháp\n2\n\tCông bố văn bản\n\tSở Nội vụ\n"
    assert _blocks(clean.replace("\n", " \t \n") + " \t \n") == _blocks(clean)


def test_a_name_torn_at_a_page_width_runs_on():
    """Justified lines differ in length: one that ends within a name goes on, a heading above a duty does not."""
    text = (
        "3. Giao Ủy ban nhân dân thành phố mẫu tổ chức thực hiện những việc sau:\n"
        "a) Bố trí đủ kinh phí để bảo đảm hoạt động thường xuyên của Khu\n"
        "Công nghệ thông tin tập trung và các đơn vị trực thuộc nơi này theo quy\n"
        "định của pháp luật về ngân sách nhà nước và về quản lý tài sản công ở đó.\n"
        "b) Hỗ trợ việc xây dựng, quảng bá thương hiệu của doanh nghiệp\n"
        "Việt Nam trên các sàn giao dịch điện tử trong nước và ở thị trường nước\n"
        "ngoài, nhất là với các mặt hàng nông sản chủ lực của địa phương mình đó.\n"
        "c) Kiểm tra, giám sát việc thực hiện; tổng hợp kết quả và báo cáo theo yêu\n"
        "cầu của cơ quan có thẩm quyền trong thời hạn được giao tại văn bản này.\n"
        "4. Các đơn vị trực thuộc Ủy ban nhân dân tỉnh Hà Nam\n"
        "Triển khai nghiêm túc những nội dung đã nêu và gửi kết quả về đầu mối.\n"
    )
    blocks = _blocks(text)
    assert any("của Khu Công nghệ thông tin tập trung" in b for b in blocks)
    assert any("của doanh nghiệp Việt Nam trên các sàn" in b for b in blocks)
    assert any(b.startswith("Triển khai nghiêm túc") for b in blocks)


def test_the_place_and_day_of_a_letter_are_no_part_of_its_subject():
    """Two columns come out one behind the other: the day begins a line of its own."""
    made = record(
        "UBND TỈNH KHÁNH HÒA\nSỞ XÂY DỰNG\nSố: 88/SXD-QLN\nV/v rà soát quỹ nhà ở xã hội trên địa bàn\n"
        "Khánh Hòa, ngày 18 tháng 9 năm 2025\nKính gửi: UBND các xã, phường.\nĐề nghị báo cáo số liệu.\n"
    )
    assert made.documents[0].title == "rà soát quỹ nhà ở xã hội trên địa bàn"
    assert made.documents[0].issued == "2025-09-18"


def test_a_line_torn_inside_a_name_runs_on():
    """A body's name that two lines share makes one paragraph, on a narrow page too."""
    blocks = _blocks(
        "Thực hiện Quyết định số 2545/QĐ-TTg ngày 30/12/2016 của Thủ tướng\nChính phủ phê duyệt Đề án.\n"
        "Các sở phối hợp với Cục Thuế tỉnh, Kho bạc Nhà nước và Ngân hàng\nNhà nước Việt Nam tổ chức thực hiện.\n"
    )
    assert len(blocks) == 2


def test_an_article_lists_on_in_lines_of_their_own():
    """Who carries a decision out, one office a line, is one paragraph of its article."""
    blocks = _blocks(
        "Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh;\nGiám đốc các Sở: Y tế, Tài chính;\n"
        "Chủ tịch Ủy ban nhân dân các xã chịu trách nhiệm thi hành Quyết định này./.\n"
    )
    assert len(blocks) == 1


def test_a_number_in_a_line_of_its_own_belongs_to_its_word():
    """'Số:' and the number below it, in a head as in a ground."""
    made = record(
        "ỦY BAN NHÂN DÂN\nTỈNH NGHỆ AN\nSố:\n4531/QĐ-UBND\nNghệ An, ngày 08 tháng 10 năm 2013\nQUYẾT ĐỊNH\n"
        "V/V PHÊ DUYỆT QUY HOẠCH\nCăn cứ quy hoạch vùng theo Quyết định số:\n1145/QĐ.UBND.NN ngày 17/3/2010;\n"
    )
    assert (made.documents[0].code, made.documents[0].title) == ("4531/QĐ-UBND", "V/V PHÊ DUYỆT QUY HOẠCH")
    cited = made.instruments[-1]
    assert (cited.code, cited.issuer) == ("1145/QĐ.UBND.NN", "UBND tỉnh Nghệ An")


def test_a_name_with_a_dash_is_torn_before_the_dash():
    """'Sở Lao động | - Thương binh và Xã hội' is no bullet; '- Thương mại' below a line that ends is one."""
    torn = "Theo đề nghị của Giám đốc Sở Lao động\n- Thương binh và Xã hội trong văn bản 9/TTr-SLĐTBXH.\n"
    assert len(_blocks(torn)) == 1
    assert len(_blocks("Các lĩnh vực ưu tiên của xã trong năm\n- Thương binh và người có công.\n")) == 2
