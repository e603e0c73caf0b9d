"""A plan issued with a decision: what '(Kèm theo Quyết định số …)' says of the decision, and it of the plan."""

from loaders.reading.context import Doc, Reading
from loaders.reading.model import Named


def settle_attachments(reading: Reading) -> None:
    """Fill the decision's lost number and date from the note, the plan's date and issuer from the decision."""
    for doc in reading.docs:
        note = _note(reading, doc)
        if note is None:
            continue
        parent = reading.docs[doc.promulgated_by] if doc.promulgated_by is not None else None
        if parent is not None and parent.type == note.type:
            _complete(parent, note)
        doc.issued = doc.issued or note.issued
        doc.issuer = doc.issuer or note.issuer
        if parent is not None:
            doc.issuer = parent.issuer or doc.issuer


def _note(reading: Reading, doc: Doc) -> Named | None:
    if doc.attached_to is None:
        return None
    low, high = doc.attached_to
    return next((m for m in reading.mentions if low <= m.start < high and m.code), None)


def _complete(parent: Doc, note: Named) -> None:
    parent.code = parent.code or note.code
    parent.issued = parent.issued or note.issued
    parent.issuer = parent.issuer or note.issuer
    if parent.effective is None and parent.effective_signed:
        parent.effective = parent.issued
