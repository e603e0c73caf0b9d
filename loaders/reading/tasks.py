"""Tasks: duties laid on bodies, under headings, in articles, in rows of tables, and in single sentences.

A document is walked once in order. What a heading names holds for all that stands under it, until a paragraph names a
subject of its own. Recipients, signatures, second printings and results in reports give none.
"""

from collections.abc import Iterable

from graph.bodies import canonical, plain
from graph.record import Modality, Role, Task, TaskKind
from loaders.reading.body_hits import Hits
from loaders.reading.body_items import Scan
from loaders.reading.context import Doc, Reading
from loaders.reading.deadlines import deadline_behind, deadline_words, find_deadlines
from loaders.reading.lexicon import has_any
from loaders.reading.markers import ARTICLE, DASH, NONE, ROMAN
from loaders.reading.model import Block
from loaders.reading.ruleset import ruleset
from loaders.reading.task_above import Above, above, parents_of
from loaders.reading.task_drafts import Draft, as_task, complete, joins, of_row, reports_to
from loaders.reading.task_headings import Head, begins_with_verb, is_general, may_head, read_head
from loaders.reading.task_inline import in_force, may_order, sentences
from loaders.reading.task_labels import Labels, read_labels
from loaders.reading.task_openings import lists_things, ordered
from loaders.reading.task_parts import HEAD, RECIPIENTS, TEXT, Parts
from loaders.reading.task_roles import Duties, read_duties
from loaders.reading.task_rosters import count_before, is_roster, may_be_roster
from loaders.reading.task_subjects import may_have_subject
from loaders.reading.task_tables import rows_of
from loaders.reading.task_works import Works

Roles = list[tuple[str, Role]]
_REPORTS = ("Báo cáo", "Tờ trình", "Biên bản", "Giấy mời", "Công báo", "Văn bản hợp nhất")
_ORDERS = ("Chỉ thị", "Công điện", "Thông báo", "Công văn", "Kết luận")
_ADDRESSED = "Kính gửi"
_PREAMBLE = ruleset("tasks")["preamble"].regex
_COMMANDS = ruleset("tasks")["command_words"].regex
_CLOSING = ruleset("tasks")["closing"].regex
_STANDING = ruleset("tasks")["standing"].regex
_WORK = ruleset("tasks")["work"].regex
_SHORTEST = 6  # characters: what is no longer says no duty


def find_tasks(reading: Reading) -> list[Task]:
    """All tasks of a file, in the order of the text."""
    drafts: list[Draft] = []
    hits = Hits(reading.text, reading.plain, reading.narrow)
    for doc in reading.docs:
        drafts += _Walk(reading, doc, hits).drafts()
    for table in reading.tables:
        for row in rows_of(reading, table):
            if not row.task.reprint and reading.doc_of(row.task).type not in _REPORTS:
                drafts += of_row(reading, row)
    drafts.sort(key=lambda d: (d.start, d.nth, d.end))
    return [as_task(reading, draft) for draft in drafts]


class _Walk:
    """One document, block by block."""

    def __init__(self, reading: Reading, doc: Doc, hits: Hits) -> None:
        self.reading, self.doc, self.hits = reading, doc, hits
        self.heads: dict[int, Head] = {}
        self.listings = set[int]()  # under a listing stand things, not duties
        self.addressed = False
        self.silent = False  # behind 'Nơi nhận' or the signature, until an annex begins
        self.works = Works(reading, doc.body)  # that labels below them speak of
        self.introduced: dict[int | None, Head] = {}  # by parent: whom '… yêu cầu các sở thực hiện: ' names
        self.order = doc.type in _ORDERS
        self.report = doc.type in _REPORTS
        blocks = reading.blocks[doc.first : doc.last + 1]
        self.parents = parents_of(hits.low, blocks)
        self.blocks = [b for b in blocks if not b.reprint]
        self.parts = Parts(reading, doc, hits, self.blocks)
        self.above = Above(reading, hits.low, self.blocks, self.heads)

    def drafts(self) -> list[Draft]:
        """The tasks outside tables."""
        found: list[Draft] = []
        for block in self.blocks:
            if block.index >= self.doc.body and not self._passes(block):
                found += self._block(block)
            self.above.pass_by(block)
        return [*found, *(d for d in self.works.drafts.values() if not joins(d, found) and d.roles)]

    def _passes(self, block: Block) -> bool:
        """Whether a block says nothing of tasks; keeps track of where recipients and the signature begin."""
        text, begin = self.reading.text, block.body
        if block.kind == "signature" or text.startswith(RECIPIENTS, begin) or self.parts.follows_recipients(block):
            self.silent = True
        elif block.kind == "heading" and block.rank <= ROMAN:
            self.silent = False
        if text.startswith(_ADDRESSED, begin):
            self.addressed = True
            return True
        self.addressed = self.addressed and block.rank in (DASH, DASH + 5)  # the list of those it is sent to
        silent = self.silent or self.addressed or block.kind not in TEXT or block.index in self.parts.recipients
        return silent or (block.index not in self.parents and self._is_member(block))

    def _block(self, block: Block) -> Iterable[Draft]:
        words = self.reading.words(block)
        low = self.hits.low[block.body : block.end]
        inside = block.parent in self.parts.organising
        self.parts.note(block, words, low, inside)
        if block.kind == "heading" and block.rank <= ROMAN:
            self.introduced.clear()
        if ":" in low and (work := _WORK.match(low, 0, HEAD)):
            self.works.named[block.parent] = (block, block.body + work.end())
        if self.report:
            return self._reported(block, words)
        law = self.parts.in_law(block)
        labels = None if law else read_labels(words, low)
        if labels and self._is_labelled(block, labels):
            return self._labelled(block, words, labels, inside or self.order)
        if not law and self._opens(block, words):
            return ()
        if may_head(block, words) and (head := self._head(block, words, inside or self.order, law)):
            return self._headed(block, words, head)
        above = self._head_above(block)
        if above and not (block.rank == NONE and _CLOSING.match(low, 0, HEAD) and self.parts.ends(block)):
            return self._below(block, words, above)
        return self._free(block, words, inside or self.order)

    def _head(self, block: Block, words: str, organising: bool, law: bool) -> Head | None:
        """The bodies that a block names for those below it, or for what it says itself."""
        head = read_head(words, organising)
        if head and head.rest is not None and "chịu trách nhiệm thi hành" in words[head.rest :]:
            return None  # 'Thủ trưởng các cơ quan: Văn phòng UBND tỉnh, Sở Tư pháp chịu trách nhiệm thi hành'
        if head is None or (law and not head.duty) or (is_general(head) and self.parts.each_own(block)):
            return None  # 'Điều 4. Thủ tướng Chính phủ' says what the body is; below others each says whose duty it is
        opens = block.kind == "heading" or block.index in self.parents or words.endswith(":")
        return head if opens or head.rest is not None else None

    def _headed(self, block: Block, words: str, head: Head) -> Iterable[Draft]:
        """What a block says itself behind the bodies that it names."""
        self.heads[block.index] = head
        if head.rest is None or len(words) - head.rest <= _SHORTEST:
            return ()
        if words.endswith(":") and block.index in self.parents:
            return ()
        return [self._under(block, block.body + head.rest, head)]

    def _below(self, block: Block, words: str, above: Head) -> Iterable[Draft]:
        """What a block says under a heading that names its bodies."""
        if lists_things(words, (self.reading.words(b) for b in self.blocks if b.parent == block.index)):
            self.listings.add(block.index)  # 'Lập hồ sơ, gồm:' is a duty, and what stands below it are papers
            return [self._under(block, block.body, above)]
        if words.endswith(":") and block.index in self.parents:
            self._introduction(block, words, above)
            return ()
        if _STANDING.match(self.hits.low, block.body):
            return self._free(block, words, True)
        if block.kind == "heading" and block.index in self.parents and self.above.head(block.parent) is None:
            return ()  # '7. Tổ chức thực hiện' among the orders of a letter: what stands below it are duties
        brief = len(words) <= _SHORTEST or (block.rank == NONE and words.endswith(":") and len(words) < 40)  # 'Cụ thể:'
        return () if brief or block.parent in self.listings else [self._under(block, block.body, above)]

    def _reported(self, block: Block, words: str) -> Iterable[Draft]:
        """Of a report: what it asks for, and what is still to be done."""
        if block.index in self.parts.wishes or block.parent in self.parts.wishes:
            return self._request(block)
        if block.kind == "heading":
            return ()
        if "ahead" in self.above.told(block.parent):
            return self._free(block, words, False)
        if self.above.carried_out(block):
            return self._free(block, words, True)
        return ()

    def _is_member(self, block: Block) -> bool:
        """Whether the block names a member of a committee and lays no duty on anybody."""
        start = block.body + count_before(self.hits.low, block.body)
        hits, end = self.hits, block.end
        return may_be_roster(hits.low, start, end, start in hits.at) and is_roster(Scan.within(hits, start, end))

    def _head_above(self, block: Block) -> Head | None:
        """The bodies of the nearest heading above that names some, or of the paragraph that opens a row of items."""
        named = self.above.head(block.parent)
        if named or not self.introduced or block.rank == NONE:
            return named
        chain = (block, *above(self.reading, block))
        return next((self.introduced[a.parent] for a in chain if a.parent in self.introduced), None)

    def _opens(self, block: Block, words: str) -> bool:
        """Keeps whom a paragraph before a row of items orders; whether it does."""
        if block.rank != NONE or not words.endswith(":"):
            return False
        after = self.reading.blocks[block.index + 1] if block.index < self.doc.last else None
        if head := ordered(self.hits, block, words) if after and ROMAN < after.rank < NONE else None:
            self.introduced[block.parent] = head
        return head is not None

    def _introduction(self, block: Block, words: str, above: Head) -> None:
        """'a) Chủ trì, phối hợp với các sở:' governs what stands under it with its own roles."""
        duties = read_duties(Scan.within(self.hits, block.body, block.end), list(above.names))
        names = (
            tuple(i.said for i in duties.clauses[0].subject.items)
            if duties.own and duties.clauses[0].subject
            else above.names
        )
        self.heads[block.index] = Head(names, duties.modality or above.modality, None, roles=tuple(duties.roles))

    def _under(self, block: Block, start: int, head: Head) -> Draft:
        """A task of a paragraph under a heading that names its bodies."""
        duties = read_duties(Scan.within(self.hits, start, block.end), list(head.names))
        roles = duties.roles
        if (
            head.roles
            and not duties.own
            and not any(r == "lead" or (n in head.names and r == "coordinate") for n, r in roles)
        ):
            kept = [r for r in roles if r[0] not in head.names]
            roles = [*head.roles, *(r for r in kept if r not in head.roles)]
        kind: TaskKind = "article" if self._in_article(block) and block.rank <= ARTICLE else "heading"
        modality = duties.modality if duties.own and duties.modality else head.modality
        return self._draft(block, start, block.end, kind, roles, modality, "heading")

    def _in_article(self, block: Block) -> bool:
        return block.path.startswith("Điều")

    def _free(self, block: Block, words: str, organising: bool) -> Iterable[Draft]:
        """A paragraph under no heading of bodies: an article, an item with its own subject, or single sentences."""
        in_article = self._in_article(block)
        start = block.body
        if in_article or block.rank == ARTICLE:
            start += in_force(self.hits.low[block.body : block.end])
        if not may_order(self.hits, start, block.end):
            return ()
        body = self.reading.text[start : block.end]
        if block.rank == NONE and not organising and _PREAMBLE.match(body) and not _COMMANDS.search(body):
            return ()
        if not may_have_subject(self.hits, start, block.end) or "rights" in self.above.told(block.index):
            return ()
        if self.parts.law and _CLOSING.match(self.hits.low[start : min(block.end, start + 80)]):
            return ()
        scan = Scan.within(self.hits, start, block.end)
        if in_article or (organising and block.rank < NONE):
            own = self._own_subject(block, words, scan, organising)
            if own is not None:
                return own
        return self._sentences(block, scan)

    def _own_subject(self, block: Block, words: str, scan: Scan, organising: bool) -> Iterable[Draft] | None:
        """The duty of a paragraph that begins with its subject; None where it does not."""
        topic = ruleset("tasks")["topic"].regex.match(scan.low)
        loose = organising and not self.parts.in_law(block)
        duties = read_duties(scan.part(topic.end(), len(scan.low)) if topic else scan, None, loose)
        if not (duties.own and duties.roles):
            return None
        shared = self.parts.shared(block) and not self.order
        if not (shared or self._is_order(block, duties, scan.text)):
            return None
        modality = duties.modality or "assign"
        if words.endswith(":") and block.index in self.parents:
            subject = duties.clauses[0].subject
            names = tuple(i.said for i in subject.items) if subject else ()
            self.heads[block.index] = Head(names, modality, None, roles=tuple(duties.roles))
            return ()
        self._goes_on(block, duties)
        kind: TaskKind = "article" if self._in_article(block) else "heading"
        return [self._draft(block, scan.base, block.end, kind, duties.roles, modality, "own-subject")]

    def _sentences(self, block: Block, scan: Scan) -> list[Draft]:
        """The duties of single sentences."""
        found, closing = [], block.rank == NONE and self.parts.ends(block)
        for a, b, duties in sentences(scan, self._strict(block)):
            if self._is_order(block, duties, scan.text[a:b]):
                modality = duties.modality or "assign"
                if a == 0 and duties.own and block.rank < NONE and self.parts.among_bodies(block):
                    roles = read_duties(scan, None).roles
                    return [self._draft(block, scan.base, block.end, "heading", roles, modality, "among-bodies")]
                draft = self._draft(block, scan.base + a, scan.base + b, "inline", duties.roles, modality, "sentence")
                if draft.deadline is None:
                    draft.deadline = draft.due = deadline_behind(scan.text[b : b + 160])
                draft.where = block.path.split(".")[0] if closing else None  # it ends the whole part, not its last item
                found.append(draft)
        return found

    def _goes_on(self, block: Block, duties: Duties) -> None:
        """'3. Các bộ tổ chức thực hiện Đề án. Cụ thể:' and then bullets, or a paragraph with a verb: theirs too."""
        after = self.reading.blocks[block.index + 1] if block.index < self.doc.last else None
        subject = duties.clauses[0].subject
        if after and subject and after.parent == block.index and after.rank == NONE:
            words = self.reading.words(after)
            if (words.endswith(":") and len(words) < 60) or (begins_with_verb(words) and not self._in_article(block)):
                self.heads[block.index] = Head(tuple(i.said for i in subject.items), duties.modality or "assign", None)

    def _is_order(self, block: Block, duties: Duties, body: str) -> bool:
        """In a law an article lays duties on bodies all the time; only who must carry it out counts."""
        if self._is_issuer(duties, body):
            return False
        if not self.parts.in_law(block):
            return True
        return "chịu trách nhiệm" in body and ("thi hành" in body or " này" in body)

    def _strict(self, block: Block) -> bool:
        """Whether only the plainest sentences count: in laws, and where purposes and aims are told."""
        return self.parts.in_law(block) or "aims" in self.above.told(block.index)

    def _is_issuer(self, duties: Duties, body: str) -> bool:
        """Whether the only subject is the document's own issuer, telling what it does; not 'Giao Văn phòng …'."""
        subject = next((c.subject for c in duties.clauses if c.subject), None)
        if subject is None or not self.doc.issuer or len(subject.items) > 1:
            return False
        if ruleset("tasks")["given"].regex.search(plain(body[max(0, subject.start - 40) : subject.start])):
            return False
        return plain(canonical(subject.items[0].said, self.doc.place)) == plain(
            canonical(self.doc.issuer, self.doc.place)
        )

    def _request(self, block: Block) -> list[Draft]:
        """'Đề nghị Bộ Nội vụ …' among the wishes of a report."""
        if not self.hits.low.startswith(("đề nghị", "kiến nghị"), block.body):
            return []
        duties = read_duties(Scan.within(self.hits, block.body, block.end), None)
        if not (duties.own and duties.roles):
            return []
        kind: TaskKind = "heading" if block.rank < NONE else "inline"
        return [self._draft(block, block.body, block.end, kind, duties.roles, "request", "wish")]

    def _is_labelled(self, block: Block, labels: Labels) -> bool:
        """Whether labels make a paragraph: nothing stands before them but their work, or they are all of it."""
        return not self.parts.shares_out(block) if labels.start <= 3 else labels.start > 12 and bool(labels.roles)

    def _labelled(self, block: Block, words: str, labels: Labels, organising: bool) -> Iterable[Draft]:
        if labels.start > 3:
            return [self._with_labels(block, words, labels, organising)]
        self.works.label(block, labels)
        return ()

    def _with_labels(self, block: Block, words: str, labels: Labels, organising: bool) -> Draft:
        """A paragraph that ends with labels: they say the roles, besides a subject of its own or a heading above."""
        own = read_head(words[: labels.start], organising) if ":" in words[: labels.start] else None
        start = block.body + (own.rest or 0 if own else 0)
        head = own or self._head_above(block)
        said = Scan.within(self.hits, start, block.body + labels.start)
        duties = read_duties(said, list(head.names) if head else None)
        led = any(role == "lead" for _, role in labels.roles)
        roles = duties.roles if own or duties.own or not led else []
        roles = [r for r in roles if r[0] not in {n for n, _ in labels.roles}]
        kind: TaskKind = "article" if self._in_article(block) and block.rank <= ARTICLE else "heading"
        modality = duties.modality or (head.modality if head else "assign")
        draft = self._draft(block, start, block.end, kind, roles, modality, "label")
        complete(draft, labels)
        return draft

    def _draft(
        self, block: Block, start: int, end: int, kind: TaskKind, roles: Roles, modality: Modality, rule: str
    ) -> Draft:
        text = self.reading.text[start:end]
        spans = find_deadlines(text, self.hits.low[start:end], self.reading.narrow[start:end])
        words = deadline_words(text, spans)
        reported = (has_any(text, ("áo cáo", "qua ")) and reports_to(Scan.within(self.hits, start, end))) or None
        return Draft(block, start, end, kind, roles, modality, words, due=words, rule=rule, reports_to=reported)
