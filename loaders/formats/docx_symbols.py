"""Characters that exist only in a symbol font, as the Unicode character that is seen."""

# Code points of the fonts without their F000 (Microsoft's symbol encoding); the ones that carry meaning in documents:
# comparisons, degrees, multiplication, arrows, tick boxes. A bullet is a bullet whatever it looks like.
_SYMBOL = {0xA3: "≤", 0xB3: "≥", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0xB9: "≠", 0xBB: "≈", 0xB7: "•", 0xAE: "→", 0x2D: "−",
           0x61: "α", 0x62: "β", 0x67: "γ", 0x6D: "μ", 0x53: "Σ", 0x44: "Δ", 0xB8: "÷", 0xA5: "∞"}  # fmt: skip
_WINGDINGS = {0xA8: "◻", 0x6F: "□", 0x71: "❑", 0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xE0: "→", 0xF0: "⇨",
              0xD8: "➢", 0xA7: "▪", 0x6C: "●", 0x6E: "■", 0x76: "❖", 0xB7: "•"}  # fmt: skip
_PRIVATE = 0xF000


def symbol(code: str | None, font: str | None) -> str:
    """The character of `<w:sym w:font w:char>`; an unknown one stays in the private area, so that nothing is lost.

    >>> symbol("F0B3", "Symbol"), symbol("2265", "Times New Roman")
    ('≥', '≥')
    """
    try:
        point = int(code or "", 16)
    except ValueError:
        return ""
    if not 0x20 <= point <= 0x10FFFF or 0xD800 <= point <= 0xDFFF:
        return ""
    table = _SYMBOL if (font or "").lower() == "symbol" else _WINGDINGS if "wingdings" in (font or "").lower() else {}
    return table.get(point & 0xFF if point >= _PRIVATE or point < 0x100 else point, chr(point))


def lookalike(point: int) -> str:
    """The character that a private one most likely shows where its font is not known: comparisons before bullets.

    >>> lookalike(0xF0B3), lookalike(0xF0A7), lookalike(0xF099)
    ('≥', '▪', '\uf099')
    """
    return _SYMBOL.get(point & 0xFF) or _WINGDINGS.get(point & 0xFF) or chr(point)
