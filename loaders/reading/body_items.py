"""One body, office or collective in running text: where it begins and ends. The lists of them: `bodies`.

An item is a known name with its place ("Sở Tư pháp tỉnh", "UBND các huyện, thành phố"), an office with its body
("Giám đốc các sở, ban, ngành"), general nouns ("các cơ quan, đơn vị có liên quan"), or an open name behind a word
such as "Trung tâm" up to the next verb.
"""

from msgspec import Struct

from graph.bodies import Name
from graph.patterns import pattern
from graph.places import province
from loaders.reading.body_hits import Hits, noun_at
from loaders.reading.lexicon import tuple_of
from loaders.reading.ruleset import ruleset

_PLACE_TAIL = ruleset("bodies")["place_tail"].regex
_MANY = ruleset("bodies")["many"].regex
_WORDS = pattern("bodies.words", r" \w{1,12}(?:(?: - | )\w{1,12}){0,4}")
_DET = ruleset("bodies")["det"].regex
_NOUN = ruleset("bodies")["noun"].regex
_TAIL = ruleset("bodies")["noun_tail"].regex
_OF = ruleset("bodies")["of"].regex
_ABOVE = ruleset("bodies")["above"].regex
_PANEL = ruleset("bodies")["panel"].regex
_STEERED = ruleset("bodies")["steered"].regex
_NEXT_NOUN = ruleset("bodies")["next_noun"].regex
_OFFICE = ruleset("bodies")["office"].regex
_OWN_OFFICE = ruleset("bodies")["own_office"].regex
_OPEN = ruleset("bodies")["open"].regex
# Bodies named for what they do: the verb behind the word is a name there, in a capital: 'Cục Quản lý giá'.
_NAMED = tuple_of("bodies", "named_for_work")
_COMMITTEES = tuple_of("bodies", "committees")
_NAMED_FOR = ruleset("bodies")["named_for"].regex
_PURPOSE = ruleset("bodies")["purpose"].regex
_STOP = ruleset("bodies")["stop"].regex
_AND_MORE = ruleset("bodies")["and_more"].regex
_OWNED = tuple_of("bodies", "owned")
_GOVERNMENTS = tuple_of("bodies", "governments")
_AND = " và "
_WITH = tuple_of("bodies", "worked_with")  # nouns that take a body's name: 'các đại biểu HĐND'


_AREAS = tuple_of("bodies", "areas")
_ZONES = ruleset("bodies")["zones"].regex
_DET_HEADS = tuple_of("bodies", "det_heads")
# Offices that may share one body.
_SHARED = tuple_of("bodies", "shared_offices")
_CHIEFS = tuple_of("bodies", "chiefs")
_LOWER_OFFICES = tuple_of("bodies", "lower_offices")
_TERRITORIES = tuple_of("bodies", "territories")


class Item(Struct, frozen=True, gc=False):
    """One item: `said` is what its name is made from ("Sở Tài chính" of "các Sở: Tài chính")."""

    start: int
    end: int
    said: str
    kind: str  # 'so', 'ubnd', …; 'collective', 'office', 'other'


class Scan:
    """A stretch of text with its known names found; every position is one of the stretch."""

    def __init__(self, text: str, hits: Hits | None = None, base: int = 0) -> None:
        """Of a text of its own, or of the part of a larger one that begins at `base`."""
        hits = hits or Hits(text)
        self.text, self.low, self.hits, self.base = text, hits.low[base : base + len(text)], hits, base

    @classmethod
    def within(cls, hits: Hits, start: int, end: int) -> "Scan":
        """The part of a text whose hits are known."""
        return cls(hits.text[start:end], hits, start)

    @property
    def starts(self) -> list[int]:
        """Where bodies may begin."""
        return [at - self.base for at in self.hits.between(self.base, self.base + len(self.text))]

    def known(self, at: int) -> tuple[int, Name] | None:
        """The known name that begins at the position, with its end; None where none does, or none that ends here."""
        hit = self.hits.at.get(self.base + at)
        name = self.hits.words[hit[0]].name if hit else None
        if hit is None or name is None or (end := hit[2] - self.base) > len(self.text):
            return None
        return end, name

    def begins(self, at: int) -> bool:
        """Whether an item of a list may begin at the position; False only where none can."""
        return self.hits.begins(self.base + at, self.base + len(self.text))

    def part(self, start: int, end: int) -> "Scan":
        """A part of this stretch."""
        return Scan.within(self.hits, self.base + start, self.base + end)

    def item(self, at: int, inner: bool = False) -> Item | None:
        """The item that begins at the position, or None. `inner`: behind an office, lower case is fine."""
        hit = self.hits.at.get(self.base + at)
        if hit and self.hits.words[hit[0]].determiner:
            return self._collective(at)
        known = self.known(at)
        named = self.text[at].isupper() or self.hits.named_low(self.base + at, self.base + len(self.text))
        if known and (inner or named or known[1].kind == "ubnd"):
            found = self._known(at, *known)
            if found:
                return found
        return self._office(at) or self._collective(at) or self._open(at, inner, named)

    def _item(self, start: int, end: int, kind: str) -> Item:
        return Item(start, end, self.text[start:end], kind)

    def _known(self, at: int, end: int, name: Name) -> Item | None:
        after = self.known(end + 1)
        if after and self.text[end : end + 1] == " " and name.kind in ("dang", "van-phong", "bao-chi", "ban-hdnd"):
            inner = self._known(end + 1, *after)  # 'Đảng ủy Văn phòng UBND tỉnh'
            if inner:
                return self._item(at, inner.end, name.kind)
        if name.level == "central":
            return self._item(at, end, name.kind)
        tail = _PLACE_TAIL.match(self.low, end)
        if tail is None:
            bare = self._place_name(end, bare=True, any_name=name.kind in ("don-vi-tinh", "bao-chi"))
            if bare is None and name.tail:
                return None
            zones = _ZONES.match(self.low, bare or end) if name.kind == "don-vi-tinh" else None
            return self._item(at, zones.end() if zones else bare or end, name.kind)
        stop = tail.end()
        if _MANY.search(tail[0]):
            more = self._place_name(stop) if _AND in tail[0] else None  # 'UBND các huyện và thành phố X'
            return self._item(at, more or stop, "collective")
        return self._item(at, self._place_name(stop) or stop, name.kind)

    def _proper(self, at: int) -> list[str]:
        """The capitalised words (and single dashes between them) that begin behind a blank at the position."""
        found = _WORDS.match(self.text, at)
        words: list[str] = []
        for word in found[0].split() if found else ():
            if not (word[0].isupper() or word.isdigit() or (word == "-" and words)):
                break
            words.append(word)
        return words[:-1] if words and words[-1] == "-" else words

    def proper_end(self, at: int) -> int | None:
        """Where the capitalised words that begin at the position end."""
        words = self._proper(at - 1)
        return at - 1 + len(" ".join(["", *words[:4]])) if words else None

    def _place_name(self, at: int, bare: bool = False, any_name: bool = False) -> int | None:
        """Where a proper name behind 'tỉnh', 'huyện' ends; without such a word only a province is one."""
        words = self._proper(at)
        if not words:
            return None
        for n in range(len(words), 0, -1):
            if province(" ".join(words[:n])):
                return at + len(" ".join(["", *words[:n]]))
        before = self.low[max(0, at - 5) : at]
        if not any_name and (bare or before.endswith((" tỉnh", " phố"))):
            return None
        return at + len(" ".join(["", *words[: 4 if any_name else 3]]))

    def _office(self, at: int) -> Item | None:
        if not (self.text[at : at + 1].isupper() or self.low.startswith(_LOWER_OFFICES, at)):
            return None
        office = _OFFICE.match(self.low, at)
        if office is None:
            return None
        second = _OFFICE.match(self.low, office.end() + 2) if self.low.startswith(", ", office.end()) else None
        if second and office[0] in _CHIEFS and second[0] not in _CHIEFS:
            return self._item(at, office.end(), "office")  # 'các Vụ trưởng, Giám đốc các trung tâm'
        if second and office[0] in _SHARED:  # 'Giám đốc, Thủ trưởng các sở, ban, ngành'
            shared = self._office(office.end() + 2)
            return self._item(at, shared.end, "office") if shared and shared.end > second.end() else None
        if self.low[office.end() : office.end() + 1] != " ":
            return self._item(at, office.end(), "office") if office[0] in ("bộ trưởng", "thứ trưởng") else None
        inner = self.item(office.end() + 1, inner=True) or self._nouns(office.end() + 1, office.end() + 1)
        if inner is None and office[0].endswith(" phòng"):  # 'Trưởng Phòng Lao động - Thương binh và Xã hội'
            inner = self.item(office.end() - len("phòng"), inner=True)
        bare = None if inner else _OWN_OFFICE.match(self.low, office.end())
        return self._item(at, inner.end if inner else bare.end() if bare else 0, "office") if inner or bare else None

    def _collective(self, at: int) -> Item | None:
        det = _DET.match(self.low, at) if self.low.startswith(_DET_HEADS, at) else None
        if det is None:
            return self._nouns(at, at) if self.low.startswith(_GOVERNMENTS, at) else None
        known = self.known(det.end())
        if known and self.text[det.end()].isupper() and known[1].level != "central":
            named = self._known(det.end(), *known)  # 'các Chi cục Thuế', 'các Trung tâm Y tế khu vực'
            if named:
                area = next((a for a in _AREAS if self.low.startswith(a, named.end)), "")
                return self._item(at, named.end + len(area), "collective")
        office = _OFFICE.match(self.low, det.end())
        if office and office[0].endswith(" trưởng"):
            inner = (
                self._nouns(office.end() + 1, office.end() + 1)
                if self.low[office.end() : office.end() + 1] == " "
                else None
            )
            return self._item(at, inner.end if inner else office.end(), "collective")
        return self._nouns(at, det.end())

    def many(self, at: int) -> Item | None:
        """'đảng ủy các xã', 'quân sự xã' in lower case, inside a list: a known name with its place or places."""
        known = self.known(at)
        tail = _PLACE_TAIL.match(self.low, known[0]) if known else None
        if known is None or tail is None:
            return None
        return self._item(at, tail.end(), "collective" if " các " in tail[0] else known[1].kind)

    def owned(self, at: int) -> Item | None:
        """'đại biểu HĐND tỉnh', 'thành viên Ban Chỉ đạo': a noun without 'các' that takes a known body's name."""
        noun = _NOUN.match(self.low, at)
        known = self.known(noun.end() + 1) if noun and noun[0] in _OWNED else None
        owner = self._known(noun.end() + 1, *known) if noun and known else None
        return self._item(at, owner.end, "collective") if owner else None

    def bare_nouns(self, at: int) -> Item | None:
        """General nouns without 'các': 'Sở, ban, ngành', 'cơ quan, đơn vị'; only where a list of bodies is expected."""
        found = self._nouns(at, at)
        if found is None or (found.said[0].isupper() and "," not in found.said):
            return None
        return found if " " in found.said else None  # 'sở' of 'cơ sở', 'vụ' of 'nhiệm vụ' are no bodies

    def _nouns(self, start: int, at: int) -> Item | None:
        """General nouns joined by commas, with what belongs to them."""
        end = self._noun(at)
        if end is None:
            return None
        while True:
            step = _NEXT_NOUN.match(self.low, end) if self.low[end : end + 1] in (",", " ", "/") else None
            if step is None or (self.known(step.end()) and self.text[step.end()].isupper()):
                break
            further = self._noun(step.end())
            office = _OFFICE.match(self.low, step.end())  # 'các Vụ, Cục trưởng các Cục'
            if further is None or (office and office.end() > further):
                break
            if self._is_name(step.end(), further) or self.many(step.end()):
                break
            end = further
        return self._item(start, end, "collective")

    def _is_name(self, start: int, end: int) -> bool:
        """Whether the words are a body's own name and no general noun: 'Trạm Y tế' behind 'các trường học'."""
        words = self.text[start:end].partition(" thuộc ")[0].split()
        return words[0][0].isupper() and any(word[0].isupper() for word in words[1:])

    def _noun(self, at: int) -> int | None:
        end = noun_at(self.low, at, len(self.low))
        if end is None:
            return None
        noun = self.low[at:end]
        if self.low[end : end + 1] != " ":
            return end
        for _ in range(6):
            tail = _TAIL.match(self.low, end)
            if tail is None or (self.known(end + 1) and self.text[end + 1].isupper()):
                break
            end = tail.end()
        if self.low.endswith(_TERRITORIES, 0, end):
            end = self._place_name(end) or end
        panel = _PANEL.match(self.low, end) if noun in _OWNED else None
        panel = panel or (_STEERED.match(self.low, end) if noun == "thành viên ban chỉ đạo" else None)
        if panel:
            return panel.end()
        if self.low[end : end + 1] == " " and (noun in _OWNED or self.low.endswith(" trực thuộc", at, end)):
            known = self.known(end + 1)
            if known:
                owner = self._known(end + 1, *known)
                return owner.end if owner else end
        of = _OF.match(self.low, end)
        known = self.known(of.end()) if of else None
        owner = self._known(of.end(), *known) if of and known else None
        if owner:
            return owner.end
        above = _ABOVE.match(self.low, end)
        return above.end() if above else end

    def _worked_with(self, at: int) -> bool:
        """Whether a word in a capital is who is worked with: 'phối hợp với Trung tâm dữ liệu quốc gia'."""
        return self.text[at].isupper() and self.low.endswith(_WITH, 0, at)

    def _goes_on(self, end: int, last: int) -> int:
        """Where an unknown name ends that goes on over 'và': 'Trung tâm Nước sạch và Vệ sinh môi trường'."""
        more = _AND_MORE.match(self.text, end, last)
        begins = [i for i in (more.start("middle"), more.end()) if i >= 0] if more else []
        if more is None or any(self.hits.between(self.base + i, self.base + i + 1) for i in begins):
            return end
        stop = _STOP.search(self.low, more.end(), last)
        return stop.start() if stop else last

    def _open(self, at: int, inner: bool, capital: bool) -> Item | None:
        """A name that the data does not know: a word such as 'Trung tâm', then words up to a verb or a stop."""
        if not (inner or capital):
            return None
        head = _OPEN.match(self.low, at)
        if head is None:
            return None
        last = min(len(self.low), at + 130)
        named = _NAMED_FOR.match(self.text, head.end()) if head[0].startswith(_NAMED) else None
        if head[0].startswith(_COMMITTEES):
            named = _PURPOSE.match(self.text, head.end())
        stop = _STOP.search(self.low, named.end() if named else head.end() - 1, last)
        end = self._goes_on(stop.start(), last) if stop else last
        tail = _PLACE_TAIL.search(self.low, head.end() - 1, end)
        whole = _PLACE_TAIL.match(self.low, tail.start()) if tail else None
        if whole and _MANY.search(whole[0]) and whole.end() > end:
            end = whole.end()  # 'Trung tâm Y tế các quận, huyện'
        elif tail and not _MANY.search(tail[0]):
            end = self._place_name(tail.end()) or tail.end()
        said = self.text[at:end].rstrip()
        proper = any(c.isupper() for c in said[1:]) or (self._worked_with(at) and said.count(" ") > 2)
        if end <= head.end() or len(said) > 110 or not (proper or inner or tail):
            return None
        return self._item(at, at + len(said), "other")
