"""Search text: the words by which instruments, tasks and bodies are looked for, out of their rows (design 7, 9)."""

from collections.abc import Iterable

from graph.folding import fold
from graph.record import Task
from graph.store.port import BodyRow, InstrumentRow, TaskRow

_SPELLED = (("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd"), ("thu tuong chinh phu", "thu tuong"))


def spelled(folded: str) -> str:
    """Folded words of a body with one spelling: 'uy ban nhan dan tinh' gives 'ubnd tinh'."""
    for long, short in _SPELLED:
        folded = folded.replace(long, short)
    return folded


def names(row: InstrumentRow) -> frozenset[str]:
    """Words of title, issuer and place, in the one spelling."""
    return frozenset(spelled(_said(row)).split())


def search_text(row: InstrumentRow) -> str:
    """Every word that may be asked for, once: of type, number, title, issuer and place, in either spelling."""
    said = _said(row)
    return " ".join(sorted({*said.split(), *spelled(said).split(), *fold(f"{row.type} {row.code or ''}").split()}))


def task_text(task: Task | TaskRow) -> str:
    """The words of a task's text and product, each once."""
    return " ".join(sorted(set(fold(f"{task.text} {task.deliverable or ''}").split())))


def body_text(body: BodyRow) -> str:
    """The words of a body's names, in either spelling, each once."""
    said = fold(" ".join((body.name, *body.aliases)))
    return " ".join(sorted({*said.split(), *spelled(said).split()}))


def between_blanks(names: Iterable[str]) -> str:
    """Names as `Store.body_candidates` searches them: each between blanks, so that only whole words are found."""
    return "\n".join(f" {fold(name)} " for name in names)


def _said(row: InstrumentRow) -> str:
    return fold(" ".join(t for t in (row.title, row.issuer, row.place) if t))
