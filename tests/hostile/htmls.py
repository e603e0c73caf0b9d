"""Deep and endless HTML."""

from random import Random

from tests.hostile.registry import bomb

_TEXT = "<h1>KẾ HOẠCH</h1><p>Thực hiện nhiệm vụ (VĂN BẢN MẪU)</p>"


def page(body: str, head: str = "") -> bytes:
    """A page around a body."""
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{_TEXT}{body}</body></html>".encode()


@bomb("html", "html.depth")
def nested_tags() -> bytes:
    """A hundred thousand, one in the other."""
    return page("<div>" * 100_000 + "chữ" + "</div>" * 100_000)


@bomb("html", "html.depth")
def tags_that_never_close() -> bytes:
    """Two hundred thousand that only begin."""
    return page("<b><i><span>" * 70_000)


@bomb("html", "html.nodes")
def a_million_tags() -> bytes:
    """Side by side."""
    return page("<br>" * 1_000_000)


@bomb("html", "read")
def a_giant_attribute() -> bytes:
    """Nine megabytes of one."""
    return page(f"<p title='{Random(1).randbytes(4_500_000).hex()}'>chữ</p>")


@bomb("html", "read")
def a_giant_comment() -> bytes:
    """Nine megabytes of one that never ends."""
    return page("<p>chữ</p><!--" + "x" * 9_000_000)


@bomb("html", "read")
def entities() -> bytes:
    """Half a million letters by number and by name."""
    return page("<p>" + "&#65;&amp;&nosuch; " * 25_000 + "</p>")


@bomb("html", "read")
def laughs() -> bytes:
    """A document type with entities that grow: HTML knows none."""
    kinds = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f"<!DOCTYPE html [<!ENTITY a0 'ha'>{kinds}]><html><body>{_TEXT}<p>&a9;</p></body></html>".encode()


@bomb("html", "read")
def cells_that_span_everything() -> bytes:
    """A billion columns and a billion rows, by their own word."""
    cell = "<td colspan=1000000000 rowspan=1000000000>chữ</td>"
    return page(f"<table>{f'<tr>{cell * 5}</tr>' * 100}</table>")


@bomb("html", "html.depth")
def tables_in_tables() -> bytes:
    """Twenty thousand deep."""
    return page("<table><tr><td>" * 20_000 + "chữ")


@bomb("html", "html.nodes")
def cells_without_end() -> bytes:
    """Beyond the limit."""
    return page(f"<table>{'<tr><td>a<td>b' * 60_000}</table>")


@bomb("html", "html.nodes")
def misnested_formatting() -> bytes:
    """Formatting that overlaps, which makes parsers open it again and again."""
    return page("<p><b><i>chữ</b></i>" * 10_000)


@bomb("html", "read")
def scripts_and_links_to_elsewhere() -> bytes:
    """Everything that a browser would fetch: nothing is."""
    fetched = "".join(
        f'<{tag} {name}="http://127.0.0.1:9/{tag}"></{tag}>'
        for tag, name in (("script", "src"), ("img", "src"), ("iframe", "src"), ("object", "data"), ("embed", "src"))
    )
    return page(fetched, '<base href="http://127.0.0.1:9/"><link rel="stylesheet" href="file:///etc/passwd">')
