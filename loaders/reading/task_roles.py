"""Who does what in a paragraph: clauses, their subjects and verbs, and the roles that the guide gives them.

lead: the subject of *chủ trì*. coordinate: whoever a *phối hợp* names, and its subject unless it leads there.
responsible: a subject with a verb of its own, and whoever is sent something for their own work. Bodies that are only
guided, urged, advised or reported to are nobody's assignees.
"""

import itertools
from bisect import bisect_left, bisect_right, insort
from operator import attrgetter

from msgspec import Struct, field

from graph.patterns import pattern
from graph.record import Modality, Role
from loaders.reading.bodies import strict_list
from loaders.reading.body_items import Item, Scan
from loaders.reading.lexicon import has_any, tuple_of
from loaders.reading.ruleset import ruleset

_VERB = ruleset("tasks")["verb"].regex
_CUT = ruleset("tasks")["cut"].regex
_ANY_VERB = ruleset("tasks")["any_verb"].regex
_ASIDE = pattern("tasks.aside", r"\s\([^()]{0,200}\)")
_PERSON = ruleset("tasks")["person"].regex
_COMMA = ruleset("tasks")["comma"].regex
_LEADING = ruleset("tasks")["leading"].regex
_SENT = tuple_of("duties", "sent")  # words of the rule `send`
_LISTED = (", ", "; ", " và ")
_FAR = 400  # characters: what rules ask of the words before a place stands this near to either end of them
_ROLES: tuple[Role, ...] = ("lead", "coordinate", "responsible")


class Span(Struct):
    """A list of bodies in a paragraph."""

    start: int
    end: int
    items: list[Item]


class Clause(Struct):
    """A stretch with one subject; `subject` None is that of the heading or of the clause before."""

    start: int
    end: int
    predicate: int  # where the words behind the subject begin
    subject: Span | None = None
    modality: Modality = "assign"
    urged: bool = False  # 'Nâng cao trách nhiệm của …': a duty of the subject, without a verb of its own


class Duties(Struct):
    """What a paragraph says: (words, role) in order; `own` when its first clause has a subject of its own."""

    roles: list[tuple[str, Role]] = field(default_factory=list)
    own: bool = False
    modality: Modality | None = None
    clauses: list[Clause] = field(default_factory=list)
    subject_start: int = 0


def spans_of(scan: Scan) -> list[Span]:
    """All lists of bodies of a paragraph, in order, none inside another."""
    found: list[Span] = []
    end = 0
    for at in scan.starts:
        if at >= end:
            items = strict_list(scan, at)
            if items:
                found.append(Span(at, items[-1].end, items))
                end = items[-1].end
    return found


def _split(scan: Scan, spans: list[Span]) -> list[Span]:
    """Lists cut at a semicolon that begins a new clause: 'tham mưu UBND tỉnh; Sở Tài chính bố trí …'."""
    rules, found = ruleset("tasks"), []
    for span in spans:
        cut = next(
            (
                n
                for n in range(len(span.items) - 1, 0, -1)
                if ";" in scan.low[span.items[n - 1].end : span.items[n].start]
            ),
            0,
        )
        left = scan.low[max(0, span.start - 70) : span.start]
        if not cut and _opens_behind_scene(scan, span):
            *scene, last = span.items
            found += [Span(span.start, scene[-1].end, scene), Span(last.start, span.end, [last])]
            continue
        if cut and _inner(left) and (_bound(scan, span) or rules["upward"].regex.search(left)):
            head, tail = span.items[:cut], span.items[cut:]
            found += [Span(span.start, head[-1].end, head), Span(tail[0].start, span.end, tail)]
        else:
            found.append(span)
    return found


def _opens_behind_scene(scan: Scan, span: Span) -> bool:
    """Whether the last of a list is the subject: 'Trên cơ sở đề nghị của các sở, Sở Tài chính chủ trì'."""
    if len(span.items) < 2 or scan.low[span.items[-2].end : span.items[-1].start] != ", ":
        return False
    clause = _ends(scan.low, 0, span.start)
    clause = clause[max(clause.rfind(cut) for cut in ";.:\n") + 1 :]
    scene = "," not in clause and ruleset("tasks")["setting"].regex.match(clause + "x, ") is not None
    return scene and _bound(scan, Span(span.items[-1].start, span.end, span.items[-1:]))


def _inner(left: str) -> bool:
    """Whether a list behind these words stands inside a clause, and is not told to work along."""
    return (
        left.strip() != ""
        and not left.rstrip().endswith((";", "."))
        and not _at_beginning(left)
        and not ruleset("tasks")["coordinate"].regex.search(left)
    )


def _bound(scan: Scan, span: Span) -> bool:
    """Whether the words behind a list bind it whatever follows."""
    return ruleset("tasks")["has_duty"].regex.match(scan.low[span.end : span.end + 160]) is not None


def read_duties(scan: Scan, heading: list[str] | None, loose: bool = False) -> Duties:
    """The roles in a paragraph whose heading names these bodies (None: there is no such heading).

    `loose`: where duties are shared out, a list at the very beginning is a subject whatever verb follows.
    """
    spans = _split(scan, spans_of(scan))
    clauses = _clauses(scan, spans, loose)
    duties = Duties(clauses=clauses, own=bool(clauses and clauses[0].subject))
    if clauses and clauses[0].subject:
        duties.subject_start = clauses[0].subject.start
        duties.modality = clauses[0].modality
    found: dict[str, set[Role]] = {}
    subject = heading
    for clause in clauses:
        if clause.subject:
            subject = [i.said for i in clause.subject.items]
        _others(scan, clause, spans, found)
        roles = _own_roles(scan, clause, bool(found)) if subject else set()
        for said in subject or ():
            found.setdefault(said, set()).update(roles)
    for said, roles in found.items():
        if "lead" in roles:
            roles.discard("responsible")
        duties.roles += [(said, role) for role in _ROLES if role in roles]
    return duties


def _clauses(scan: Scan, spans: list[Span], loose: bool = False) -> list[Clause]:
    """The paragraph cut at semicolons, full stops, and before a new subject."""
    cuts = [0]
    ends = [s.start for s in spans]
    for cut in _CUT.finditer(scan.text):
        n = bisect_left(ends, cut.start()) - 1
        if n < 0 or spans[n].end <= cut.start():  # inside a list a semicolon only joins
            cuts.append(cut.end())
    for span in spans:
        if _begins_clause(scan, span, cuts):
            insort(cuts, span.start)
    cuts = sorted(set(cuts))
    found = [
        Clause(a, b, a) for a, b in zip(cuts, [*cuts[1:], len(scan.text)], strict=True) if scan.low[a:b].strip(" .;/")
    ]
    for clause in found:
        _give_subject(scan, clause, spans, loose and clause.start == 0)
    return found


def _begins_clause(scan: Scan, span: Span, cuts: list[int]) -> bool:
    """'…, Sở Tài chính phối hợp …': a subject behind a comma, bound by strong words."""
    before = scan.low[max(0, span.start - 2) : span.start]
    return (
        before == ", "
        and cuts[(n := bisect_right(cuts, span.start) - 1)] != span.start
        and (_bound(scan, span) or _goes_to_work(scan, span))
        and not ruleset("tasks")["setting"].regex.match(_ends(scan.low, cuts[n], span.start))
    )


def _ends(low: str, start: int, end: int) -> str:
    """`low[start:end]`, of a long stretch only its two ends: rules look no farther."""
    return low[start:end] if end - start <= 2 * _FAR else low[start : start + _FAR] + low[end - _FAR : end]


def _inside(spans: list[Span], start: int, end: int) -> list[Span]:
    """The lists that begin in a stretch."""
    begin = attrgetter("start")
    return spans[bisect_left(spans, start, key=begin) : bisect_left(spans, end, key=begin)]


def _goes_to_work(scan: Scan, span: Span) -> bool:
    """Whether a single department behind a comma has a verb of its own: '…, Phòng Kinh tế thẩm định'."""
    right = scan.low[span.end : span.end + 160]
    department = len(span.items) == 1 and span.items[0].kind in ("so", "phong")
    return department and bool(_VERB.match(right)) and not ruleset("tasks")["done"].regex.match(right)


def _give_subject(scan: Scan, clause: Clause, spans: list[Span], loose: bool) -> None:
    """The list that is the subject of a clause, if one is: at its beginning, given, asked, or behind a setting."""
    rules, low = ruleset("tasks"), scan.low
    inside = _inside(spans, clause.start, clause.end)
    begin = clause.start
    for n, (one, other) in enumerate(itertools.pairwise(inside)):
        if rules["commands"].regex.match(low[one.end : other.start]):  # 'UBND tỉnh yêu cầu' is no duty of the UBND
            left = _ends(low, begin, one.items[-1].start)
            if not _at_beginning(_ends(low, begin, one.start)) and not (
                left.endswith(", ") and rules["scene"].regex.match(left)
            ):
                continue
            inside, begin = inside[n + 1 :], one.end
            break
    for span in inside:
        left, right = _ends(low, begin, span.start), low[span.end : span.end + 160]
        person = _PERSON.match(scan.text, span.end) if span.items[-1].kind == "office" else None
        if person:  # 'Phó Chủ tịch UBND tỉnh Nguyễn Văn An chỉ đạo'
            right = right[len(person[0]) :]
        if pointer := rules["pointer"].regex.match(right):
            right = right[pointer.end() :]
        if rules["urge"].regex.match(left):
            clause.subject, clause.predicate, clause.urged = span, span.end, True
            return
        told = rules["asked"].regex.search(left[-60:]) or rules["given"].regex.search(left[-60:])
        if told and _at_beginning(left[: len(left) - len(told[0])]) and not rules["done"].regex.match(right):
            clause.subject, clause.predicate = span, span.end
            clause.modality = _modality(told.groupdict().get("ask"))
            return
        runs_on = rules["runs_on"].regex.match(low[span.end : span.end + 300])
        bound = (
            rules["has_duty"].regex.match(right)
            or runs_on
            or (_VERB.match(right) and not rules["done"].regex.match(right))
            or (loose and _ANY_VERB.match(right) and not rules["done"].regex.match(right))
        )
        if bound and _at_beginning(left):
            clause.subject = _with_further(scan, span, inside, runs_on.end()) if runs_on else span
            clause.predicate = clause.subject.end
            return
        if not rules["setting"].regex.match(left + "x, "):
            return  # only a clause that sets the scene names other bodies before its subject


def _with_further(scan: Scan, span: Span, inside: list[Span], reach: int) -> Span:
    """The list with those that follow it, behind words that no rule knows, before what binds them all."""
    further = [s for s in inside if span.end < s.start < span.end + reach and scan.low.endswith(_LISTED, 0, s.start)]
    return Span(span.start, further[-1].end, span.items + [i for s in further for i in s.items]) if further else span


def _at_beginning(left: str) -> bool:
    """Whether nothing but openers or a setting stands before it in its clause."""
    return bool(ruleset("tasks")["opener"].regex.match(left) or ruleset("tasks")["setting"].regex.match(left))


def _modality(asked: str | None) -> Modality:
    if asked == "khuyến khích":
        return "encourage"
    return "request" if asked and asked != "yêu cầu" else "assign"


def _others(scan: Scan, clause: Clause, spans: list[Span], found: dict[str, set[Role]]) -> None:
    """The roles of the bodies that a clause names besides its subject, into `found`."""
    for span in _inside(spans, clause.predicate, clause.end):
        role = _other_role(scan, clause, span)
        for item in span.items if role else ():
            found.setdefault(item.said, set()).add(role)  # type: ignore[arg-type]


def _own_roles(scan: Scan, clause: Clause, others: bool) -> set[Role]:
    """The roles of a clause's subject; `others`: the paragraph has given roles before."""
    rules, low = ruleset("tasks"), scan.low
    roles: set[Role] = set()
    if others and clause.subject is None and rules["finish"].regex.match(low[clause.start : clause.end]):
        return roles
    aside = _ASIDE.match(low, clause.predicate, clause.end)  # 'các doanh nghiệp viễn thông (VNPT, …) phối hợp'
    begin = aside.end() if aside else clause.predicate
    for word in _LEADING.finditer(low, begin, clause.end):
        before = _ends(low, begin, word.start())
        if not _is_verb(before):
            continue
        if word[0] == "chủ trì":
            roles.add("lead")
        elif not (
            rules["no_coordination"].regex.search(before)
            or rules["led_coordination"].regex.search(before[-40:])
            or rules["led_with"].regex.search(before[-160:])
        ):
            roles.add("coordinate")
            if before.strip(" ,:") and not rules["adverbs"].regex.match(before):
                roles.add("responsible")  # it has done something of its own before
    return roles or {"responsible"}


def _other_role(scan: Scan, clause: Clause, span: Span) -> Role | None:
    """What a list inside a predicate has to do: work along, do its own part with what it is sent, or nothing."""
    rules = ruleset("tasks")
    left = _ends(scan.low, clause.predicate, span.start)
    if ("phối hợp" in left[-70:] or "cùng" in left[-10:]) and rules["coordinate"].regex.search(left[-70:]):
        noun = "phối hợp" in left and rules["no_coordination"].regex.search(left[: left.rfind("phối hợp")][-20:])
        return None if noun else "coordinate"
    if rules["led_together"].regex.search(left[-40:]):
        return "lead"
    right = scan.low[span.end : span.end + 120]
    sent = has_any(left, _SENT)
    if sent and rules["gather"].regex.match(right) and rules["send"].regex.search(left[-130:]):
        return "responsible"
    return None


def _is_verb(before: str) -> bool:
    """Whether *chủ trì* or *phối hợp* behind these words of the predicate is the subject's own verb."""
    if ruleset("tasks")["adverbs"].regex.match(before) or before.endswith(("có trách nhiệm ", "chịu trách nhiệm ")):
        return True
    tail = before[-24:]
    commas = [m.end() for m in _COMMA.finditer(tail)]
    if commas and ruleset("tasks")["adverbs"].regex.match(tail[commas[-1] :]):
        return True
    return bool(ruleset("tasks")["led_coordination"].regex.search(before[-40:]))
