"""Which clause governs each naming of an instrument: its verb, who acts, and the list that shares the verb.

A sentence is read from left to right. The verb between two mentions belongs to the first of them where only its title
stands between ("Kế hoạch A về … triển khai Nghị quyết B"); otherwise the document itself acts. What follows a joint
(';', ',', 'và') shares the verb of its list; ';' ends an inner list.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from graph.dates import interval
from loaders.reading.context import Reading
from loaders.reading.lexicon import all_places, has_any, tuple_of
from loaders.reading.model import Block, Named
from loaders.reading.relation_above import introduction, references
from loaders.reading.relation_rules import LAWS, Hit, best_verb, possible, reaches, right_verbs, words

SELF = -1
_BEHIND = tuple_of("relations", "behind")  # without one of these no verb stands behind
_NOTE = 200  # characters before a mark in which its verb stands
_STOPS = ".!?"  # what the rule `sentence_end` begins with
_TITLE = 300  # characters of a title and of the brackets behind it
_FAR = 6000  # a footnote stands on the page of its mark
_STEADY = frozenset({"IMPLEMENTS", "REPORTS_ON"})  # verbs whose list goes on behind 'và' whatever its type
_OTHER_CLAUSE = tuple_of("relations", "other_clause")


class Governor(NamedTuple):
    """A verb and who acts by it: the document itself (`SELF`) or the cluster of a mention before it."""

    hit: Hit
    source: int
    first: int  # where its evidence begins: the verb, or the instrument that acts
    subject: Named | None = None  # the instrument that acts; of a reverse verb: the one acted on
    listed: bool = False  # taken over from a list's beginning
    intro: tuple[int, int] | None = None  # the verb's own passage, in a block above
    behind: bool = False  # the verb stands behind what it is said of
    until: int = 0  # where the first that it governs begins


Chain = list[Governor | None]  # of a mention: the document's own clause first, the governor that counts last


class Governed(NamedTuple):
    """A mention with its governor (None: it is only named), and where its sentence begins and ends."""

    mention: Named
    governor: Governor | None
    start: int
    end: int


class Sentence(NamedTuple):
    """One sentence of a block, with the mentions that stand in it, outermost only."""

    start: int
    end: int
    mentions: list[Named]


def sentences(reading: Reading, low: str, block: Block, mentions: Sequence[Named]) -> list[Sentence]:
    """The sentences of a block that hold a mention."""
    outer: list[Named] = []
    for mention in mentions:
        if not outer or mention.start >= outer[-1].end:
            outer.append(mention)
    starts = [m.start for m in outer]
    stops = sentence_ends(low, block.body, block.end)
    cuts = [block.body, *(s for s in stops if not _within(outer, bisect_left(starts, s) - 1, s)), block.end]
    found = []
    for start, end in pairwise(cuts):  # by bisection: a block may be a megabyte long
        first = bisect_left(starts, start) if start > block.body else 0
        inside = outer[first : bisect_left(starts, end)]
        if inside:
            found.append(Sentence(start, end, inside))
    return found


def sentence_ends(low: str, start: int, end: int) -> list[int]:
    """Behind each stop of the rule `sentence_end`: it is tried only at stops, which are found faster than a class is.

    >>> sentence_ends("theo luật. thi hành tại tp. huế", 0, 31)
    [10]
    """
    match = words("sentence_end").match
    places = [at for stop in _STOPS for at in all_places(low, stop, start, end)]
    return [found.end() for at in sorted(places) if (found := match(low, at, end))]


def _within(mentions: list[Named], last: int, place: int) -> bool:
    """The last mention that begins before the place goes on to it."""
    return last >= 0 and place <= mentions[last].end


class Clauses:
    """Reads blocks one after another; keeps the governor that a list carries into the next block."""

    def __init__(self, reading: Reading, low: str, named: Mapping[int, Sequence[Named]]) -> None:
        """`low` is the view's text in lower case, character for character; `named` the mentions by block."""
        self.reading, self.low, self.named = reading, low, named
        self._carried: tuple[int, Governor] | None = None  # block index, governor of its open list
        self._references: dict[str, list[int]] | None = None  # made when the first footnote asks

    def read(self, block: Block, mentions: Sequence[Named]) -> list[Governed]:
        """Every mention of a block with what governs it, in order; those inside another's name too."""
        found: list[Governed] = []
        for number, sentence in enumerate(sentences(self.reading, self.low, block, mentions)):
            governed = self._sentence(block, sentence, number == 0)
            found += governed
        found += self._nested(mentions)
        self._carry(block, found)
        return found

    def _sentence(self, block: Block, sentence: Sentence, opens: bool) -> list[Governed]:
        chain: Chain = [None]
        found: list[Governed] = []
        before: Named | None = None
        left = sentence.start
        for mention, following in zip_longest(sentence.mentions, sentence.mentions[1:]):
            if before and mention.start < left:  # in the brackets that define its short name: no part of the list
                aside = self._chain(block, chain, before, mention, before.end)
                found.append(Governed(mention, aside[-1], sentence.start, sentence.end))
                continue
            chain = self._chain(block, chain, before, mention, left)
            if chain == [None] and before is None and opens:
                chain = [self._from_above(block, mention)]
            found.append(Governed(mention, chain[-1], sentence.start, sentence.end))
            before, left = mention, self._behind(mention, following.start if following else sentence.end)
        return self._right(found)

    def _behind(self, mention: Named, following: int) -> int:
        """Where the clause goes on: behind the brackets that give the instrument, or its title, a short name."""
        if self.low.find("(", mention.end, mention.end + _TITLE) < 0:
            return mention.end
        found = words("defining").match(self.low, mention.end, mention.end + 2 * _TITLE)
        return found.end() if found and found.start("brackets") <= following else mention.end

    def _chain(self, block: Block, chain: Chain, before: Named | None, mention: Named, left: int) -> Chain:
        """The governors of this mention: first that of the document's own clause, then inner ones."""
        stop = max(left, mention.start)
        hit = best_verb(self.low, left, stop, bool(block.path))
        if hit is None:
            return self._listed(chain, before, mention, left, stop)
        if before is not None and self._of_the_list(chain, before, mention, hit, stop):
            return self._listed(chain, before, mention, left, stop)
        if acting := self._of_one_title(chain, hit, self.low[left : hit.start]):
            return [*chain[:-1], _inner(hit, acting, mention)]
        if before is not None and self._in_title(left, hit):
            if hit.verb.inner and hit.verb.relation and not hit.listed:
                return [*chain, _inner(hit, _acted_on(chain, before, mention) if hit.verb.reverse else before, mention)]
            if hit.listed:
                return self._listed(chain, before, mention, left, stop)
            if self.low[left : hit.start].strip() or not hit.verb.relation:
                return [*chain, None]  # words of a title say nothing of the document itself
        return [None] if hit.verb.reverse else [Governor(hit, SELF, hit.start, until=mention.start)]

    def _of_the_list(self, chain: Chain, before: Named, mention: Named, hit: Hit, stop: int) -> bool:
        """Whether the verb is a title's, and the list goes on: 'Căn cứ A quy định quản lý, thực hiện dự án và B'."""
        ground = chain[0] is not None and chain[0].hit.verb.relation == "BASED_ON"
        carried = hit.verb.relation in _STEADY and not words("path_near").match(self.low[hit.end : stop])
        return ground and carried and before.type == mention.type and self.low.endswith(" và ", hit.end, stop)

    def _of_one_title(self, chain: Chain, hit: Hit, gap: str) -> Named | None:
        """'Căn cứ A sửa đổi B và thay thế C': A goes on acting, for an act replaces none of its grounds."""
        own, last = chain[0], chain[-1]
        if own is None or own.hit.verb.relation != "BASED_ON" or last is None or gap.strip() != "và":
            return None
        both = last.hit.verb.status and hit.verb.status and hit.verb.inner and not hit.verb.reverse
        return last.subject if both else None

    def _in_title(self, left: int, hit: Hit) -> bool:
        """Whether nothing but the title of the instrument before stands left of the verb."""
        head = self.low[left : hit.start]
        if hit.verb.reverse:
            head = head.rstrip(" ,(").removesuffix(" và")  # 'Luật A số …, ngày … và được sửa đổi tại Luật B'
        bare = head.strip()
        if bare == "và" or bare.endswith((",", ";", ":")):
            return False
        return words("title").match(head) is not None and not words("new_subject").search(head)

    def _listed(self, chain: Chain, before: Named | None, mention: Named, left: int, stop: int) -> Chain:
        """The chain as far as a joint lets the mention share it."""
        gap = self.low[left:stop]
        joint = _joint(gap) if before is not None else None
        if joint is None and chain[0] and chain[0].hit.verb.relation == "PROPOSED_BY":
            joint = ";" if words("other_proposer").match(gap) else None
        if before is None or joint is None:
            return [None]
        inner = len(chain) > 1 and joint not in (";", "") and self._stays(chain, before, mention, joint)
        kept = chain if inner else chain[:1]
        return [*kept[:-1], kept[-1]._replace(listed=True) if kept[-1] else None]

    def _stays(self, chain: Chain, before: Named, mention: Named, joint: str) -> bool:
        """Whether an inner list goes on behind ',' or 'và'."""
        governor, own = chain[-1], chain[0]
        same = mention.type == before.type or (mention.type in LAWS and before.type in LAWS)
        behind = self.low[mention.end : mention.end + 30]
        changed = joint == "và" and own is not None and own.hit.verb.status  # 'thay thế A sửa đổi B và C': A's title
        if governor is None:
            return changed or (joint == "và" and same)
        if _newer(mention, governor):
            return False
        if changed and governor.hit.verb.status:
            return True
        if governor.hit.verb.reverse:
            other = behind.startswith(_OTHER_CLAUSE)
            return same and (mention.title is None) == (before.title is None) and not other
        if governor.hit.verb.relation in _STEADY:
            return joint == "và" or same
        return same

    def _right(self, found: list[Governed]) -> list[Governed]:
        """Verbs behind the mention ('A hết hiệu lực kể từ ngày …'), said of the whole list before them."""
        for number in range(len(found) - 1, -1, -1):
            one = found[number]
            tail = self.low[one.mention.end : min(one.end, one.mention.end + 470)]
            if (one.governor and one.governor.hit.verb.relation) or not has_any(tail, _BEHIND):
                continue
            for verb in right_verbs():
                match = verb.regex.match(tail)
                if match:
                    end = one.mention.end + match.end()
                    hit = Hit(verb, one.mention.start, end)
                    found[number] = one._replace(governor=Governor(hit, SELF, one.mention.start, behind=True))
                    self._backwards(found, number)
                    break
        return found

    def _backwards(self, found: list[Governed], number: int) -> None:
        """'A; B và C hết hiệu lực': A and B too."""
        for n in range(number - 1, -1, -1):
            gap = self.low[found[n].mention.end : found[n + 1].mention.start]
            given_before = found[n].governor
            if (given_before and given_before.hit.verb.relation) or _joint(gap) is None:
                return
            given = found[number].governor
            found[n] = found[n]._replace(governor=given._replace(first=found[n].mention.start) if given else None)

    def _nested(self, mentions: Sequence[Named]) -> list[Governed]:
        """Instruments inside another's name: 'Luật sửa đổi, bổ sung một số điều của Luật X và Luật Y'."""
        found: list[Governed] = []
        outer: Named | None = None
        given: Governor | None = None
        left = 0
        for mention in mentions:
            if outer is None or mention.start >= outer.end:
                outer, given, left = mention, None, mention.start
                continue
            hit = best_verb(self.low, left, mention.start, False, named=True)
            if hit and hit.verb.relation and hit.verb.inner:
                given = _inner(hit, outer, mention)
            found.append(Governed(mention, given, outer.start, outer.end))
            left = mention.end
        return found

    def _from_above(self, block: Block, mention: Named) -> Governor | None:
        """The verb of the line that introduces a list, or of the list that the block before left open."""
        if not words("joint").match(self.low[block.body : max(block.body, mention.start)]):
            return None
        if block.kind == "footnote":
            return self._from_reference(block)
        if self._carried and self._carried[0] == block.index - 1 and not block.marker:
            return self._carried[1]._replace(listed=True, intro=self._carried[1].intro)
        above = introduction(self.reading, block)
        return self._introduced(above, mention) if above else None

    def _from_reference(self, block: Block) -> Governor | None:
        """A footnote belongs to the clause that refers to it, where the verb there governs what the mark stands at."""
        if self._references is None:
            self._references = references(self.reading)
        marked = self._references.get(str(block.mark), [])
        far = _FAR if len(marked) > 1 else block.start + 1  # Word keeps all notes at the end, no mark twice
        places = [at for at in marked if block.start - far < at < block.start]
        if not places:
            return None
        at = places[-1]
        above = self.reading.blocks[max(bisect_right(self.reading.starts, at) - 1, 0)]
        cuts = sentence_ends(self.low, above.body, at)
        start = max(cuts[-1] if cuts else above.body, at - _NOTE)
        gap = self.low[start:at]
        found: Hit | None = None
        for verb in possible(gap):
            if verb.relation not in ("IMPLEMENTS", "BASED_ON", None):
                continue
            for match in verb.regex.finditer(gap):
                hit = Hit(verb, start + match.start(), start + match.end(), 0.85)
                if words("acting_noun").search(gap, 0, match.start()):
                    continue  # 'ban hành các kế hoạch triển khai …': the note names those plans
                if words("path_note").match(gap[match.end() :]) and (found is None or hit.end > found.end):
                    found = hit
        if found is None or found.verb.relation is None:
            return None
        return Governor(found, SELF, found.start, intro=(found.start, at))

    def _introduced(self, above: Block, mention: Named) -> Governor | None:
        gap = self.low[above.body : above.end]
        found: Hit | None = None
        for verb in possible(gap):
            for match in verb.regex.finditer(gap):
                hit = Hit(verb, above.body + match.start(), above.body + match.end(), 0.95)
                if not _introduces(verb.id, gap, match.end()) or self._taken(above, hit):
                    continue
                found = hit if found is None or _stronger(hit, found) else found
        if found is None or found.verb.relation is None:
            return None
        passage = (found.start, min(above.end, found.end + 160))
        if found.verb.reverse:
            acted = [m for m in self.named.get(above.index, ()) if m.end <= found.start]
            return _inner(found, acted[-1], mention)._replace(intro=passage) if acted else None
        until = min((m.start for m in self.named.get(above.index, ()) if m.start >= found.end), default=above.end)
        return Governor(found, SELF, found.start, listed=True, intro=passage, until=until)

    def _taken(self, above: Block, hit: Hit) -> bool:
        """Whether the verb of an introduction already governs an instrument that stands in it."""
        behind = [m.start for m in self.named.get(above.index, ()) if m.start >= hit.end]
        return bool(behind) and reaches(hit.verb, self.low[hit.start : behind[0]], hit.end - hit.start) > 0

    def _carry(self, block: Block, found: list[Governed]) -> None:
        """A list that ends with ';' goes on in the next block."""
        if block.kind == "footnote":
            return
        outer = [g.governor for g in found if g.governor and g.governor.source == SELF]
        ends = self.low[block.end - 1 : block.end]
        self._carried = (block.index, outer[-1]) if outer and ends in ";," else None


def _inner(hit: Hit, subject: Named, first: Named) -> Governor:
    return Governor(hit, subject.cluster, subject.start, subject, until=first.start)


def _newer(mention: Named, governor: Governor) -> bool:
    """Whether a mention is younger than the instrument that would act on it: nothing acts on what comes after it."""
    verb, subject = governor.hit.verb, governor.subject
    if subject and mention.issued and subject.issued and verb.relation == "IMPLEMENTS":
        return mention.issued[:4] > subject.issued[:4]  # a plan may be a few days older than what it carries out
    if subject is None or not (verb.status or verb.reverse) or not (mention.issued and subject.issued):
        return False
    acting, acted = (mention, subject) if verb.reverse else (subject, mention)
    return interval(acted.issued)[0] > interval(acting.issued)[1]


def _acted_on(chain: Chain, before: Named, mention: Named) -> Named:
    """What was amended: 'Nghị định A quy định chi tiết Luật B được sửa đổi bởi Nghị định C' says it of A."""
    last = chain[-1]
    if last and last.subject and before.type != mention.type and last.subject.type == mention.type:
        return last.subject
    return before


def _stronger(hit: Hit, than: Hit) -> bool:
    """Of the verbs of an introduction: one that changes standing, then the last."""
    return (hit.verb.status, hit.end, -hit.start) > (than.verb.status, than.end, -than.start)


def _introduces(rule: str, gap: str, end: int) -> bool:
    rest = gap[end:]
    return words("path_sau").match(rest) is not None or (rule == "ground" and len(rest) < 40)


def _joint(gap: str) -> str | None:
    """The joint that ends a gap made of nothing else or of a title: ';', ',', 'và' or ''; None where there is none."""
    if words("joint").match(gap):
        return _kind(gap)
    cut = max(gap.rfind(";"), gap.rfind(","), gap.rfind(" và "))
    if cut >= 0 and words("joint").match(gap[cut:]):
        head = gap[:cut]
        title = words("title").match(head) or ";" in head
        return _kind(gap[cut:]) if title and (gap[cut] == ";" or not words("new_subject").search(head)) else None
    return "" if words("title").match(gap) and not words("new_subject").search(gap) else None


def _kind(joint: str) -> str:
    if ";" in joint:
        return ";"
    return "và" if "và" in joint else ","
