"""Pages for tests: a text as a web page holds it, bare or in the furniture of a portal."""

from collections import defaultdict
from html import escape

from loaders.loading import load
from loaders.text import Segment
from tests.twins import Piece, Twin

MENU = "".join(f'<li><a href="/{n}">{words}</a></li>' for n, words in enumerate(("Trang chủ", "Giới thiệu", "Văn bản", "Thủ tục hành chính", "Liên hệ")))  # fmt: skip
RELATED = "".join(
    f'<li><a href="/van-ban/{n}">Quyết định số {n}/QĐ-UBND ngày 0{n % 9 + 1}/02/2020 của UBND tỉnh Mẫu về việc phê duyệt kế hoạch mẫu số {n} của tỉnh</a> <span>12/3/2021</span></li>'
    for n in range(901, 909)
)
PORTAL = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Cổng thông tin mẫu</title>
<style>.a {{ color: red }}</style><script>var a = "<p>Quyết định số 77/QĐ-TTg</p>";</script></head><body>
<form method="post" action="/"><input type="hidden" value="1">
<div class="top"><div><a href="/"><img src="logo.png" alt="logo"></a> CỔNG THÔNG TIN ĐIỆN TỬ TỈNH MẪU</div><ul>{menu}</ul></div>
<div class="crumbs"><a href="/">Trang chủ</a> » <a href="/vb">Văn bản</a> » <span>Chi tiết</span></div>
<div class="columns"><div class="left"><h3>Chuyên mục</h3><ul>{menu}</ul></div>
<div class="content"><h1>Chi tiết văn bản</h1><div>Cập nhật: 08:15 ngày 02/01/2019 | Lượt xem: 1.234</div>
<div class="share"><a href="//f">Chia sẻ Facebook</a> <a href="//z">Zalo</a> <button>In trang</button></div>
<div class="body">{document}</div>
<div class="tools"><a href="/tai-ve">Tải về</a></div>
<div class="related"><h3>Văn bản liên quan</h3><ul>{related}</ul></div></div></div>
<div class="cookie">Trang này dùng cookie để phục vụ bạn đọc tốt hơn; đọc thêm trong chính sách về quyền riêng tư. <button>Đồng ý</button></div>
<div class="foot"><p>Cơ quan chủ quản: UBND tỉnh Mẫu. Giấy phép số 55/GP-TTĐT ngày 20/4/2018 của Bộ Thông tin và Truyền thông.</p><p>Điện thoại: 0123.456.789</p></div>
</form></body></html>"""


def in_portal(document: str) -> str:
    """A document's markup in the page of a portal."""
    return PORTAL.format(menu=MENU, related=RELATED, document=document)


def bare(document: str) -> str:
    """A page that is nothing but its document."""
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title></head><body>\n{document}\n</body></html>'


def as_markup(text: str) -> str:
    """A plain text as markup: paragraphs, headings, tables, notes that link forth and back."""
    return Markup(load(text.encode(), "twin.txt")).markup()


class Markup(Twin):
    """Writes markup."""

    def markup(self) -> str:
        """All of it, the notes behind."""
        self.out: list[str] = []
        self.write()
        for number, (first, *others) in enumerate(self.notes(), 1):
            back = f'<a href="#ref{number}">[{number}]</a>'
            more = "".join(f"<p>{escape(said)}</p>" for said in others)
            self.out.append(f'<div id="note{number}"><p>{back} {escape(first)}</p>{more}</div>')
        return "\n".join(self.out)

    def paragraph(self, level: int, pieces: list[Piece]) -> None:
        """A heading or paragraph."""
        tag = f"h{level + 1}" if level else "p"
        said = "".join(_reference(int(s)) if k == "note" else f"<sup>{s}</sup>" if k == "raised" else escape(s) for k, s in pieces)  # fmt: skip
        self.out.append(f"<{tag}>{said}</{tag}>")

    def reference_behind(self, number: int) -> None:
        """In the last paragraph."""
        head, tail = self.out[-1].rsplit("</", 1)
        self.out[-1] = f"{head}{_reference(number)}</{tail}"

    def table(self, cells: list[tuple[Segment, list[str]]]) -> None:
        """A table, empty cells too."""
        rows: dict[int, dict[int, tuple[Segment, list[str]]]] = defaultdict(dict)
        covered: set[tuple[int, int]] = set()
        for segment, lines in cells:
            known = rows[segment.row].get(segment.col)
            rows[segment.row][segment.col] = (segment, [*known[1], *lines] if known else lines)
            area = [(r, c) for r in range(segment.rowspan) for c in range(segment.colspan)]
            covered |= {(segment.row + r, segment.col + c) for r, c in area if (r, c) != (0, 0)}
        height, width = max(c.row + c.rowspan for c, _ in cells), max(c.col + c.colspan for c, _ in cells)
        out = [
            "".join(_cell(rows[row].get(col)) for col in range(width) if (row, col) not in covered)
            for row in range(height)
        ]
        self.out.append("<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in out) + "</tbody></table>")


def _reference(number: int) -> str:
    return f'<sup><a id="ref{number}" href="#note{number}">{number}</a></sup>'


def _cell(held: tuple[Segment, list[str]] | None) -> str:
    if held is None:
        return "<td>&nbsp;</td>"
    segment, lines = held
    spans = (f' rowspan="{segment.rowspan}"' if segment.rowspan > 1 else "") + (f' colspan="{segment.colspan}"' if segment.colspan > 1 else "")  # fmt: skip
    return f"<td{spans}>{''.join(f'<p>{escape(line)}</p>' for line in lines)}</td>"
