"""Tasks: duties laid on bodies, under headings, in articles, in rows of tables, and in single sentences.

A document is walked once in order. What a heading names holds for all that stands under it, until a paragraph names a
subject of its own. Recipients, signatures, second printings and results in reports give none.
"""

from collections.abc import Iterator

from graph.bodies import canonical, plain
from graph.record import Modality, Role, Task, TaskKind
from loaders.reading.body_items import Hits, Scan
from loaders.reading.context import Doc, Reading
from loaders.reading.deadlines import deadline_behind, deadline_words, find_deadlines
from loaders.reading.lexicon import has_any, tuple_of
from loaders.reading.markers import ARTICLE, DASH, NONE, ROMAN
from loaders.reading.model import Block
from loaders.reading.ruleset import ruleset
from loaders.reading.task_drafts import Draft, as_task, complete, joins, of_row, reports_to
from loaders.reading.task_headings import Head, begins_with_verb, is_general, read_head
from loaders.reading.task_inline import may_order, sentences
from loaders.reading.task_labels import Labels, read_labels, work_of
from loaders.reading.task_openings import above, carried_out_ahead, ordered
from loaders.reading.task_roles import Duties, read_duties
from loaders.reading.task_rosters import count_before, is_roster, may_be_roster
from loaders.reading.task_tables import rows_of

_TEXT = ("heading", "item", "para")
_REPORTS = ("Báo cáo", "Tờ trình", "Biên bản", "Giấy mời", "Công báo", "Văn bản hợp nhất")
_ORDERS = ("Chỉ thị", "Công điện", "Thông báo", "Công văn", "Kết luận")
_LAWS = ("Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch", "Hiến pháp")
_RECIPIENTS = ("Nơi nhận", "NƠI NHẬN")
_WISHES = ruleset("tasks")["wishes"].regex
_PREAMBLE = ruleset("tasks")["preamble"].regex
_COMMANDS = ruleset("tasks")["command_words"].regex


def find_tasks(reading: Reading) -> list[Task]:
    """All tasks of a file, in the order of the text."""
    drafts: list[Draft] = []
    hits = Hits(reading.text, reading.plain)
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
        self.organising: set[int] = set()  # blocks under which duties are shared out
        self.carrying_out: set[int] = set()  # in a law, where an article says who carries it out: as in any other text
        self.wishes: set[int] = set()
        self.addressed = False
        self.silent = False  # behind 'Nơi nhận' or the signature, until an annex begins
        self.labels: dict[int, Draft] = {}  # work that labels below it speak of
        self.works: dict[int, int] = {}  # block of labels -> that work
        self.named: dict[int | None, tuple[Block, int]] = {}  # by parent: 'Nội dung: …', where its words begin
        self.introduced: dict[
            int | None, Head
        ] = {}  # by parent: whom '… yêu cầu các sở thực hiện các nội dung sau:' names
        self.order = doc.type in _ORDERS
        self.report = doc.type in _REPORTS
        self.law = doc.type in _LAWS
        blocks = reading.blocks[doc.first : doc.last + 1]
        self.parents = {b.parent for b in blocks if b.parent is not None}
        self.blocks = [b for b in blocks if not b.reprint]

    def drafts(self) -> list[Draft]:
        """The tasks outside tables."""
        found: list[Draft] = []
        for block in self.blocks:
            if block.index < self.doc.body or self._passes(block):
                continue
            found += self._block(block)
        return [*found, *(d for d in self.labels.values() if not joins(d, found) and d.roles)]

    def _passes(self, block: Block) -> bool:
        """Whether a block says nothing of tasks; keeps track of where recipients and the signature begin."""
        if block.kind == "signature" or self.reading.text.startswith(_RECIPIENTS, block.body):
            self.silent = True
        elif block.kind == "heading" and block.rank <= ROMAN:
            self.silent = False
        if self.reading.text.startswith("Kính gửi", block.body):
            self.addressed = True
            return True
        self.addressed = self.addressed and block.rank in (DASH, DASH + 5)  # the list of those it is sent to
        if self.silent or self.addressed or block.kind not in _TEXT:
            return True
        return block.index not in self.parents and self._is_member(block)

    def _block(self, block: Block) -> Iterator[Draft]:
        _reading, words = self.reading, self.reading.words(block)
        low = self.hits.low[block.body : min(block.end, block.body + 160)]
        inside = block.parent in self.organising
        self._note(block, words, low, inside)
        law = self._in_law(block)
        labels = None if self.report or law else read_labels(words, self.hits.low[block.body : block.end])
        if labels and self._is_labelled(block, labels):
            yield from self._labelled(block, words, labels, inside or self.order)
            return
        if self.report:
            yield from self._reported(block, words)
            return
        if not law and self._opens(block, words):
            return
        head = read_head(words, inside or self.order) if self._may_head(block, words) else None
        if head and head.rest is not None and "chịu trách nhiệm thi hành" in words[head.rest :]:
            head = None  # 'Thủ trưởng các cơ quan: Văn phòng UBND tỉnh, Sở Tư pháp chịu trách nhiệm thi hành'
        if head and ((law and not head.duty) or (is_general(head) and self._each_own(block))):
            head = None  # 'Điều 4. Thủ tướng Chính phủ' says what the body is; below others each says whose duty it is
        if head and (
            head.rest is not None or block.kind == "heading" or block.index in self.parents or words.endswith(":")
        ):
            self.heads[block.index] = head
            if (
                head.rest is not None
                and len(words) - head.rest > 6
                and not (words.endswith(":") and block.index in self.parents)
            ):
                yield self._under(block, block.body + head.rest, head)
            return
        above = self._head_above(block)
        if above and not (block.rank == NONE and ruleset("tasks")["closing"].regex.match(low) and self._ends(block)):
            if words.endswith(":") and block.index in self.parents:
                self._introduction(block, words, above)
                return
            if len(words) > 6 and not (block.rank == NONE and words.endswith(":") and len(words) < 40):  # 'Cụ thể:'
                yield self._under(block, block.body, above)
            return
        yield from self._free(block, words, inside or self.order)

    def _reported(self, block: Block, words: str) -> Iterator[Draft]:
        """Of a report: what it asks for, and what is still to be done."""
        if block.index in self.wishes or block.parent in self.wishes:
            yield from self._request(block, words)
        elif block.kind != "heading" and self._ahead(block):
            yield from self._free(block, words, False)
        elif block.kind != "heading" and carried_out_ahead(self.reading, self.blocks, block):
            yield from self._free(block, words, True)

    def _note(self, block: Block, words: str, low: str, inside: bool) -> None:
        """What a block says of those that follow: that duties or wishes are told there, or which work they speak of."""
        if block.kind == "heading" and block.rank <= ROMAN:
            self.introduced.clear()
        if inside or (len(words) < 200 and ruleset("tasks")["organising"].regex.search(low)):
            self.organising.add(block.index)
        if self.law and (block.parent in self.carrying_out or ruleset("tasks")["carrying_out"].regex.match(low)):
            self.carrying_out.add(block.index)
        if block.parent in self.wishes or (len(words) < 120 and _WISHES.search(low)):
            self.wishes.add(block.index)
        if work := ruleset("tasks")["work"].regex.match(low):
            self.named[block.parent] = (block, block.body + work.end())

    def _is_member(self, block: Block) -> bool:
        """Whether the block names a member of a committee and lays no duty on anybody."""
        start = block.body + count_before(self.hits.low, block.body)
        hit = start in self.hits.at
        return may_be_roster(self.hits.low, start, block.end, hit) and is_roster(self.hits.scan(start, block.end))

    def _each_own(self, block: Block) -> bool:
        """Whether most of what stands right under the block begins with a body."""
        below = [b for b in self.blocks if b.parent == block.index and b.rank < NONE]
        return sum(b.body in self.hits.at for b in below) * 2 > len(below)

    def _shares_out(self, block: Block) -> bool:
        """Whether the block stands right under a heading that shares duties out: '4. Kinh phí: Sở Tài chính …'."""
        above = self.reading.blocks[block.parent] if block.parent is not None else None
        return (
            above is not None
            and above.kind == "heading"
            and ruleset("tasks")["organising"].regex.search(plain(self.reading.words(above)[:160])) is not None
        )

    def _may_head(self, block: Block, words: str) -> bool:
        return (block.rank < NONE and (len(words) < 200 or ":" in words)) or ":" in words[:300]

    def _ahead(self, block: Block) -> bool:
        """Whether a report tells here what is still to be done."""
        rule = ruleset("tasks")["ahead"].regex
        return any(a.kind == "heading" and rule.search(self.reading.words(a)[:160]) for a in above(self.reading, block))

    def _head_above(self, block: Block) -> Head | None:
        """The bodies of the nearest heading above that names some, or of the paragraph that opens a row of items."""
        chain = [block, *above(self.reading, block)]
        named = next((self.heads[a.index] for a in chain[1:] if a.index in self.heads), None)
        if named or not self.introduced or block.rank == NONE:
            return named
        return next((self.introduced[a.parent] for a in chain if a.parent in self.introduced), None)

    def _opens(self, block: Block, words: str) -> bool:
        """Keeps whom a paragraph before a row of items orders; whether it does."""
        after = self.reading.blocks[block.index + 1] if block.index < self.doc.last else None
        head = ordered(self.hits, block, words) if after and ROMAN < after.rank < NONE else None
        if head:
            self.introduced[block.parent] = head
        return head is not None

    def _ends(self, block: Block) -> bool:
        """Whether nothing but paragraphs follows before the recipients, the signature or a larger heading."""
        for after in self.reading.blocks[block.index + 1 : self.doc.last + 1]:
            if (
                after.kind == "signature"
                or self.reading.text.startswith(_RECIPIENTS, after.body)
                or after.rank <= ROMAN
            ):
                return True
            if after.rank < NONE and after.kind in _TEXT:
                return False
        return True

    def _introduction(self, block: Block, words: str, above: Head) -> None:
        """'a) Chủ trì, phối hợp với các sở:' governs what stands under it with its own roles."""
        duties = read_duties(self.hits.scan(block.body, block.end), list(above.names))
        names = (
            tuple(i.said for i in duties.clauses[0].subject.items)
            if duties.own and duties.clauses[0].subject
            else above.names
        )
        self.heads[block.index] = Head(names, duties.modality or above.modality, None, roles=tuple(duties.roles))

    def _under(self, block: Block, start: int, head: Head) -> Draft:
        """A task of a paragraph under a heading that names its bodies."""
        duties = read_duties(self.hits.scan(start, block.end), list(head.names))
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

    def _free(self, block: Block, words: str, organising: bool) -> Iterator[Draft]:
        """A paragraph under no heading of bodies: an article, an item with its own subject, or single sentences."""
        text = self.reading.text
        start = block.body
        if self._in_article(block) or block.rank == ARTICLE:
            force = ruleset("tasks")["in_force"].regex.match(plain(words))
            if force and force.end() < len(words) - 5:
                start += force.end()
        body = text[start : block.end]
        if _PREAMBLE.match(body) and block.rank == NONE and not organising and not _COMMANDS.search(body):
            return
        if not may_order(self.hits, start, block.end) or self._told_under(block, "rights"):
            return
        if self.law and ruleset("tasks")["closing"].regex.match(plain(body[:80])):
            return
        scan = self.hits.scan(start, block.end)
        marked = block.rank < NONE or self._in_article(block)
        if marked and (organising or self._in_article(block)):
            topic = ruleset("tasks")["topic"].regex.match(scan.low)
            loose = organising and not self._in_law(block)
            duties = read_duties(scan.part(topic.end(), len(scan.low)) if topic else scan, None, loose)
            shared = block.parent in (self.carrying_out if self.law else self.organising) and not self.order
            if duties.own and duties.roles and (shared or self._is_order(block, duties, body)):
                kind: TaskKind = "article" if self._in_article(block) else "heading"
                if words.endswith(":") and block.index in self.parents:
                    subject = duties.clauses[0].subject
                    names = tuple(i.said for i in subject.items) if subject else ()
                    self.heads[block.index] = Head(names, duties.modality or "assign", None, roles=tuple(duties.roles))
                    return
                self._goes_on(block, duties)
                yield self._draft(
                    block, start, block.end, kind, duties.roles, duties.modality or "assign", "own-subject"
                )
                return
        closing = block.rank == NONE and self._ends(block)
        for a, b, duties in sentences(scan, self._strict(block)):
            if self._is_order(block, duties, scan.text[a:b]):
                draft = self._draft(
                    block, start + a, start + b, "inline", duties.roles, duties.modality or "assign", "sentence"
                )
                if draft.deadline is None:
                    draft.deadline = draft.due = deadline_behind(scan.text[b : b + 160])
                draft.where = block.path.split(".")[0] if closing else None  # it ends the whole part, not its last item
                yield draft

    def _goes_on(self, block: Block, duties: Duties) -> None:
        """'3. Các bộ tổ chức thực hiện Đề án. Cụ thể:' and then bullets, or a paragraph with a verb: theirs too."""
        after = self.reading.blocks[block.index + 1] if block.index < self.doc.last else None
        subject = duties.clauses[0].subject
        if after and subject and after.parent == block.index and after.rank == NONE:
            words = self.reading.words(after)
            goes_on = begins_with_verb(words) and not self._in_article(block)
            if (words.endswith(":") and len(words) < 60) or goes_on:
                self.heads[block.index] = Head(tuple(i.said for i in subject.items), duties.modality or "assign", None)

    def _is_order(self, block: Block, duties: Duties, body: str) -> bool:
        """In a law an article lays duties on bodies all the time; only who must carry it out counts."""
        if self._is_issuer(duties, body):
            return False
        if not self._in_law(block):
            return True
        return "chịu trách nhiệm" in body and ("thi hành" in body or " này" in body)

    def _strict(self, block: Block) -> bool:
        """Whether only the plainest sentences count: in laws, and where purposes and aims are told."""
        return self._in_law(block) or self._told_under(block, "aims")

    def _told_under(self, block: Block, words: str) -> bool:
        """Whether a heading above begins with one of these words of `duties.yaml`."""
        begins = tuple_of("duties", words)
        chain = (block, *above(self.reading, block))
        return any(a.kind == "heading" and self.hits.low.startswith(begins, a.body) for a in chain)

    def _in_law(self, block: Block) -> bool:
        """Whether a block is a rule of a law: not where it says who carries the law out."""
        return self.law and block.index not in self.carrying_out

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

    def _request(self, block: Block, words: str) -> Iterator[Draft]:
        """'Đề nghị Bộ Nội vụ …' among the wishes of a report."""
        low = plain(words)
        if low.startswith(("đề nghị", "kiến nghị")):
            duties = read_duties(Scan(words), None)
            if duties.own and duties.roles:
                kind: TaskKind = "heading" if block.rank < NONE else "inline"
                yield self._draft(block, block.body, block.end, kind, duties.roles, "request", "wish")

    def _is_labelled(self, block: Block, labels: Labels) -> bool:
        """Whether labels make a paragraph: nothing stands before them but their work, or they are all of it."""
        return not self._shares_out(block) if labels.start <= 3 else labels.start > 12 and bool(labels.roles)

    def _labelled(self, block: Block, words: str, labels: Labels, organising: bool) -> Iterator[Draft]:
        if labels.start <= 3:
            self._label(block, labels)
        else:
            yield self._with_labels(block, words, labels, organising)

    def _label(self, block: Block, labels: Labels) -> None:
        """'- Cơ quan chủ trì: …' below a piece of work: the work is the task."""
        bracketed = self.reading.text.startswith("(", block.body)
        work = work_of(self.reading, self.doc.body, block, bracketed, self.works)
        start = work.body if work else 0
        if block.parent in self.named and block.index - self.named[block.parent][0].index <= 8:
            work, start = self.named[block.parent]
        if work is None or work.kind not in _TEXT or work.index < self.doc.body or len(self.reading.words(work)) < 12:
            return
        self.works[block.index] = work.index
        draft = self.labels.get(work.index)
        if draft is None:
            draft = self.labels[work.index] = Draft(work, start, work.end, "heading", [], rule="label")
        complete(draft, labels)

    def _with_labels(self, block: Block, words: str, labels: Labels, organising: bool) -> Draft:
        """A paragraph that ends with labels: they say the roles, besides a subject of its own or a heading above."""
        said = words[: labels.start]
        own = read_head(said, organising) if ":" in said else None
        start = block.body + (own.rest or 0 if own else 0)
        head = own or self._head_above(block)
        duties = read_duties(self.hits.scan(start, block.body + labels.start), list(head.names) if head else None)
        led = any(role == "lead" for _, role in labels.roles)
        roles = duties.roles if own or duties.own or not led else []
        roles = [r for r in roles if r[0] not in {n for n, _ in labels.roles}]
        kind: TaskKind = "article" if self._in_article(block) and block.rank <= ARTICLE else "heading"
        modality = duties.modality or (head.modality if head else "assign")
        draft = self._draft(block, start, block.end, kind, roles, modality, "label")
        complete(draft, labels)
        return draft

    def _draft(
        self,
        block: Block,
        start: int,
        end: int,
        kind: TaskKind,
        roles: list[tuple[str, Role]],
        modality: Modality,
        rule: str,
    ) -> Draft:
        text = self.reading.text[start:end]
        spans = find_deadlines(text, self.hits.low[start:end])
        words = deadline_words(text, spans)
        reported = (has_any(text, ("áo cáo", "qua ")) and reports_to(self.hits.scan(start, end))) or None
        return Draft(block, start, end, kind, roles, modality, words, due=words, rule=rule, reports_to=reported)
