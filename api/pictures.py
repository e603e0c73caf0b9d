"""Files of a family of instruments: what is shown, as a drawing, a table, a page of its own or data."""

import msgspec

from api.messages import Words
from api.problems import Problem
from api.questions.asking import extent_text
from graph.store.port import Store
from queries.family import Family
from queries.stats import extent
from viz.entries import Frame

ENDINGS = ("svg", "png", "xlsx", "html", "json")


def notes(found: Family, say: Words) -> list[str]:
    """What an honest picture says of itself."""
    lines = [say("family.left", count=found.left, most=len(found.nodes))] if found.left else []
    return [*lines, *([say("family.truncated")] if found.truncated else [])]


def made(ending: str, found: Family, shape: Frame, store: Store, say: Words) -> bytes:
    """The file of an ending; raises `Problem` where a PNG would be too large."""
    if ending == "json":
        return msgspec.json.encode(found)
    title, loaded = say("picture.title", name=shape.known(found.root)), extent_text(extent(store), say)
    if ending == "html":
        from viz.network import Wording, page  # noqa: PLC0415 - the others need no templates of it

        return page(found, shape, Wording(title, loaded, tuple(notes(found, say))), say.lang).encode()
    if ending == "xlsx":
        from viz.family_sheet import COLUMNS, family_workbook  # noqa: PLC0415 - only this file needs it

        words = {key: say(f"family.sheet.{key}") for key in COLUMNS}
        return family_workbook(found, shape, words, [title, loaded, *notes(found, say)])
    return _drawn(ending, found, shape, say)


def _drawn(ending: str, found: Family, shape: Frame, say: Words) -> bytes:
    from viz.picture import drawing, svg  # noqa: PLC0415 - templates, which the other files need not

    drawn = drawing(found, shape)
    picture = svg(drawn, shape)
    if ending == "svg":
        return picture.encode()
    from viz.raster import TooLarge, png  # noqa: PLC0415 - only this file needs it

    try:
        return png(picture, drawn.width, drawn.height)
    except TooLarge:
        raise Problem(say("family.png_too_large")) from None
