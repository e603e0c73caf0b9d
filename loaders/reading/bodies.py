"""Lists of bodies, as the guide splits them, and all bodies of a text.

Two ways to read a list. *Strict*, in running text: items with separators between them, ended by anything else. *Free*,
in a heading or a table cell where only bodies are expected: what no rule knows is a body up to the next separator.
"""

from functools import lru_cache

from graph.bodies import bodies, canonical, plain
from graph.patterns import pattern
from graph.places import province
from loaders.reading.body_items import Item, Scan
from loaders.reading.lexicon import tuple_of
from loaders.reading.model import Body
from loaders.reading.ruleset import ruleset

_JOINT = ruleset("bodies")["joint"].regex
_LEAD = ruleset("bodies")["lead"].regex
_PARENS = pattern("bodies.parens", r"[ \t]?\((?!\d{1,2}\))[^()\n]{0,200}\)")  # not '(2)' before a body
_ELIDED = ruleset("bodies")["elided"].regex
_ASIDE = ruleset("bodies")["aside"].regex
_HEADED = ruleset("bodies")["headed"].regex
_FIELD_END = ruleset("bodies")["field_end"].regex
_NAMES_FOLLOW = ruleset("bodies")["names_follow"].regex
_NOUNS_ONLY = ruleset("bodies")["nouns_only"].regex
_ELIDERS = tuple_of("bodies", "eliders")
_LEADERS = "Lãnh đạo "
_TOWNS = tuple_of("bodies", "towns")
_PLACED = tuple_of("bodies", "placed")
_SPLIT = ruleset("bodies")["split"].regex
_OWN_LISTS = tuple_of("bodies", "own_lists")


def strict_list(scan: Scan, at: int, limit: int | None = None) -> list[Item]:
    """The items of the list that begins at the position of running text; empty where none begins there."""
    items: list[Item] = []
    end = len(scan.low) if limit is None else limit
    while at < end and (scan.begins(at) or (items and scan.many(at))):
        found = _elided(scan, at, end)
        if not found:
            one = scan.item(at) or (scan.many(at) if items else None) or _bare(scan, at, items)
            found = [one] if one else _field(scan, at, items)
        if not found and items and scan.text.startswith(_LEADERS, at):  # ', Lãnh đạo các cơ quan'
            led = scan.item(at + len(_LEADERS), inner=True)
            found = [Item(at, led.end, scan.text[at : led.end], "office")] if led else []
        if not found and items:
            one = scan.owned(at)
            found = [one] if one else []
        if not found:
            break
        items = _joined(scan, items, found)
        stop = items[-1].end
        parens = _PARENS.match(scan.low, stop)
        joint = _JOINT.match(scan.low, parens.end() if parens else stop, end)
        joint = joint or (_NAMES_FOLLOW.match(scan.low, items[-1].start, end) if len(items) == 1 else None)
        if joint is None or joint.end() <= stop:
            break
        at = joint.end()
    return items


def _bare(scan: Scan, at: int, items: list[Item]) -> Item | None:
    """General nouns without 'các': as a list's first item, in a capital, or several behind 'và': 'và bộ, ngành'."""
    found = scan.bare_nouns(at)
    if found is None or not items or found.said[0].isupper():
        return found
    if found.said.startswith("cơ quan ") and found.said.count(" ") > 2:
        return found  # 'Bảo hiểm xã hội Việt Nam, cơ quan bảo hiểm xã hội'
    return found if "," in found.said and scan.low.endswith(" và ", 0, at) else None


_PLACES = ruleset("bodies")["places"].regex
_OF_PLACES = ruleset("bodies")["of_places"].regex
_MORE_PLACES = ruleset("bodies")["more_places"].regex


def _of_places(scan: Scan, at: int, end: int) -> list[Item]:
    """The bodies of 'UBND các huyện: Hải Lăng, Gio Linh': one a place."""
    plain_head = _PLACES.match(scan.low, at, end) if scan.low.startswith("các ", at) else None
    if plain_head:
        return _each_place(scan, plain_head.end(), end, "", plain_head["kind"])
    head = _OF_PLACES.match(scan.low, at, end)
    if head is None or not scan.text[head.end()].isupper() or "các " not in head[0]:
        return []
    return _each_place(scan, head.end(), end, scan.text[head.start("body") : head.end("body")], head["kind"])


def _each_place(scan: Scan, at: int, end: int, body: str, kind: str) -> list[Item]:
    items: list[Item] = []
    while at < end:
        more = _MORE_PLACES.match(scan.low, at, end)
        if items and more and scan.text[more.end()].isupper():
            at, kind = more.end(), more["kind"]
        own = next((town for town in _TOWNS if scan.low.startswith(town, at)), "")  # 'các huyện A, B và thị xã C'
        stop = scan.proper_end(at + len(own))
        if stop is None or scan.known(at):
            break
        said = f"{body}{'' if own else _kind_of(kind, scan.text[at:stop]) + ' '}{scan.text[at:stop]}"
        items.append(Item(at, stop, said, "ubnd"))
        joint = _JOINT.match(scan.low, stop, end)
        if joint is None:
            break
        at = joint.end()
    return items


def _kind_of(kind: str, name: str) -> str:
    """Of 'các tỉnh, thành phố: A, B' the gazetteer says which is a city."""
    if "," not in kind and kind != "tỉnh":
        return kind
    known = province(name)
    return known.kind if known else kind.partition(",")[0]


def _elided(scan: Scan, at: int, end: int) -> list[Item]:
    """The bodies of 'các Sở: Tài chính, Tư pháp', 'các Bộ Tài chính, Công an': each with its head."""
    places = _of_places(scan, at, end) if scan.low.startswith(_PLACED, at) else []
    if places:
        return places
    if not scan.low.startswith(_ELIDERS, at):
        return []
    head = _ELIDED.match(scan.low, at, end)
    if head is None:
        named = _HEADED.match(scan.low, at, end)
        return _headed(scan, named.end(), end, scan.text[at : named.end("office")] if named["office"] else "",
                       scan.text[named.start("head") : named.end("head")]) if named else []  # fmt: skip
    word = head["head"] or head["plain"]
    office = scan.text[at : head.end("office")] if head["office"] else ""
    items: list[Item] = []
    at = head.end()
    while at < end:
        item = _with_head(scan, at, word)
        if item and office:
            item = Item(item.start, item.end, office + item.said, "office")
        item = item or scan.item(at)
        if item is None:
            break
        items.append(item)
        joint = _JOINT.match(scan.low, item.end, end)
        if joint is None:
            break
        at = joint.end()
    return items if any(i.said[len(office) :][: len(word)].lower() == word for i in items) else []


_WHOLE = ("ubnd", "office", "collective", "so", "bo", "phong")  # kinds that stand with their own head


def _headed(scan: Scan, at: int, end: int, office: str, head: str) -> list[Item]:
    """The bodies of 'các Cục: Điện lực, Hóa chất và Công nghiệp': each with its head, known names first."""
    items: list[Item] = []
    while at < end and scan.text[at].isupper():
        other = scan.item(at)
        if (other and other.kind in _WHOLE) or scan.low.startswith(("văn phòng ", "thanh tra "), at):
            break
        stop = _field_stop(scan, at, min(end, at + 160), head)
        said = f"{head[0].upper()}{head[1:]} {scan.text[at:stop].rstrip()}"
        items.append(Item(at, stop, f"{office}{said}", "office" if office else "other"))
        joint = _JOINT.match(scan.low, stop, end)
        if joint is None:
            break
        at = joint.end()
    return items if len(items) > 1 else []


def _field_stop(scan: Scan, at: int, end: int, head: str) -> int:
    """Where the field that begins at the position ends: with a known name, at a stop, at a verb that is none of it."""
    names, stops, known = bodies().names, [], 0
    for cut in _FIELD_END.finditer(scan.text, at, end):
        verb = cut["verb"] is not None
        if verb and (cut.start() - at < 9 or scan.low.endswith(" và", at, cut.start())):
            continue  # 'Đầu tư | xây dựng hạ tầng và | phát triển đô thị'
        stops.append(cut.start())
        if plain(f"{head} {scan.text[at : cut.start()]}") in names:
            known = cut.start()
    return known or (stops[0] if stops else end)


def _field(scan: Scan, at: int, items: list[Item]) -> list[Item]:
    """'Tư pháp' of 'Sở Tài chính, Tư pháp'."""
    if not items or items[-1].kind not in ("so", "bo", "phong") or not scan.text[at : at + 1].isupper():
        return []
    item = _with_head(scan, at, items[-1].said.split()[0].lower())
    return [item] if item else []


def _with_head(scan: Scan, at: int, head: str) -> Item | None:
    """A field without its head ('Tài chính' behind 'Sở'), the longest that fits."""
    fields = bodies().fields[head]
    words = scan.low[at : at + 60]
    best = max(
        (f for f in fields if words.startswith(f) and not words[len(f) : len(f) + 1].isalnum()), key=len, default=""
    )
    known = scan.known(at)
    if not best or (known and known[0] - at > len(best)):
        return None
    if known and scan.item(at) and scan.item(at).end > at + len(best):  # type: ignore[union-attr]
        return None  # 'Công an tỉnh' behind 'các Sở: …'
    end = at + len(best)
    return Item(at, end, f"{head.capitalize()} {scan.text[at:end]}", {"sở": "so", "bộ": "bo"}.get(head, "phong"))


@lru_cache(maxsize=4096)
def free_list(text: str) -> tuple[Item, ...]:
    """The bodies of a heading or a cell: everything in it is one of them."""
    scan = Scan(text)
    items: list[Item] = []
    at = _skip(scan, 0)
    while at < len(text):
        found = _elided(scan, at, len(text))
        if not found:
            one = scan.item(at) or (scan.many(at) if items else None) or scan.bare_nouns(at)
            if one and _belongs(scan, one, items):
                items[-1] = _grown(items[-1], text[items[-1].start : one.end])
                at = _skip(scan, one.end)
                continue
            found = [one] if one else _field(scan, at, items)
        stop = found[-1].end if found else at
        stop = _parens(scan, stop)
        cut = _SPLIT.search(scan.text, stop)
        until = stop if found and _next_begins(scan, found[-1], stop) else cut.start() if cut else len(text)
        rest = text[stop:until].strip(" .:")
        if not found:
            _unknown(items, scan, at, until)
        else:
            if rest and not _ASIDE.match(rest):
                last = found[-1]
                found[-1] = _grown(last, text[last.start : until].rstrip(" .:"))
            items = _joined(scan, items, found)
        at = _skip(scan, until)
    return tuple(items)


def _next_begins(scan: Scan, last: Item, stop: int) -> bool:
    """Whether another ministry or department follows with nothing between: 'Bộ A Bộ B' of a cell's two lines."""
    after = scan.known(stop + 1) if last.kind in ("bo", "so") and scan.text[stop : stop + 1] == " " else None
    return after is not None and after[1].kind == last.kind and scan.text[stop + 1].isupper()


def _joined(scan: Scan, items: list[Item], found: list[Item]) -> list[Item]:
    """The items with those found behind them: general nouns go on behind a comma, also with a new 'các' (guide)."""
    if items and found and plain(found[0].said).startswith("mỗi "):  # ', mỗi cơ quan theo chức năng': each of those
        last = items[-1]
        return [*items[:-1], Item(last.start, found[0].end, last.said, last.kind), *found[1:]]
    if items and found and items[-1].kind in ("collective", "office") and found[0].kind == "collective":
        last, first = items[-1], found[0]
        both = plain(first.said).startswith("các ") and scan.text[last.end : first.start] == ", "
        both = both and not _owned_by_name(last.said)
        if both and _NOUNS_ONLY.search(plain(last.said)) and not plain(first.said).startswith("các thành viên"):
            return [*items[:-1], _grown(last, scan.text[last.start : first.end]), *found[1:]]
    return [*items, *found]


def _owned_by_name(said: str) -> bool:
    """Whether general nouns end with a body's name: 'các Đoàn đại biểu Quốc hội' is a list's item by itself."""
    parts = said.split()
    ends = (parts[-n:] for n in range(2, min(6, len(parts))))
    return any(end[0][0].isupper() and plain(" ".join(end)) in bodies().names for end in ends)


def _belongs(scan: Scan, item: Item, items: list[Item]) -> bool:
    """'đơn vị' of 'Cổng thông tin của các cơ quan, đơn vị': a lower-case noun without 'các' behind a comma."""
    return (
        bool(items)
        and items[-1].kind == "other"
        and item.kind == "collective"
        and item.said[0].islower()
        and not plain(item.said).startswith(_OWN_LISTS)
        and "," in scan.text[items[-1].end : item.start]
    )


def _parens(scan: Scan, at: int) -> int:
    parens = _PARENS.match(scan.low, at)
    return parens.end() if parens else at


def _grown(item: Item, said: str) -> Item:
    return Item(item.start, item.start + len(said), said, item.kind)


def _unknown(items: list[Item], scan: Scan, at: int, until: int) -> None:
    """What no rule knows: in lower case it goes on the item before ('…, thể thao'), else it is a body of its own."""
    words = scan.text[at:until].strip(" .:")
    if not words:
        return
    gap = scan.low[items[-1].end : at] if items else ""
    if (
        items
        and items[-1].kind in ("other", "collective")
        and ((words[0].islower() and "," in gap) or (" và " in gap and items[-1].kind == "other"))
    ):
        items[-1] = _grown(items[-1], scan.text[items[-1].start : at + len(words)])
        return
    kind = "collective" if plain(words).startswith(("các ", "những ")) else "other"
    items.append(Item(at, at + len(words), words, kind))


def _skip(scan: Scan, at: int) -> int:
    lead = _LEAD.match(scan.low, at)
    return lead.end() if lead else at


def split_bodies(text: str) -> list[tuple[int, int, str, str]]:
    """The bodies of a list in a heading or a cell: start, end, words, kind.

    >>> [said for _, _, said, _ in split_bodies("các Sở, Ban, ngành và các cơ quan có liên quan; UBND cấp xã")]
    ['các Sở, Ban, ngành', 'các cơ quan có liên quan', 'UBND cấp xã']
    >>> [said for _, _, said, _ in split_bodies("Các Sở: Tài chính, Tư pháp; Công an tỉnh")]
    ['Sở Tài chính', 'Sở Tư pháp', 'Công an tỉnh']
    """
    return [(i.start, i.end, i.said, i.kind) for i in free_list(text)]


def find_bodies(text: str, place: str | None = None, base: int = 0) -> list[Body]:
    """All known bodies in running text, in order, none inside another; `base` is added to the offsets."""
    scan = Scan(text)
    found: list[Body] = []
    end = 0
    for at in scan.starts:
        if at < end or not scan.known(at):
            continue
        item = scan.item(at)
        if item is None:
            continue
        found.append(Body(base + item.start, base + item.end, item.said, canonical(item.said, place), item.kind))
        end = item.end
    return found
