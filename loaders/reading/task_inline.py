"""Single sentences of running text that name a body and its duty."""

from collections.abc import Iterator

from graph.patterns import pattern
from loaders.reading.body_hits import Hits
from loaders.reading.body_items import Scan
from loaders.reading.lexicon import has_any, tuple_of
from loaders.reading.ruleset import ruleset
from loaders.reading.task_roles import Duties, read_duties
from loaders.reading.task_subjects import may_have_subject

_SENTENCE = pattern("tasks.sentence", r"\.\s{1,9}(?=[A-ZĐÀ-Ỹ])")
_NOT_DUTIES = ruleset("tasks")["not_duties"].regex
_IN_FORCE = ruleset("tasks")["in_force"].regex
_REST = 5  # characters: what is no longer says nothing
_SHORTEST = 25  # characters: what is no longer is no sentence
# Words without which a sentence of running text lays no duty on a body that does not begin it.
_BINDING = tuple_of("duties", "binding")
# Words with which a sentence only sets the scene before it names its subject: "Hằng năm, các sở …".
_SETTINGS = tuple_of("duties", "settings")
_COMRADES = ("đồng chí ", "các đồng chí ")
_AGREED = tuple_of("duties", "agreed")
_CENTRAL = ("chinh-phu", "dang-trung-uong")
_LOOSE = tuple_of("duties", "loosely_bound")


def in_force(low: str) -> int:
    """Length of the sentence with which an article begins that says since when it holds, if more stands behind it.

    >>> low = "quyết định này có hiệu lực kể từ ngày ký. giám đốc sở y tế chịu trách nhiệm thi hành."
    >>> low[in_force(low):][:8], in_force("giám đốc sở y tế chịu trách nhiệm thi hành.")
    ('giám đốc', 0)
    """
    force = _IN_FORCE.match(low)
    return force.end() if force and force.end() < len(low) - _REST else 0


def may_order(hits: Hits, start: int, end: int) -> bool:
    """Whether a paragraph or a sentence can lay a duty on a body: one begins it or a sentence of it, or words bind."""
    places = hits.between(start, end)
    if not places:
        return False
    low = hits.low[start:end]
    if has_any(low, _BINDING):
        return True
    for at in places:
        before = low[max(0, at - start - 2) : at - start]
        if (
            at == start
            or (low.startswith(_COMRADES) and (low[: at - start] in _COMRADES or before == ", "))
            or before in (". ", ": ")
            or (before == "; " and has_any(low, _AGREED))
        ):
            return True
        if before == ", " and low.startswith(_SETTINGS, low.rfind(". ", 0, at - start) + 2 if ". " in low else 0):
            return True
    return False


def sentences(scan: Scan, strict: bool) -> Iterator[tuple[int, int, Duties]]:
    """The sentences that lay a duty on their subject: start, end, sense. `strict`: only with words that bind."""
    cuts = list(_SENTENCE.finditer(scan.text))
    start = 0
    for cut in (*cuts, None):
        end = cut.start() + 1 if cut else len(scan.text)
        begin = start + len(scan.text[start:end]) - len(scan.text[start:end].lstrip(" -"))
        if end - begin > _SHORTEST and _may_order(scan, begin, end, alone=not cuts):
            one = scan.part(begin, end)
            duties = Duties() if _introduces(one) else read_duties(one, None)
            if duties.roles and _binds(one, duties, strict):
                yield begin, begin + len(one.text.rstrip()), duties
        start = cut.end() if cut else end


def _may_order(scan: Scan, begin: int, end: int, alone: bool) -> bool:
    """Whether a sentence can lay a duty on a subject; of one that stands `alone` that is known of its paragraph."""
    start, stop = scan.base + begin, scan.base + end
    return may_order(scan.hits, start, stop) and (alone or may_have_subject(scan.hits, start, stop))


def _introduces(scan: Scan) -> bool:
    """Whether a sentence only opens what follows: '… như sau:'."""
    return scan.low.rstrip().endswith(":") and ruleset("tasks")["introduces"].regex.search(scan.low) is not None


def _binds(scan: Scan, duties: Duties, strict: bool) -> bool:
    """Whether the sentence orders: words that bind, a body given or asked, or a subject at its very beginning."""
    clause = next((c for c in duties.clauses if c.subject), None)
    subject = clause.subject if clause else None
    if clause is None or subject is None or any(i.kind in _CENTRAL for i in subject.items):
        return False
    right = scan.low[subject.end : subject.end + 160]
    if _NOT_DUTIES.search(right[:60]) or ruleset("tasks")["meeting"].regex.match(scan.low):
        return False
    if ruleset("tasks")["has_duty"].regex.match(right):
        return not strict or not right.lstrip(" ,:").startswith(_LOOSE)
    told = scan.low[: subject.start]
    if ruleset("tasks")["asked"].regex.search(told) or ruleset("tasks")["given"].regex.search(told):
        return True
    if told.rstrip().endswith(";") and ruleset("tasks")["agreed"].regex.match(told):
        return not strict  # 'Đồng ý chủ trương …; Sở Y tế lập dự án'
    if not duties.own or clause.urged:
        return False  # 'Nâng cao trách nhiệm của …' wishes; it orders nothing
    return not strict and bool(
        ruleset("tasks")["opener"].regex.match(told) or ruleset("tasks")["setting"].regex.match(told)
    )
