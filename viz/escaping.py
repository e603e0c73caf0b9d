"""Text of others on its way to people: what a terminal would obey is shown instead."""

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))  # C0, DEL, C1
# marks, embeddings, overrides and isolates that turn the order of what is read (UAX 9), and two kinds of line ends
_TURNING = (0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
_TABLE = {code: _NAMED.get(chr(code), f"\\x{code:02x}") for code in _CONTROLS} | {c: f"\\u{c:04x}" for c in _TURNING}
_LINES = {code: shown for code, shown in _TABLE.items() if chr(code) not in "\n\t"}
_IN_JSON = {code: f"\\u{code:04x}" for code in _TABLE if code >= 0x7F}  # JSON itself escapes C0

_SHOWN_IN_JSON = {code: f"\\\\u{code:04x}" for code in _TABLE if code >= 0x7F}


def escaped(text: str, *, lines: bool = False) -> str:
    r"""The text with control characters as escapes; with `lines` its line breaks and tabs stay.

    >>> escaped("a\x1b[31m\x9b\u202eb\n"), escaped("a\n\x07", lines=True)
    ('a\\x1b[31m\\x9b\\u202eb\\n', 'a\n\\x07')
    """
    return text if text.isascii() and text.isprintable() else text.translate(_LINES if lines else _TABLE)


def escaped_json(text: str) -> str:
    r"""JSON that means the same, where also C1 controls and turning marks are escaped.

    >>> escaped_json('["\x9b"]')
    '["\\u009b"]'
    """
    return text if text.isascii() else text.translate(_IN_JSON)


def shown_json(text: str) -> str:
    r"""JSON whose strings show C1 controls and turning marks, for programs that draw them.

    >>> shown_json('["\u202e"]')
    '["\\\\u202e"]'
    """
    return text.translate(_SHOWN_IN_JSON)


def shown(value: object) -> object:
    """For templates (`finalize`): words of others without what would turn a line round or is no XML; not markup."""
    return escaped(value, lines=True) if type(value) is str else value
