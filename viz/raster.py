"""A picture as PNG: resvg draws the very SVG that is shown, with the typeface that lies in the package."""

from importlib.resources import as_file, files

_FONTS = ("BeVietnamPro-400.ttf", "BeVietnamPro-600.ttf")
_SCALE, _MOST_PIXELS = 2, 60_000_000  # twice as fine as a screen, while there is room


class TooLarge(Exception):  # noqa: N818 - an answer for people
    """The picture has more pixels than a PNG of ours may have."""


def png(svg: str, width: int, height: int) -> bytes:
    """The picture of an SVG of this size; no font of the machine is used, so every machine draws it alike."""
    import resvg_py  # noqa: PLC0415 - three megabytes that nothing else needs

    if width * height > _MOST_PIXELS:
        raise TooLarge
    zoom = _SCALE if width * height * _SCALE**2 <= _MOST_PIXELS else 1
    folder = files("viz.fonts")
    with as_file(folder.joinpath(_FONTS[0])) as regular, as_file(folder.joinpath(_FONTS[1])) as bold:
        return resvg_py.svg_to_bytes(
            svg_string=svg, zoom=zoom, background="#ffffff", skip_system_fonts=True,
            font_files=[str(regular), str(bold)], font_family="Be Vietnam Pro", sans_serif_family="Be Vietnam Pro",
        )  # fmt: skip
