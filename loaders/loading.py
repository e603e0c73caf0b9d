"""Bytes to `Loaded`: the one door through which files come in."""

from importlib import import_module
from typing import Protocol, cast

from loaders.files import too_large
from loaders.limits import Limits
from loaders.sniffing import Content, sniff
from loaders.text import Loaded, NotRead


class Loader(Protocol):
    """A module of `loaders.formats` that reads one format."""

    def load(self, data: bytes, name: str, limits: Limits) -> Loaded:
        """The text and segments of a file whose content is of the format; raises `NotRead`.

        `name` is as people wrote it: it may word a refusal, never decide what the text is.
        """


# the module that reads a content: imported when the first such file comes
_LOADERS: dict[Content, str] = {
    "zip": "docx",
    "text": "txt",
    "markdown": "md",
    "html": "html",
    "mhtml": "mhtml",
    "pdf": "pdf",
}
# contents that no module reads (yet), each with its reason
_NOT_YET: dict[Content, str] = {
    "rtf": "format.rtf",
    "ole": "format.ole",
    "encrypted_ole": "format.encrypted_ole",
    "image": "format.image",
    "archive": "format.archive",
    "xml": "format.xml",
    "rdf": "rdf.no_text",
    "unknown": "format.unknown",
}


def load(data: bytes, name: str = "", limits: Limits = Limits()) -> Loaded:  # noqa: B008 - frozen
    """The text and segments of a file's bytes; raises `NotRead`. `name` only tells text from what claims otherwise."""
    if not data:
        raise NotRead("file.empty")
    if len(data) > limits.file_bytes:
        raise too_large(limits)
    content = sniff(data, name)
    if content in _NOT_YET:
        raise NotRead(_NOT_YET[content])
    loader = cast(Loader, import_module(f"loaders.formats.{_LOADERS[content]}"))
    return loader.load(data, name, limits)
