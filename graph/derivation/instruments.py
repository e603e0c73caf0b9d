"""One instrument's row out of the wordings that are it."""

from msgspec.structs import replace

from graph.areas import area
from graph.kinds import by_name
from graph.record import Document
from graph.resolution import Resolved, bucket
from graph.resolution.groups import favourite
from graph.statements import Cluster
from graph.store.port import InstrumentRow
from graph.titles import clashing


def instrument_row(resolved: Resolved) -> InstrumentRow:
    """What is known of the instrument: of a loaded one its own words, best file first; else what most files say."""
    own = [w for w in resolved.wordings if bucket(w.said) == resolved.bucket]
    loaded = sorted((w.said for w in own if w.loaded), key=lambda c: (c.rank, c.local))
    known = by_name(own[0].said.type)
    title = favourite((w.said.title, w) for w in own)
    row = InstrumentRow(
        id=resolved.id,
        type=known.name if known else favourite((w.said.type, w) for w in own) or "",
        code=favourite((w.said.code, w) for w in own),
        issued=resolved.issued,
        issuer=favourite((w.said.issuer, w) for w in own),
        title=title,
        loaded=bool(loaded),
        open=resolved.open,
        dates=resolved.dates,
        titles=() if resolved.open else clashing(title, {t for w in own if (t := w.said.title)}),
    )
    return _with_documents(row, loaded) if loaded else row


def _with_documents(row: InstrumentRow, loaded: list[Cluster]) -> InstrumentRow:
    """What only the text itself says; where the best file is silent the next may speak."""
    documents = [c.document for c in loaded if c.document]
    best = documents[0]
    place = _first(documents, "place")
    return replace(
        row,
        loaded=True,
        effective=_first(documents, "effective"),
        signer=_first(documents, "signer"),
        signed_as=_first(documents, "signed_as"),
        period=next((d.period for d in documents if d.period), None),
        place=place,
        nature=best.nature,
        stage=best.stage,
        files=tuple(dict.fromkeys(c.file for c in loaded)),
        incomplete=tuple(sorted(best.incomplete)),
        sample=any(d.sample for d in documents),
        area=area(place, row.issued, row.issuer),
    )


def _first(documents: list[Document], field: str) -> str | None:
    values: list[str | None] = [getattr(d, field) for d in documents]
    return next((v for v in values if v), None)
