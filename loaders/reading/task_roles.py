"""Who does what in a paragraph: clauses, their subjects and verbs, and the roles that the guide gives them.

lead: the subject of *chủ trì*. coordinate: whoever a *phối hợp* names, and its subject unless it leads there.
responsible: a subject with a verb of its own, and whoever is sent something for their own work. Bodies that are only
guided, urged, advised or reported to are nobody's assignees.
"""

import itertools
from bisect import bisect_left, bisect_right, insort

from msgspec import Struct, field

from graph.patterns import pattern
from graph.record import Modality, Role
from loaders.reading.bodies import strict_list
from loaders.reading.body_items import Item, Scan
from loaders.reading.lexicon import has_any, tuple_of
from loaders.reading.ruleset import ruleset

_RULES = {name: rule.regex for name, rule in ruleset("tasks").items()}
_VERB = _RULES["verb"]
_CUT = _RULES["cut"]
_ANY_VERB = _RULES["any_verb"]
_COMMA = _RULES["comma"]
_LEADING = _RULES["leading"]
_OPENS = _RULES["opens"]
_OPENER = _RULES["opener"]
_SETTING = _RULES["setting"]
_URGE = _RULES["urge"]
_ASKED = _RULES["asked"]
_GIVEN = _RULES["given"]
_COMMANDS = _RULES["commands"]
_SCENE = _RULES["scene"]
_POINTER = _RULES["pointer"]
_HAS_DUTY = _RULES["has_duty"]
_RUNS_ON = _RULES["runs_on"]
_RUNS_ON_WORDS = tuple(ruleset("tasks")["runs_on"].data["has"])
_DONE = _RULES["done"]
_UPWARD = _RULES["upward"]
_COORDINATE = _RULES["coordinate"]
_LED_TOGETHER = _RULES["led_together"]
_LED_COORDINATION = _RULES["led_coordination"]
_LED_WITH = _RULES["led_with"]
_NO_COORDINATION = _RULES["no_coordination"]
_ADVERBS = _RULES["adverbs"]
_FINISH = _RULES["finish"]
_GATHER = _RULES["gather"]
_SEND = _RULES["send"]
_ASIDE = pattern("tasks.aside", r"\s\([^()]{0,200}\)")
_PERSON = _RULES["person"]
_LEADERS = ("chủ trì", "phối hợp")  # the words of the rule `leading`
_TOLD = tuple_of("duties", "told")
_FURTHER = 300  # characters behind a list within which stands what binds it with others
_RIGHT = 160  # characters behind a list that say whether it is bound
_NEAR = 4  # characters: what may stand before the first word of a clause is shorter
_SENT = tuple_of("duties", "sent")  # words of the rule `send`
_LISTED = (", ", "; ", " và ")
_OF = " của "
_COMRADE = " đồng chí "
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
    found: list[Span] = []
    for span in spans:
        if len(span.items) == 1:
            found.append(span)
        else:
            found += _parted(scan, span)
    return found


def _parted(scan: Scan, span: Span) -> list[Span]:
    """A list of several bodies, in two where its last part begins a clause of its own."""
    items, low = span.items, scan.low
    cut = next((n for n in range(len(items) - 1, 0, -1) if ";" in low[items[n - 1].end : items[n].start]), 0)
    if cut:
        left = low[max(0, span.start - 70) : span.start]
        parts = _inner(left) and (_bound(scan, span) or _UPWARD.search(left) is not None)
    else:
        cut = len(items) - 1
        parts = _opens_behind_scene(scan, span)
    if not parts:
        return [span]
    head, tail = items[:cut], items[cut:]
    return [Span(span.start, head[-1].end, head), Span(tail[0].start, span.end, tail)]


def _opens_behind_scene(scan: Scan, span: Span) -> bool:
    """Whether the last of a list is the subject: 'Trên cơ sở đề nghị của các sở, Sở Tài chính chủ trì'."""
    if scan.low[span.items[-2].end : span.items[-1].start] != ", ":
        return False
    clause = _ends(scan.low, 0, span.start)
    clause = clause[max(clause.rfind(cut) for cut in ";.:\n") + 1 :]
    scene = "," not in clause and _SETTING.match(clause + "x, ") is not None
    return scene and _bound(scan, Span(span.items[-1].start, span.end, span.items[-1:]))


def _inner(left: str) -> bool:
    """Whether a list behind these words stands inside a clause, and is not told to work along."""
    return (
        left.strip() != ""
        and not left.rstrip().endswith((";", "."))
        and not _at_beginning(left)
        and not _COORDINATE.search(left)
    )


def _bound(scan: Scan, span: Span) -> bool:
    """Whether the words behind a list bind it whatever follows."""
    return _HAS_DUTY.match(scan.low[span.end : span.end + _RIGHT]) is not None


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
    starts = [span.start for span in spans]
    for clause in clauses:
        if clause.subject:
            subject = [i.said for i in clause.subject.items]
        for span in spans[bisect_left(starts, clause.predicate) : bisect_left(starts, clause.end)]:
            if role := _other_role(scan, clause, span):
                for item in span.items:
                    found.setdefault(item.said, set()).add(role)
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
    starts = [span.start for span in spans]
    for cut in _CUT.finditer(scan.text):
        n = bisect_left(starts, cut.start()) - 1
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
        inside = spans[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
        if inside:
            _give_subject(scan, clause, inside, loose and clause.start == 0)
    return found


def _begins_clause(scan: Scan, span: Span, cuts: list[int]) -> bool:
    """'…, Sở Tài chính phối hợp …': a subject behind a comma, bound by strong words."""
    low, start = scan.low, span.start
    return (
        start > 1
        and low.startswith(", ", start - 2)
        and cuts[(n := bisect_right(cuts, start) - 1)] != start
        and (_bound(scan, span) or _goes_to_work(scan, span))
        and not _SETTING.match(_ends(low, cuts[n], start))
    )


def _ends(low: str, start: int, end: int) -> str:
    """`low[start:end]`, of a long stretch only its two ends: rules look no farther."""
    return low[start:end] if end - start <= 2 * _FAR else low[start : start + _FAR] + low[end - _FAR : end]


def _goes_to_work(scan: Scan, span: Span) -> bool:
    """Whether a single department behind a comma has a verb of its own: '…, Phòng Kinh tế thẩm định'."""
    department = len(span.items) == 1 and span.items[0].kind in ("so", "phong")
    return department and _works(scan.low[span.end : span.end + _RIGHT])


def _works(right: str) -> bool:
    """Whether the words behind a list are a verb of its own, and tell no more than what is."""
    return _VERB.match(right) is not None and not _DONE.match(right)


def _give_subject(scan: Scan, clause: Clause, inside: list[Span], loose: bool) -> None:
    """The list that is the subject of a clause, if one is: at its beginning, given, asked, or behind a setting."""
    low = scan.low
    begin, inside = _ordered(low, clause.start, inside)
    opens = _OPENS.match(low, begin) is not None  # else a subject stands at the very beginning, or is told something
    for whole in inside:
        span = _past_scene(low, whole, begin) if opens else whole
        left = _ends(low, begin, span.start)
        if opens and _URGE.match(left):
            clause.subject, clause.predicate, clause.urged = span, span.end, True
            return
        if _is_told(scan, clause, span, left):
            return
        if (opens or len(left) < _NEAR) and _at_beginning(left) and (bound := _bound_list(scan, span, inside, loose)):
            clause.subject, clause.predicate = bound, bound.end
            return
        if not (opens and _SETTING.match(left + "x, ")):
            return  # only a clause that sets the scene names other bodies before its subject


def _past_scene(low: str, span: Span, begin: int) -> Span:
    """'Trên cơ sở Chương trình của Chính phủ, các bộ …': the first body ends the scene, the list begins behind it."""
    first = span.items[0]
    behind = len(span.items) > 1 and low.startswith(", ", first.end) and low.endswith(_OF, 0, first.start)
    if not behind or not _SETTING.match(_ends(low, begin, span.start) + "x, "):
        return span
    return Span(span.items[1].start, span.end, span.items[1:])


def _ordered(low: str, begin: int, inside: list[Span]) -> tuple[int, list[Span]]:
    """Whom the body orders that gives an order, and where that begins: 'UBND tỉnh yêu cầu' is no duty of the UBND."""
    for n, (one, other) in enumerate(itertools.pairwise(inside)):
        if _COMMANDS.match(low[one.end : other.start]):
            left = _ends(low, begin, one.items[-1].start)
            if _at_beginning(_ends(low, begin, one.start)) or (left.endswith(", ") and _SCENE.match(left)):
                return one.end, inside[n + 1 :]
    return begin, inside


def _right(scan: Scan, span: Span) -> str:
    """The words behind a list, without who holds an office and without those that say where its work is named."""
    right = scan.low[span.end : span.end + _RIGHT]
    person = _PERSON.match(scan.text, span.end) if span.items[-1].kind == "office" else None
    if person:  # 'Phó Chủ tịch UBND tỉnh Nguyễn Văn An chỉ đạo'
        right = right[len(person[0]) :]
    pointer = _POINTER.match(right)
    return right[pointer.end() :] if pointer else right


def _is_told(scan: Scan, clause: Clause, span: Span, left: str) -> bool:
    """Whether a list is given or asked to do something, which makes it the subject."""
    if left.endswith(" ") and not left.endswith(_TOLD) and _COMRADE not in left[-50:]:
        return False
    told = _ASKED.search(left[-60:]) or _GIVEN.search(left[-60:])
    if not told or not _at_beginning(left[: len(left) - len(told[0])]) or _DONE.match(_right(scan, span)):
        return False
    clause.subject, clause.predicate = span, span.end
    clause.modality = _modality(told.groupdict().get("ask"))
    return True


def _bound_list(scan: Scan, span: Span, inside: list[Span], loose: bool) -> Span | None:
    """A list, with those that follow it, if the words behind make it the subject of what follows."""
    behind = scan.low[span.end : span.end + _FURTHER]
    runs_on = _RUNS_ON.match(behind) if has_any(behind, _RUNS_ON_WORDS) else None
    if runs_on:
        return _with_further(scan, span, inside, runs_on.end())
    right = _right(scan, span)
    bound = _HAS_DUTY.match(right) or _works(right)
    return span if bound or (loose and _ANY_VERB.match(right) and not _DONE.match(right)) else None


def _with_further(scan: Scan, span: Span, inside: list[Span], reach: int) -> Span:
    """The list with those that follow it, behind words that no rule knows, before what binds them all."""
    further = [s for s in inside if span.end < s.start < span.end + reach and scan.low.endswith(_LISTED, 0, s.start)]
    return Span(span.start, further[-1].end, span.items + [i for s in further for i in s.items]) if further else span


def _at_beginning(left: str) -> bool:
    """Whether nothing but openers or a setting stands before it in its clause."""
    return _OPENER.match(left) is not None or _SETTING.match(left) is not None


def _modality(asked: str | None) -> Modality:
    if asked == "khuyến khích":
        return "encourage"
    return "request" if asked and asked != "yêu cầu" else "assign"


def _own_roles(scan: Scan, clause: Clause, others: bool) -> set[Role]:
    """The roles of a clause's subject; `others`: the paragraph has given roles before."""
    low, roles = scan.low, set[Role]()
    if others and clause.subject is None and _FINISH.match(low[clause.start : clause.end]):
        return roles
    if all(low.find(word, clause.predicate, clause.end) < 0 for word in _LEADERS):
        return {"responsible"}
    aside = _ASIDE.match(low, clause.predicate, clause.end)  # 'các doanh nghiệp viễn thông (VNPT, …) phối hợp'
    holder = _PERSON.match(scan.text, clause.predicate) if _holds_office(clause) else None
    begin = aside.end() if aside else holder.end() if holder else clause.predicate
    for word in _LEADING.finditer(low, begin, clause.end):
        before = _ends(low, begin, word.start())
        if not _is_verb(before):
            continue
        if word[0] == "chủ trì":
            roles.add("lead")
        elif not (
            _NO_COORDINATION.search(before) or _LED_COORDINATION.search(before[-40:]) or _LED_WITH.search(before[-160:])
        ):
            roles.add("coordinate")
            if before.strip(" ,:") and not _ADVERBS.match(before) and not _SETTING.match(before):
                roles.add("responsible")  # it has done something of its own before
    return roles or {"responsible"}


def _holds_office(clause: Clause) -> bool:
    """Whether the subject is an office, behind which its holder's name may stand."""
    return clause.subject is not None and clause.subject.items[-1].kind == "office"


def _other_role(scan: Scan, clause: Clause, span: Span) -> Role | None:
    """What a list inside a predicate has to do: work along, do its own part with what it is sent, or nothing."""
    left = _ends(scan.low, clause.predicate, span.start)
    if ("phối hợp" in left[-70:] or "cùng" in left[-11:]) and _COORDINATE.search(left[-70:]):
        noun = "phối hợp" in left and _NO_COORDINATION.search(left[: left.rfind("phối hợp")][-20:])
        return None if noun else "coordinate"
    if _LED_TOGETHER.search(left[-40:]):
        return "lead"
    if _GATHER.match(scan.low[span.end : span.end + 120]) and has_any(left, _SENT) and _SEND.search(left[-130:]):
        return "responsible"
    return None


def _is_verb(before: str) -> bool:
    """Whether *chủ trì* or *phối hợp* behind these words of the predicate is the subject's own verb."""
    if _ADVERBS.match(before) or before.endswith(("có trách nhiệm ", "chịu trách nhiệm ")):
        return True
    tail = before[-24:]
    commas = [m.end() for m in _COMMA.finditer(tail)]
    if commas and _ADVERBS.match(tail[commas[-1] :]):
        return True
    return _LED_COORDINATION.search(before[-40:]) is not None
