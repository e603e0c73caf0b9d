"""What a text says that one instrument does to another: made-up documents, one behaviour each."""

from typing import NamedTuple

import pytest

from graph.record import Relation
from loaders.limits import Limits
from loaders.loading import load
from loaders.reading.explain import explain
from loaders.reading.read import read

HEAD = """ỦY BAN NHÂN DÂN
TỈNH HÀ GIANG

Số: {code}

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Hà Giang, ngày 10 tháng 3 năm 2025

{kind}
{title}

{body}
"""
KINDS = {
    "KẾ HOẠCH": "45/KH-UBND", "QUYẾT ĐỊNH": "450/QĐ-UBND", "BÁO CÁO": "77/BC-UBND", "TỜ TRÌNH": "78/TTr-UBND",
    "CHỈ THỊ": "07/CT-UBND",
}  # fmt: skip


class Said(NamedTuple):
    """The relations of one document; instruments by their number or title, the document itself is 'self'."""

    edges: dict[tuple[str, str, str], Relation]

    @property
    def names(self) -> set[tuple[str, str, str]]:
        return set(self.edges)


def said(kind: str, title: str, body: str) -> Said:
    text = HEAD.format(code=KINDS[kind], kind=kind, title=title, body=body)
    record = read(load(text.encode(), "x.txt", Limits()), "x.txt")
    names = {i.id: i.code or i.title or i.issuer or i.id for i in record.instruments}
    names |= {d.id: "self" for d in record.documents}
    for edge in record.relations:
        assert all(record.text[e.start : e.end] == e.text for e in edge.evidence)
    return Said({(names[r.source], r.relation, names[r.target]): r for r in record.relations})


def opening(words: str, kind: str = "KẾ HOẠCH") -> Said:
    return said(kind, "Công tác văn thư năm 2025", words)


def task(words: str) -> Said:
    return said("KẾ HOẠCH", "Công tác văn thư năm 2025", f"I. NHIỆM VỤ\n1. {words}\n2. Việc khác.")


def articles(*lines: str) -> Said:
    body = "Căn cứ Luật Lưu trữ năm 2024;\n\nQUYẾT ĐỊNH:\n\n" + "\n".join(lines)
    return said("QUYẾT ĐỊNH", "Về công tác văn thư", body)


def test_what_a_plan_carries_out_stands_in_its_opening_and_its_list() -> None:
    """'Thực hiện A; B và C, UBND ban hành …' carries out all three; the evidence runs from the verb to the number."""
    edges = opening(
        "Thực hiện Nghị quyết số 11/NQ-CP ngày 01/2/2025 của Chính phủ; Nghị quyết số 12-NQ/TU ngày 02/02/2025 và "
        "Chỉ thị số 13/CT-TTg ngày 03/02/2025, UBND tỉnh ban hành Kế hoạch như sau:"
    ).edges
    assert edges["self", "IMPLEMENTS", "11/NQ-CP"].evidence[0].text == "Thực hiện Nghị quyết số 11/NQ-CP"
    assert edges["self", "IMPLEMENTS", "13/CT-TTg"].evidence[0].text.endswith("Chỉ thị số 13/CT-TTg")
    assert ("self", "IMPLEMENTS", "12-NQ/TU") in edges


def test_a_ground_is_preamble_before_the_first_heading_and_body_in_the_text() -> None:
    """Căn cứ is the ground of the document; 'theo quy định tại' one of an action; both lists go on."""
    edges = opening(
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020; Quyết định số 28/2018/QĐ-TTg ngày 12/7/2018, UBND tỉnh "
        "ban hành Kế hoạch.\n\nI. NHIỆM VỤ\n1. Số hóa theo quy định tại khoản 2 Điều 5 Luật Lưu trữ."
    ).edges
    assert edges["self", "BASED_ON", "28/2018/QĐ-TTg"].basis == "preamble"
    law = edges["self", "BASED_ON", "Luật Lưu trữ"]
    assert (law.basis, law.scope, law.provisions) == ("body", "part", ["khoản 2 Điều 5"])


def test_a_chain_of_instruments_is_read_between_them() -> None:
    """'A triển khai thực hiện B và C thực hiện D' gives A→B, A→C, C→D; the document cites B and D."""
    names = opening(
        "Căn cứ Kế hoạch số 21/KH-UBND ngày 01/01/2025 của UBND tỉnh triển khai thực hiện Nghị quyết số 22/NQ-CP ngày "
        "02/01/2025 của Chính phủ và Kế hoạch số 23-KH/TU ngày 03/01/2025 của Tỉnh ủy thực hiện Nghị quyết số 24-NQ/TW "
        "ngày 04/01/2025 của Bộ Chính trị."
    ).names
    assert {
        ("21/KH-UBND", "IMPLEMENTS", "22/NQ-CP"), ("21/KH-UBND", "IMPLEMENTS", "23-KH/TU"),
        ("23-KH/TU", "IMPLEMENTS", "24-NQ/TW"), ("self", "BASED_ON", "21/KH-UBND"),
        ("self", "CITES", "22/NQ-CP"), ("self", "CITES", "24-NQ/TW"),
    } <= names  # fmt: skip
    assert ("self", "BASED_ON", "24-NQ/TW") not in names


@pytest.mark.parametrize(
    ("words", "edge"),
    [
        ("số 31/2025/NĐ-CP ngày 01/01/2025 quy định chi tiết một số điều của Luật Lưu trữ",
         ("31/2025/NĐ-CP", "GUIDES", "Luật Lưu trữ")),
        ("số 32/2025/NĐ-CP ngày 01/01/2025 sửa đổi, bổ sung một số điều của Nghị định số 33/2020/NĐ-CP",
         ("32/2025/NĐ-CP", "AMENDS", "33/2020/NĐ-CP")),
        ("số 34/2020/NĐ-CP ngày 01/01/2020, được sửa đổi, bổ sung bởi Nghị định số 35/2025/NĐ-CP ngày 02/01/2025",
         ("35/2025/NĐ-CP", "AMENDS", "34/2020/NĐ-CP")),
        ("số 36/2025/NĐ-CP ngày 01/01/2025 thay thế Nghị định số 37/2015/NĐ-CP",
         ("36/2025/NĐ-CP", "REPLACES", "37/2015/NĐ-CP")),
    ],
)  # fmt: skip
def test_what_others_do_to_each_other_counts_too(words: str, edge: tuple[str, str, str]) -> None:
    """A ground's own title says what it guides, amends or replaces."""
    assert edge in opening(f"Căn cứ Nghị định {words};").names


def test_an_amendment_is_of_the_act_of_its_own_kind() -> None:
    """'Nghị định A quy định chi tiết Luật B được sửa đổi bởi Nghị định C': C amends A, not the law."""
    names = opening(
        "Căn cứ Nghị định số 41/2020/NĐ-CP ngày 01/01/2020 quy định chi tiết thi hành Luật Lưu trữ được sửa đổi, bổ "
        "sung bởi Nghị định số 42/2024/NĐ-CP ngày 02/02/2024;"
    ).names
    assert ("42/2024/NĐ-CP", "AMENDS", "41/2020/NĐ-CP") in names
    assert ("42/2024/NĐ-CP", "AMENDS", "Luật Lưu trữ") not in names


def test_nothing_amends_what_is_younger() -> None:
    """'Nghị định A sửa đổi Nghị định B và Nghị định C': C of a later day stands in the list of grounds, not in A's title."""
    names = opening(
        "Căn cứ Nghị định số 43/2012/NĐ-CP ngày 27/4/2012 sửa đổi, bổ sung một số điều của Nghị định số 44/2010/NĐ-CP "
        "ngày 15/4/2010 và Nghị định số 45/2014/NĐ-CP ngày 01/7/2014;"
    ).names
    assert {("43/2012/NĐ-CP", "AMENDS", "44/2010/NĐ-CP"), ("self", "BASED_ON", "45/2014/NĐ-CP")} <= names
    assert ("43/2012/NĐ-CP", "AMENDS", "45/2014/NĐ-CP") not in names


def test_a_relation_inside_a_cited_title_stays_there() -> None:
    """'thay thế A sửa đổi B và C', 'thay thế A kiện toàn … theo B và C': C belongs to A's title, as B does."""
    names = articles(
        "Điều 1. Quyết định này thay thế Quyết định số 46/QĐ-UBND ngày 04/02/2024 của UBND tỉnh tạm ngưng hiệu lực và "
        "điều chỉnh thời hạn áp dụng Quy chế số 47/QC-UBND và Quyết định số 48/QĐ-UBND.",
        "Điều 2. Thay thế Quyết định số 49/QĐ-UBND ngày 01/02/2024 kiện toàn Hội đồng theo Quyết định số 50/QĐ-UBND và "
        "Quyết định số 51/QĐ-UBND.",
        "Điều 3. Bãi bỏ Quyết định số 52/QĐ-UBND và Quyết định số 53/QĐ-UBND.",
    ).names
    assert ("46/QĐ-UBND", "AMENDS", "48/QĐ-UBND") in names
    changed = {n for _, relation, n in names if relation in ("REPLACES", "REPEALS", "BASED_ON") and n[0] in "45"}
    assert changed == {f"{n}/QĐ-UBND" for n in (46, 49, 52, 53)}


def test_a_part_that_is_replaced_is_amended() -> None:
    """REPLACES is for the whole; the verb stays as the manner."""
    edges = articles("Điều 1. Thay thế khoản 2 Điều 5 Quyết định số 57/QĐ-UBND ngày 01/8/2018.").edges
    edge = edges["self", "AMENDS", "57/QĐ-UBND"]
    assert (edge.manner, edge.scope) == ("thay thế", "part")


def test_provisions_of_what_is_issued_with_an_act_are_a_part() -> None:
    """Each provision of the regulation counts, also behind an introduction; a title's 'quy định' does not."""
    edges = articles(
        "Điều 1. Bãi bỏ khoản 2 Điều 5, điểm a khoản 1 Điều 7 Quy định ban hành kèm theo Quyết định số 12/2021/QĐ-UBND.",
        "Điều 2. Bãi bỏ một phần các văn bản sau đây",
        "1. Chương II Quy chế ban hành kèm theo Quyết định số 41/2020/QĐ-UBND ngày 01/4/2020.",
        "Điều 3. Bãi bỏ toàn bộ các văn bản sau đây:",
        "1. Các Quyết định số 31/2019/QĐ-UBND ngày 01/4/2019 ban hành quy định về thủ tục, Quyết định số 05/2020/QĐ-UBND.",
    ).edges
    first = edges["self", "REPEALS", "12/2021/QĐ-UBND"]
    assert (first.scope, first.provisions) == ("part", ["khoản 2 Điều 5", "điểm a khoản 1 Điều 7"])
    second = edges["self", "REPEALS", "41/2020/QĐ-UBND"]
    assert (second.scope, second.provisions) == ("part", ["Chương II"])
    assert [edges["self", "REPEALS", n].scope for n in ("31/2019/QĐ-UBND", "05/2020/QĐ-UBND")] == ["whole", "whole"]


def test_articles_replace_repeal_and_except() -> None:
    """Days, exceptions, parts and the verb's kind are kept; a list below its line shares the line's verb."""
    edges = articles(
        "Điều 1. Bãi bỏ các Quyết định sau đây:",
        "1. Quyết định số 51/2015/QĐ-UBND ngày 01/4/2015;",
        "2. Quyết định số 52/2016/QĐ-UBND ngày 01/4/2016.",
        "Điều 2. Hủy bỏ khoản 2 Điều 5 Quyết định số 53/QĐ-UBND ngày 01/8/2018.",
        "Điều 3. Quyết định này có hiệu lực kể từ ngày 20 tháng 3 năm 2025 và thay thế Quyết định số 54/QĐ-UBND "
        "ngày 01/8/2018, trừ Điều 5.",
        "Điều 4. Quyết định số 55/QĐ-UBND ngày 01/9/2019 và Quyết định số 56/QĐ-UBND ngày 02/9/2019 hết hiệu lực kể từ "
        "ngày Quyết định này có hiệu lực.",
    ).edges
    assert edges["self", "REPEALS", "52/2016/QĐ-UBND"].manner == "bãi bỏ"
    part = edges["self", "REPEALS", "53/QĐ-UBND"]
    assert (part.manner, part.scope, part.provisions) == ("hủy bỏ", "part", ["khoản 2 Điều 5"])
    replaced = edges["self", "REPLACES", "54/QĐ-UBND"]
    assert (replaced.valid_from, replaced.exceptions, replaced.act) == ("2025-03-20", ["Điều 5"], "done")
    assert edges["self", "REPEALS", "55/QĐ-UBND"].manner == "hết hiệu lực"
    assert edges["self", "REPEALS", "56/QĐ-UBND"].valid_from == "2025-03-20"


def test_suspension_ends_with_a_day_or_an_event() -> None:
    """`until` is a day, `until_event` the text's words."""
    edges = articles(
        "Điều 1. Tạm ngưng hiệu lực Quyết định số 61/QĐ-UBND ngày 01/4/2015 cho đến khi có quy định mới của Chính phủ.",
        "Điều 2. Gia hạn thời gian áp dụng Quyết định số 62/QĐ-UBND ngày 01/4/2016 đến hết ngày 31/12/2025.",
    ).edges
    assert edges["self", "SUSPENDS", "61/QĐ-UBND"].until_event == "có quy định mới của chính phủ"
    extended = edges["self", "AMENDS", "62/QĐ-UBND"]
    assert (extended.manner, extended.valid_until) == ("gia hạn", "2025-12-31")


@pytest.mark.parametrize(
    ("words", "relation", "act"),
    [
        ("Rà soát, sửa đổi, bổ sung Quyết định số 71/QĐ-UBND", "AMENDS", "planned"),
        ("Trình HĐND tỉnh ban hành Quyết định thay thế Quyết định số 71/QĐ-UBND", "REPLACES", "planned"),
        ("Đề nghị UBND tỉnh bãi bỏ Quyết định số 71/QĐ-UBND", "REPEALS", "proposed"),
        ("Kế hoạch này không thay thế Quyết định số 71/QĐ-UBND", "CITES", "done"),
        ("Kế hoạch này thay thế Quyết định số 71/QĐ-UBND", "REPLACES", "done"),
        ("Bám sát Quyết định số 71/QĐ-UBND để xây dựng văn bản", "CITES", "done"),
        ("Xây dựng kế hoạch thực hiện Quyết định số 71/QĐ-UBND", "CITES", "done"),
        ("Tiếp tục triển khai đồng bộ các mục tiêu, nhiệm vụ tại Quyết định số 71/QĐ-UBND", "IMPLEMENTS", "done"),
        ("Rà soát các văn bản hướng dẫn thi hành Quyết định số 71/QĐ-UBND", "CITES", "done"),
        ("Tổng kết 05 năm thực hiện Quyết định số 71/QĐ-UBND", "REPORTS_ON", "done"),
        ("Bảo đảm phù hợp với Quyết định số 71/QĐ-UBND", "CITES", "done"),
    ],
)
def test_only_what_is_done_is_done(words: str, relation: str, act: str) -> None:
    """A future act, a request, a negation is no act of the document; nor is what somebody else will write."""
    edges = task(words + " ngày 01/4/2020.").edges
    acts = {key[1]: e.act for key, e in edges.items() if key[2] == "71/QĐ-UBND"}
    assert acts == ({relation: act} if act == "done" else {relation: act, "CITES": "done"})


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("Trong thời gian qua, các sở, ngành đã tích cực triển khai Nghị quyết số 71/NQ-CP và đạt kết quả", None),
        ("Thời gian qua, việc thực hiện Nghị quyết số 71/NQ-CP còn hạn chế", None),
        ("Không triển khai Đề án theo Nghị quyết số 71/NQ-CP", None),
        ("Khi Nghị quyết số 71/NQ-CP có hiệu lực, các cơ quan triển khai Nghị quyết số 71/NQ-CP", "planned"),
        ("Sau khi Nghị quyết 71 được thông qua thì triển khai thực hiện Nghị quyết số 71/NQ-CP", "planned"),
        ("Để triển khai Nghị quyết số 71/NQ-CP, tỉnh sẽ xây dựng kế hoạch riêng", "planned"),
        ("Để triển khai Nghị quyết số 71/NQ-CP, UBND tỉnh ban hành Kế hoạch", "done"),
        ("Phát huy kết quả đã đạt được, tiếp tục triển khai Nghị quyết số 71/NQ-CP", "done"),
        ("Các sở, ngành triển khai thực hiện Nghị quyết số 71/NQ-CP", "done"),
    ],
)
def test_a_plan_carries_out_only_what_it_orders_itself(words: str, act: str | None) -> None:
    """What others did before, what hangs on another act, a plan yet to be written, a denial: not done by it."""
    edges = task(words + " ngày 01/4/2020.").edges
    edge = edges.get(("self", "IMPLEMENTS", "71/NQ-CP"))
    assert (edge.act if edge else None) == act
    assert not [k for k in edges if k[1] == "BASED_ON"]


def test_a_report_answers_and_reports_but_carries_nothing_out() -> None:
    """'Thực hiện Công văn …' in a report is an answer; results are REPORTS_ON; third parties stay as said."""
    names = said(
        "BÁO CÁO", "Kết quả 03 năm thực hiện Nghị quyết số 81-NQ/TU ngày 01/01/2022",
        "Thực hiện Công văn số 82/BNV-VP ngày 02/02/2025 của Bộ Nội vụ về việc báo cáo, UBND tỉnh báo cáo:\n\n"
        "I. KẾT QUẢ\n1. Các đơn vị đã triển khai thực hiện Nghị định số 83/2018/NĐ-CP ngày 23/4/2018.\n"
        "2. UBND tỉnh đã ban hành Kế hoạch số 84/KH-UBND ngày 01/3/2024 thay thế Kế hoạch số 85/KH-UBND ngày 01/3/2020.",
    ).names  # fmt: skip
    assert {
        ("self", "REPORTS_ON", "81-NQ/TU"), ("self", "RESPONDS_TO", "82/BNV-VP"),
        ("self", "REPORTS_ON", "83/2018/NĐ-CP"), ("84/KH-UBND", "REPLACES", "85/KH-UBND"),
    } <= names  # fmt: skip
    assert not [n for n in names if n[:2] == ("self", "IMPLEMENTS")]


def test_a_proposal_proposes_and_is_never_a_ground() -> None:
    """A tờ trình's own changes are proposed; 'Theo đề nghị … tại Tờ trình' is PROPOSED_BY."""
    edges = said(
        "TỜ TRÌNH", "Về việc thay thế Nghị quyết số 91/2020/NQ-HĐND ngày 08/7/2020", "UBND tỉnh kính trình HĐND tỉnh."
    ).edges
    assert edges["self", "REPLACES", "91/2020/NQ-HĐND"].act == "proposed"
    names = said("QUYẾT ĐỊNH", "Về việc khác", "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 92/TTr-SNV.").names
    assert ("self", "PROPOSED_BY", "92/TTr-SNV") in names


def test_a_second_body_proposes_too() -> None:
    """Behind 'và' or a semicolon another body stands with its own letter."""
    names = said(
        "QUYẾT ĐỊNH", "Về việc khác",
        "Xét đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 92/TTr-SNV ngày 03/3/2025 và Chỉ huy trưởng Bộ Chỉ huy"
        " Quân sự tỉnh tại Văn bản số 93/BCH-TM ngày 04/3/2025; của Chủ tịch UBND huyện Yên Minh tại Tờ trình số"
        " 94/TTr-UBND ngày 05/3/2025.",
    ).names  # fmt: skip
    assert {n for n in names if n[1] != "BASED_ON"} == {
        ("self", "PROPOSED_BY", "92/TTr-SNV"), ("self", "PROPOSED_BY", "93/BCH-TM"), ("self", "PROPOSED_BY", "94/TTr-UBND"),
    }  # fmt: skip


def test_a_directive_repeals_in_its_last_paragraph() -> None:
    """An act without articles acts where it speaks of its own effect."""
    body = (
        "1. Các sở thực hiện.\n2. Chỉ thị này có hiệu lực kể từ ngày ký. Bãi bỏ Chỉ thị số 02/CT-UBND ngày 10/01/2020."
    )
    edge = said("CHỈ THỊ", "Về công tác văn thư", body).edges["self", "REPEALS", "02/CT-UBND"]
    assert (edge.act, edge.valid_from) == ("done", "2025-03-10")


def test_a_plan_named_with_its_decision_is_issued_by_it() -> None:
    """The note '(Kèm theo Quyết định số …)' over a plan without number gives PROMULGATES from the decision."""
    text = (
        "KẾ HOẠCH\nCông tác văn thư năm 2025\n(Kèm theo Quyết định số 93/QĐ-UBND ngày 01/02/2025 của UBND tỉnh Hà Giang)\n\n"
        "Thực hiện Luật Lưu trữ, UBND tỉnh ban hành Kế hoạch."
    )
    record = read(load(text.encode(), "x.txt", Limits()), "x.txt")
    codes = {i.id: i.code for i in record.instruments}
    own = record.documents[0].id
    assert [(codes[r.source], r.target) for r in record.relations if r.relation == "PROMULGATES"] == [
        ("93/QĐ-UBND", own)
    ]


def test_every_instrument_is_reached_from_the_document() -> None:
    """What is only named, also inside another's title, is cited; nothing is named without an edge."""
    edges = task("Phổ biến Luật sửa đổi, bổ sung một số điều của Luật Đất đai và Công văn số 94/BNV-VP.").edges
    targets = {target for source, _, target in edges if source == "self"}
    assert {"Luật Đất đai", "94/BNV-VP", "Luật sửa đổi, bổ sung một số điều của Luật Đất đai"} <= targets


def test_explain_says_what_fired_and_what_nearly_did(tmp_path_factory: pytest.TempPathFactory) -> None:
    """At a negated clause the verb is shown with the reason why it makes no relation."""
    path = tmp_path_factory.mktemp("x") / "x.txt"
    words = "Kế hoạch này không thay thế Kế hoạch số 95/KH-UBND ngày 01/4/2020. Thực hiện Chỉ thị số 96/CT-TTg."
    text = HEAD.format(code="45/KH-UBND", kind="KẾ HOẠCH", title="Công tác văn thư", body=f"I. VIỆC\n1. {words}")
    path.write_text(text, "utf-8")
    denied = explain(path, str(path), text.index("thay thế"))
    assert [e for e in denied if e.rule == "relations.replaces" and not e.fired]
    assert not [e for e in denied if e.rule.startswith("relations.") and e.fired]
    fired = [e for e in explain(path, str(path), text.index("96/CT-TTg")) if e.fired]
    assert any(e.rule == "relations.implements" and "IMPLEMENTS" in e.values.values() for e in fired)


def test_an_act_amended_in_passing_stays_a_ground_with_those_behind_it() -> None:
    """'Căn cứ Luật A số … và được sửa đổi tại Luật số B; Luật C …': A and C are grounds, B amends A."""
    edges = task(
        "Căn cứ Luật Giá số 6/2031/QH17 ngày 03/5/2031 và được sửa đổi tại Luật số 9/2032/QH17 "
        "ngày 04/5/2032; Luật Thanh niên số 7/2031/QH17 ngày 05/5/2031."
    ).edges
    assert {("9/2032/QH17", "AMENDS", "6/2031/QH17"), ("self", "BASED_ON", "7/2031/QH17")} <= set(edges)


@pytest.mark.parametrize(
    "named",
    [
        "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ (sau đây gọi tắt là Nghị quyết 76), Nghị quyết số 131/NQ-CP ngày 6/10/2022 của Chính phủ",
        "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ (gọi tắt là Nghị quyết 76) và Nghị quyết số 131/NQ-CP ngày 6/10/2022 của Chính phủ",
        "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ ban hành Chương trình tổng thể (sau đây gọi là Chương trình) và Nghị quyết số 131/NQ-CP ngày 6/10/2022 của Chính phủ",
    ],
)  # fmt: skip
def test_a_short_name_in_brackets_ends_no_list(named: str) -> None:
    """What stands behind the brackets shares the verb before them; the short name is no member of the list."""
    text = f"ỦY BAN NHÂN DÂN\nTỈNH SƠN LA\nKẾ HOẠCH\nChuyển đổi số\n\nThực hiện {named}, UBND tỉnh xây dựng Kế hoạch.\n"
    found = read(load(text.encode(), "x.txt", Limits()), "x.txt")
    codes = {i.id: i.code for i in found.instruments}
    said = [(r.relation, codes[r.target]) for r in found.relations]
    assert sorted(said) == [("IMPLEMENTS", "131/NQ-CP"), ("IMPLEMENTS", "76/NQ-CP")]
    assert all(m.text == m.text.strip() for m in found.mentions)
