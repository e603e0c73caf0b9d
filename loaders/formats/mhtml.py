"""A web page saved as one file (.mht, .mhtml): an envelope of mail around the page."""

import email
import email.policy
from email.errors import MessageError
from email.message import EmailMessage

from loaders.formats import html
from loaders.limits import Limits
from loaders.text import Loaded, NotRead

_MOST_NESTED = 20  # envelopes in envelopes; browsers make one


def load(data: bytes, name: str, limits: Limits) -> Loaded:
    """The text of the page; raises `NotRead`."""
    del name  # its content says it all
    if data.count(b"boundary=") > _MOST_NESTED:
        raise NotRead("mhtml.nested", most=_MOST_NESTED)
    if data.count(b"\nContent-Type:") > limits.entries:
        raise NotRead("mhtml.entries", "entries", most=limits.entries)
    try:
        parts = email.message_from_bytes(data, policy=email.policy.default).walk()
        page = next((p for p in parts if isinstance(p, EmailMessage) and p.get_content_type() == "text/html"), None)
        content = page.get_payload(decode=True) if page is not None else None
        charset = page.get_content_charset("") if page is not None else ""
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise NotRead("mhtml.broken") from error
    if not isinstance(content, bytes) or not content.strip():
        raise NotRead("mhtml.no_page")
    return html.page(content, data, charset, limits)
