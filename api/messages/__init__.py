"""What the command says to people, in Vietnamese and English; data in JSON because start-up must not wait for YAML."""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

import msgspec

from graph.refusals import sentences

LANGUAGES = ("vi", "en")
DEFAULT = "vi"


class Words:
    """The sentences of one language by key; `say("no_store", store="x.db")` fills in the values."""

    def __init__(self, lang: str, table: dict[str, str]) -> None:
        self.lang, self._table = lang, table

    def __call__(self, key: str, **values: object) -> str:
        """The sentence; a key that is not there is a fault of ours and says so."""
        return self._table[key].format(**values) if values else self._table[key]

    def sentence(self, key: str) -> str:
        """The sentence with its gaps."""
        return self._table[key]

    def keys(self) -> set[str]:
        """All keys, so that a test can compare the languages."""
        return set(self._table)


@lru_cache(maxsize=2 * len(LANGUAGES))
def words(lang: str, over: str = "") -> Words:
    """The sentences of 'vi' or 'en'; any other name gives Vietnamese. Refusals speak Vietnamese themselves.

    `over`: those under 'http:…' in the place of the command line's, which speak of its options.
    """
    known = lang if lang in LANGUAGES else DEFAULT
    table = msgspec.json.decode(files("api.messages").joinpath(f"{known}.json").read_bytes(), type=dict[str, str])
    table |= {key.removeprefix(over): table[key] for key in list(table) if over and key.startswith(over)}
    return Words(known, {**sentences(), **table} if known == DEFAULT else table)


def language_of(arguments: Sequence[str], default: str = DEFAULT) -> str:
    """The `--lang` of a command line, before it is parsed: help and errors of usage need it too."""
    for here, after in zip(arguments, [*arguments, ""][1:], strict=True):
        if here == "--":
            break
        if here == "--lang" or here.startswith("--lang="):
            return here.removeprefix("--lang=") if "=" in here else after
    return default
