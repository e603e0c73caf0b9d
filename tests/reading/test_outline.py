from loaders.reading.markers import marker_at
from tests.reading.making import PLAN, reading


def _paths(text):
    found = reading(text)
    return [(b.path, found.words(b)) for b in found.blocks]


def test_paths_follow_the_numbering():
    """Roman, arabic, decimal and letters nest; bullets have the path of what they stand under."""
    text = "I. MỤC TIÊU\n1. Mục tiêu chung\n2. Chỉ tiêu\n2.1. Thể chế\n- Rà soát.\na) Văn bản\nII. TỔ CHỨC\n1. Sở Tư pháp\na) Chủ trì.\nĐoạn nữa của điểm a.\nb) Phối hợp.\n"
    assert [p for p, _ in _paths(text)] == [
        "I",
        "I.1",
        "I.2",
        "I.2.1",
        "I.2.1",
        "I.2.1.a",
        "II",
        "II.1",
        "II.1.a",
        "II.1.a",
        "II.1.b",
    ]


def test_articles_and_annexes_have_paths_of_their_own():
    """'Điều 2' with its clauses; rows of an annex's table under its group rows."""
    text = "Điều 1. Ban hành quy chế.\nĐiều 2. Trách nhiệm\n1. Giao Sở Tư pháp.\na) Chủ trì.\nPHỤ LỤC\n\tSTT\n\tNhiệm vụ\n\tChủ trì\n\n\tI\n\tTHỂ CHẾ\n\n\t1\n\tRà soát\n\tSở Tư pháp\n"
    found = {w: p for p, w in _paths(text)}
    assert found["Giao Sở Tư pháp."] == "Điều 2.1"
    assert found["Chủ trì."] == "Điều 2.1.a"
    assert found["Rà soát"] == "Phụ lục I.1"


def test_what_only_looks_like_a_marker():
    """Dates, codes, ranges and references to articles mark nothing."""
    for words in ("15/7/2021 của Chính phủ", "28/KH-UBND ngày", "10.000 người", "Điều 5 Luật Đất đai", "2026 của UBND"):
        assert marker_at(words, 0, len(words)) is None, words


def test_a_second_document_begins_its_own_numbering():
    """The plan behind its decision starts again at I; both are documents of the file."""
    text = (
        "QUYẾT ĐỊNH\nBan hành Kế hoạch hòa giải\nỦY BAN NHÂN DÂN TỈNH LẠNG SƠN\nCăn cứ Luật Hòa giải ở cơ sở;\nQUYẾT ĐỊNH:\n"
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch hòa giải.\nNơi nhận:\n- Như Điều 3;\n"
        "KẾ HOẠCH\nHòa giải ở cơ sở năm 2024\n(Kèm theo Quyết định số 12/QĐ-UBND ngày 05/01/2024 của UBND tỉnh)\nI. MỤC TIÊU\n1. Chung\n"
    )
    found = reading(text)
    assert [d.type for d in found.docs] == ["Quyết định", "Kế hoạch"]
    assert found.docs[1].promulgated_by == 0
    assert found.blocks[-1].path == "I.1"
    assert PLAN
