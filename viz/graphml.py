"""GraphML, as Gephi and yEd open it: every attribute declared with its type, one node or edge a line."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from graph.networks import LINK_TYPES, NODE_TYPES, Link, Node, Values

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
# what XML 1.0 has no way to write
_NOT_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")


def graphml(nodes: Iterable[Node], links: Iterable[Link]) -> Iterator[bytes]:
    """The file, piece by piece. Names of attributes are unique among nodes and among edges, as Gephi wants them."""
    yield _HEAD.encode()
    for what, types in (("node", NODE_TYPES), ("edge", LINK_TYPES)):
        for name, kind in types.items():
            yield f'<key id="{what}_{name}" for="{what}" attr.name="{name}" attr.type="{kind}"/>\n'.encode()
    yield b'<graph id="phahe" edgedefault="directed">\n'
    for node in nodes:
        yield f"<node id={quoteattr(_xml(node.id))}>{_data('node', node.values)}</node>\n".encode()
    for link in links:
        ends = f"source={quoteattr(_xml(link.source))} target={quoteattr(_xml(link.target))}"
        yield f"<edge {ends}>{_data('edge', link.values)}</edge>\n".encode()
    yield b"</graph>\n</graphml>\n"


def _xml(text: str) -> str:
    return text.translate(_NOT_XML)


def _data(what: str, values: Values) -> str:
    return "".join(f'<data key="{what}_{name}">{_value(value)}</data>' for name, value in values.items())


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else escape(_xml(str(value)))
