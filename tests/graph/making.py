"""Records made by hand, so that graph and stores are tested without reading anything."""

import hashlib
from collections.abc import Sequence
from typing import Any

from graph.body_keys import body_key
from graph.identity import instrument_id
from graph.record import (
    Act,
    Assignee,
    Document,
    Evidence,
    Instrument,
    Mention,
    Organization,
    Record,
    Relation,
    Role,
    Stage,
    Target,
    Task,
    Warning,
)


class Made:
    """Builds one record; every statement gets a line of its own in the text, which is what it quotes."""

    def __init__(self, name: str, form: str = "txt") -> None:
        self.name, self.form = name, form
        self.lines: list[str] = [name]
        self.documents: list[Document] = []
        self.instruments: dict[str, Instrument] = {}
        self.mentions: list[Mention] = []
        self.relations: list[Relation] = []
        self.tasks: list[tuple[str, int, int, str, list[Assignee], dict[str, Any]]] = []
        self.targets: list[tuple[str, int, int, str]] = []
        self.warnings: list[Warning] = []
        self.torn: list[tuple[int, int]] = []

    @property
    def sha256(self) -> str:
        return hashlib.sha256(f"{self.name}.{self.form}".encode()).hexdigest()

    def line(self, text: str) -> tuple[int, int]:
        start = sum(len(line) + 1 for line in self.lines)
        self.lines.append(text)
        return start, start + len(text)

    def tears(self, *parts: tuple[int, int]) -> "Made":
        """Every mention, quote and task has something else inside; `parts` count from its start."""
        self.torn = list(parts)
        return self

    def _parts(self, start: int) -> list[tuple[int, int]]:
        return [(start + a, start + b) for a, b in self.torn]

    def document(  # noqa: PLR0913, PLR0917 - the header of a document
        self,
        kind: str = "Kế hoạch",
        code: str | None = None,
        issued: str | None = None,
        issuer: str | None = None,
        title: str | None = None,
        stage: Stage = "issued",
        place: str | None = None,
        period: tuple[int, int] | None = None,
    ) -> str:
        start, end = self.line(f"{kind} {code} {title}")
        local = f"d{len(self.documents) + 1}"
        self.documents.append(
            Document(
                id=local, type=kind, code=code, issued=issued, issuer=issuer, title=title, effective=issued,
                signer=None, signed_as=None, period=period, place=place, nature="hanh_chinh", stage=stage, start=start,
                end=end,
            )
        )  # fmt: skip
        return local

    def cites(
        self,
        kind: str,
        code: str | None = None,
        issued: str | None = None,
        issuer: str | None = None,
        title: str | None = None,
    ) -> str:
        start, end = self.line(f"{kind} {code} {issued} {issuer} {title}")
        local = instrument_id(kind, code, issued, issuer, title)
        self.instruments[local] = Instrument(id=local, type=kind, code=code, issued=issued, issuer=issuer, title=title)
        self.mentions.append(
            Mention(
                instrument=local, start=start, end=end, text=self.lines[-1], provision=None, parts=self._parts(start)
            ),
        )
        return local

    def claims(self, source: str, relation: str, target: str, act: Act = "done", confidence: float = 0.9) -> "Made":
        start, end = self.line(f"{source} {relation} {target}")
        self.relations.append(
            Relation(
                source=source, relation=relation, target=target, rule="made", confidence=confidence, act=act,
                evidence=[Evidence(start=start, end=end, text=self.lines[-1], parts=self._parts(start))],
            )
        )  # fmt: skip
        return self

    def task(self, document: str, text: str, *bodies: str, role: Role = "lead", **facts: Any) -> "Made":
        """`facts`: deliverable, deadline, due, …."""
        start, end = self.line(text)
        laid_on = [Assignee(organization=b, role=role) for b in bodies]
        self.tasks.append((document, start, end, text, laid_on, facts))
        return self

    def target(self, document: str, text: str) -> "Made":
        self.targets.append((document, *self.line(text), text))
        return self

    def warns(self, code: str) -> "Made":
        self.warnings.append(Warning(code=code, message="made", start=0, end=1))
        return self

    def organizations(self) -> list[Organization]:
        own = {d.id: d for d in self.documents}
        named = {(a.organization, own[t[0]].issued, own[t[0]].place) for t in self.tasks for a in t[4]}
        keys = {body_key(*said).id: (said[0], body_key(*said)) for said in named}
        return [
            Organization(id=i, name=name, aliases=[name.split(" tỉnh")[0]], kind=key.kind, place=key.place)
            for i, (name, key) in sorted(keys.items())
        ]

    def record(self) -> Record:
        short = self.sha256[:10]
        return Record(
            source=f"{self.name}.{self.form}",
            format=self.form,
            encoding="utf-8",
            sha256=self.sha256,
            text="\n".join(self.lines),
            documents=self.documents,
            instruments=list(self.instruments.values()),
            mentions=self.mentions,
            relations=self.relations,
            tasks=[
                Task(
                    id=f"{short}.{start}", document=document, where="V.1", kind="heading", start=start, end=end,
                    text=text, assignees=assignees, budget=None, modality="assign", reports_to=None,
                    parts=self._parts(start), **({"deliverable": None, "deadline": None, "due": []} | facts),
                )
                for document, start, end, text, assignees, facts in self.tasks
            ],
            targets=[
                Target(
                    id=f"{short}.{start}", document=document, where="II", start=start, end=end, text=text, value=95,
                    unit="%", comparator=">=", due=None, due_source=None, achieved=False,
                )
                for document, start, end, text in self.targets
            ],
            organizations=self.organizations(),
            warnings=self.warnings,
        )  # fmt: skip


def cited(name: str, *citations: Sequence[str | None], title: str | None = None) -> Record:
    """A file with one report that cites the instruments (type, code, issued, issuer, title)."""
    made = Made(name)
    own = made.document("Báo cáo", "12/BC-SNV", "2024-01-05", f"Sở Nội vụ tỉnh {name}", title)
    for citation in citations:
        made.claims(own, "CITES", made.cites(*citation))
    return made.record()
