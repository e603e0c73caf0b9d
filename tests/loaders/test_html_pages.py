"""Pages of portals: the document is read, what the page puts around it is not. Forms of portals, made up (MẪU)."""

import gc
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from graph.record import Record
from loaders.extraction import extract
from loaders.limits import Limits
from loaders.loading import load
from loaders.text import NotRead
from tests.making_html import MENU, RELATED, bare, in_portal

HEAD = """<table><tbody><tr><td><p>ỦY BAN NHÂN DÂN<br>TỈNH LAI CHÂU<br>-------</p></td>
<td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</p></td></tr>
<tr><td>Số: 2169/KH-UBND</td><td>Lai Châu, ngày 16 tháng 6 năm 2023</td></tr></tbody></table>"""
BODY = """<p align="center"><b>KẾ HOẠCH</b></p><p align="center"><b>Cải cách hành chính mẫu năm 2024</b></p>
<p>Căn cứ <a href="/vb/76">Nghị quyết số 76/NQ-CP</a> ngày 15/7/2021 của Chính phủ ban hành Chương trình tổng thể cải cách hành chính;</p>
<p>Ủy ban nhân dân tỉnh ban hành Kế hoạch cải cách hành chính mẫu năm 2024 như sau:</p>
<p><b>I. TỔ CHỨC THỰC HIỆN</b></p>
<p>1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính tham mưu triển khai Kế hoạch này; báo cáo trước ngày 15/12/2024.</p>
<p>2. Sở Tư pháp chủ trì rà soát văn bản quy phạm pháp luật của tỉnh, hoàn thành trong tháng 6 năm 2024.</p>
<table border="1"><tr><th>TT</th><th>Nhiệm vụ</th><th>Cơ quan chủ trì</th><th>Thời gian</th></tr>
<tr><td>1</td><td>Rà soát thủ tục hành chính mẫu</td><td>Văn phòng UBND tỉnh</td><td>Quý II/2024</td></tr>
<tr><td>2</td><td>Công bố danh mục dịch vụ công mẫu</td><td>Sở Thông tin và Truyền thông</td><td>Quý III/2024</td></tr></table>
<table><tr><td>Nơi nhận:<br>- Như trên;<br>- Lưu: VT.</td><td><p>TM. ỦY BAN NHÂN DÂN<br>CHỦ TỊCH<br>(Đã ký)<br>Lê Văn Mẫu</p></td></tr></table>"""
DOCUMENT = HEAD + BODY
PROPERTIES = "".join(
    f"<tr><td>{label}</td><td>{value}</td></tr>"
    for label, value in (
        ("Số ký hiệu", "2169/KH-UBND"), ("Ngày ban hành", "16/06/2023"), ("Loại văn bản", "Kế hoạch"),
        ("Cơ quan ban hành", "UBND tỉnh Lai Châu"), ("Người ký", "Lê Văn Mẫu"),
        ("Trích yếu", "Kế hoạch cải cách hành chính mẫu năm 2024"),
        ("Văn bản liên quan", '<a href="/1">Quyết định số 15/QĐ-UBND ngày 2/1/2020 của UBND tỉnh Lai Châu</a>'),
    )
)  # fmt: skip

# 1: a document in a div with tables, between columns of links
COLUMNS = in_portal(DOCUMENT)
# 2: tabs: text, properties, related documents, the viewer of a scan; without a single landmark
TABS = f"""<html><body><div id="wrap"><div class="menu"><ul>{MENU}</ul></div><div class="box"><h1>Kế hoạch 2169/KH-UBND</h1>
<ul><li><a href="#t1">Toàn văn</a></li><li><a href="#t2">Thuộc tính</a></li><li><a href="#t3">VB liên quan</a></li><li><a href="#t4">Bản PDF</a></li></ul>
<div id="t1">{DOCUMENT}</div><div id="t2"><table>{PROPERTIES}</table></div>
<div id="t3"><h4>Văn bản được hướng dẫn</h4><ul>{RELATED}</ul></div><div id="t4"><iframe src="a.pdf"></iframe><p>Trình duyệt không hỗ trợ xem PDF. <a href="/a.pdf">Tải về</a></p></div>
</div><div class="news">{"".join(f'<div><a href="/t/{n}">Tin mẫu số {n} về hội nghị trực tuyến toàn quốc của ngành</a><p>Sáng ngày {n}/5, hội nghị đã thảo luận Quyết định số {n}0/QĐ-TTg cùng nhiều nội dung khác của chương trình mẫu.</p></div>' for n in range(1, 5))}</div></div></body></html>"""
# 3: a table of properties, the text, and its copy for the printer (hidden, or shown)
PRINT = """<html><body><header><a href="/">Trang chủ</a><form><input><button>Tìm</button></form></header><main>
<div class="meta"><table>{properties}</table></div><div class="text">{document}</div>
<div id="print"{how}><div>{document}</div></div></main><footer><p>Giấy phép số 9/GP-TTĐT ngày 1/2/2019 của Cục Mẫu.</p></footer></body></html>"""


def record(page: str) -> Record:
    return extract(page.encode(), "a.html")


@pytest.mark.parametrize(
    "page", [COLUMNS, TABS, PRINT.format(properties=PROPERTIES, document=DOCUMENT, how=' style="display:none"')]
)
def test_the_document_of_a_page(page: str) -> None:
    """What the bare document says, and nothing of the page."""
    wanted, found = record(bare(DOCUMENT)), record(page)
    assert len(found.documents) == 1
    for field in ("type", "code", "issued", "issuer", "title", "signer"):
        assert getattr(found.documents[0], field) == getattr(wanted.documents[0], field), field
    assert found.documents[0].code == "2169/KH-UBND"
    assert [(r.relation, r.target) for r in found.relations] == [(r.relation, r.target) for r in wanted.relations]
    assert [t.text for t in found.tasks] == [t.text for t in wanted.tasks]
    assert len(wanted.tasks) >= 4
    assert not found.warnings


def test_a_copy_for_the_printer_that_is_shown() -> None:
    """The second printing is read as such: mentions, a warning, no task or relation twice."""
    wanted = record(bare(DOCUMENT))
    found = record(PRINT.format(properties="", document=DOCUMENT, how=""))
    assert "printed_twice" in [w.code for w in found.warnings]
    assert len(found.documents) == 1
    assert len(found.tasks) == len(wanted.tasks)
    assert [(r.relation, r.target) for r in found.relations] == [(r.relation, r.target) for r in wanted.relations]


def test_properties_stand_in_where_the_text_is_elsewhere() -> None:
    """A page whose text is a scan: the table names the document; a related document is no relation of it."""
    page = f'<html><body><div><ul>{MENU}</ul></div><div><table>{PROPERTIES}</table><iframe src="a.pdf"></iframe></div><div><ul>{RELATED}</ul></div></body></html>'
    found = record(page)
    document = found.documents[0]
    assert (document.code, document.issued, document.type) == ("2169/KH-UBND", "2023-06-16", "Kế hoạch")
    assert not [r for r in found.relations if "901" in str(r.target)]


def test_a_bare_page_loses_nothing() -> None:
    """Paragraphs in blocks of their own beside one long one, a word of a link, short lines behind the signature."""
    body = "".join(
        f"<div>{said}</div>" for said in ("Kính gửi: Sở Mẫu", "Nội dung " * 100, "Trân trọng.", "Lê Văn Mẫu")
    )
    text = load(bare(body + '<div>Xem <a href="/x">trang</a></div>').encode(), "a.html").text
    assert [line[:8] for line in text.splitlines()] == ["Kính gửi", "Nội dung", "Trân trọ", "Lê Văn M", "Xem tran"]


QUARTER = Limits(html_nodes=Limits().html_nodes // 4)
# t(2n) / t(n), where it can be measured (4 would be the square); seconds of the processor
GROWTH, SEEN_FROM, MOST = 3.2, 0.02, 2.5


def _numbered(piece: bytes, count: int) -> bytes:
    return b"".join(piece % (n, n) for n in range(count))


# how many pieces, and the page of so many
BOMBS: dict[str, tuple[int, Callable[[int], bytes]]] = {
    "deep": (25_000, lambda n: b"<div>" * n + b"x"),
    "deep inline": (25_000, lambda n: b"<b>" * n + b"x"),
    "tables": (12_500, lambda n: b"<table><tr><td>" * n),
    "tables around a text": (125_000, lambda n: b"<table><tr><td>a<td>" * 60 + b"Kh\xe1\xbb\x91i " * n),
    "attributes": (125_000, lambda n: b"<p " + _numbered(b"a%d=1 b%d=1 ", n) + b">x"),
    "tags": (275_000, lambda n: b"<i>" * 5 + b"<p>x" * n),
    "spans": (5_000, lambda n: b"<table>" + b"<tr><td rowspan=9999999 colspan=9999999>x" * n),
    "unclosed": (12_500, lambda n: b"<p>Kh\xe1\xbb\x91i <li><td>" * n),
    "open tag": (1_250_000, lambda n: b"<p a='" + b"x" * n),
    "comments": (125_000, lambda n: b"x" + b"<!--" * n),
    "entities": (75_000, lambda n: b"<p>" + b"&amp;&#x110;&nosuch;" * n),
    "links": (15_000, lambda n: b'<a href="#a">1</a><p id=a>1</p>' * n),
    "backs": (
        5_000,
        lambda n: b"<p>" + _numbered(b'<a href="#n%d" id=r%d>1</a>', n) + _numbered(b'<p id=n%d><a href="#r%d">1</a> x', n),
    ),
    "menus": (15_000, lambda n: b"<ul><li><a href=x>y</a></ul>" * n),
    "one line": (50_000, lambda n: b"<pre>" + b"\t|" * n),
}  # fmt: skip


def _bomb(name: str, share: int = 1) -> bytes:
    count, made = BOMBS[name]
    return b"<html><body>" + made(count // share)


def _seconds(page: bytes, times: int) -> float:
    """The least of so many readings, with a quarter of the limit on tags; the collector would look at other tests' objects."""
    best = float("inf")
    gc.disable()
    try:
        for _ in range(times):
            began = time.process_time()
            with suppress(NotRead):
                assert load(page, "a.html", QUARTER).segments
            best = min(best, time.process_time() - began)
    finally:
        gc.enable()
    return best


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_hostile_page_is_read_or_refused(name: str) -> None:
    """Within bounds, with a reason: twice the page takes at most 3.2 times as long, and none comes near to a quarter of ten seconds."""
    whole, half = _bomb(name), _bomb(name, 2)
    double = _seconds(whole, 1)
    assert double < MOST
    for attempt in range(1, 5):
        if double < SEEN_FROM or double <= GROWTH * _seconds(half, attempt):
            return
        double = min(double, _seconds(whole, attempt))
    pytest.fail(f"{name}: {double:.2f} s, and more than {GROWTH} times what half of it takes")


@pytest.mark.parametrize(("name", "reason"), [("deep", "256 tầng"), ("deep inline", "256 tầng"), ("tags", "thẻ")])
def test_limits_are_named(name: str, reason: str) -> None:
    """Depth and nodes."""
    with pytest.raises(NotRead, match=reason):
        load(_bomb(name), "a.html", QUARTER)
