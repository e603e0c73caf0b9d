"""Single sentences of running text that name a body and its duty."""

from collections.abc import Iterator

from graph.patterns import pattern
from loaders.reading.body_items import Scan
from loaders.reading.ruleset import ruleset
from loaders.reading.task_roles import Duties, read_duties

_SENTENCE = pattern("tasks.sentence", r"\.\s{1,9}(?=[A-ZĐÀ-Ỹ])")
_NOT_DUTIES = pattern("tasks.not-duties", r"(?<!\w)(?:đã|đang|vừa|chưa|còn|được đánh giá|là thành viên)(?!\w)")
_CENTRAL = ("chinh-phu", "dang-trung-uong")


def sentences(scan: Scan, strict: bool) -> Iterator[tuple[int, int, Duties]]:
    """The sentences that lay a duty on their subject: start, end, sense. `strict`: only with words that bind."""
    start = 0
    for cut in [*(m for m in _SENTENCE.finditer(scan.text)), None]:
        end = cut.start() + 1 if cut else len(scan.text)
        if end - start > 25 and scan.hits_between(start, end):
            begin = start + len(scan.text[start:end]) - len(scan.text[start:end].lstrip(" -"))
            one = scan.part(begin, end)
            if ruleset("tasks")["introduces"].regex.search(one.low):
                start = cut.end() if cut else end
                continue
            duties = read_duties(one, None)
            if duties.roles and _binds(one, duties, strict):
                yield begin, begin + len(one.text.rstrip()), duties
        start = cut.end() if cut else end


def _binds(scan: Scan, duties: Duties, strict: bool) -> bool:
    """Whether the sentence orders: words that bind, a body given or asked, or a subject at its very beginning."""
    clause = next((c for c in duties.clauses if c.subject), None)
    subject = clause.subject if clause else None
    if clause is None or subject is None or any(i.kind in _CENTRAL for i in subject.items):
        return False
    right = scan.low[subject.end : subject.end + 160]
    if _NOT_DUTIES.search(right[:60]):
        return False
    if ruleset("tasks")["has_duty"].regex.match(right):
        return not strict or not right.lstrip(" ,:").startswith(("phải", "phối hợp", "căn cứ"))
    told = scan.low[: subject.start]
    if ruleset("tasks")["asked"].regex.search(told) or ruleset("tasks")["given"].regex.search(told):
        return True
    if not duties.own or clause.urged:
        return False  # 'Nâng cao trách nhiệm của …' wishes; it orders nothing
    return not strict and bool(
        ruleset("tasks")["opener"].regex.match(told) or ruleset("tasks")["setting"].regex.match(told)
    )
