from tests.reading.making import PLAN, understood


def _clusters(sentences):
    _, clusters = understood(PLAN + sentences)
    return [(c.code or c.title, c.issued, c.issuer, len(c.members)) for c in clusters if c.own is None]


def test_a_misprinted_year_is_one_instrument():
    """The same number, day and month with two years: one instrument, dated as most mentions date it."""
    text = "Theo Nghị quyết số 66-NQ/TW ngày 30/4/2025 của Bộ Chính trị.\nTheo Nghị quyết số 66-NQ/TW ngày 30/4/2024.\nTheo Nghị quyết số 66-NQ/TW ngày 30/4/2025.\n"
    assert _clusters(text) == [("66-NQ/TW", "2025-04-30", "Bộ Chính trị", 3)]


def test_one_number_of_two_days_is_two_instruments():
    """99/NQ-CP exists in 2017 and in 2020; a mention without a date stays open."""
    text = "Theo Nghị quyết số 99/NQ-CP ngày 03/10/2017.\nTheo Nghị quyết số 99/NQ-CP ngày 24/6/2020.\nTheo Nghị quyết số 99/NQ-CP.\n"
    assert [issued for _, issued, _, _ in _clusters(text)] == ["2017-10-03", "2020-06-24", None]


def test_order_of_a_symbol_and_short_forms():
    """60-NQ/TU is 60/NQ-TU; 'Nghị định 34' is the decree 34/2016 of the text."""
    text = "Theo Nghị quyết số 60-NQ/TU ngày 15/12/2021 của Tỉnh ủy.\nTheo Nghị quyết số 60/NQ-TU.\nTheo Nghị định số 34/2016/NĐ-CP.\nTheo Nghị định 34, thực hiện.\n"
    assert [n for *_, n in _clusters(text)] == [2, 2]


def test_the_same_number_of_province_and_district_is_two():
    """Every UBND issues a 60/KH-UBND each year."""
    text = "Kế hoạch số 60/KH-UBND ngày 15/02/2023 của UBND huyện Văn Quan.\nKế hoạch số 60/KH-UBND ngày 15/02/2023 của UBND tỉnh.\n"
    assert sorted(i for _, _, i, _ in _clusters(text)) == ["UBND huyện Văn Quan", "UBND tỉnh Lạng Sơn"]


def test_abbreviated_names_are_the_same_law():
    """'Luật Ban hành VBQPPL' is 'Luật Ban hành văn bản quy phạm pháp luật'."""
    text = "Theo Luật Ban hành VBQPPL năm 2025.\nTheo Luật Ban hành văn bản quy phạm pháp luật.\n"
    assert [n for *_, n in _clusters(text)] == [2]


def test_the_files_own_number_is_the_document():
    """A mention of the document's own number names the document, not another instrument."""
    found, clusters = understood(PLAN + "Báo cáo kết quả thực hiện Kế hoạch số 77/KH-UBND trước ngày 15/12.")
    assert [c.own for c in clusters] == [0]
    assert [m.cluster for m in found.mentions] == [0]
