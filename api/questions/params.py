"""Parameters of questions: the command line makes options of them, HTTP query parameters of the same names."""

from typing import Literal

from msgspec import Struct

from graph import dates
from graph.record import RELATIONS

# words: a citation or a name, the question's own subject; relations: names joined by commas
Kind = Literal["words", "text", "choice", "number", "flag", "date", "relations"]
Value = str | int | bool | None


class BadValue(Exception):  # noqa: N818 - an answer for people
    """A value that cannot be used: the key of the sentence that says why, and its values."""

    def __init__(self, param: str, key: str, **values: object) -> None:
        super().__init__(f"{param}: {key}")
        self.param, self.key, self.values = param, key, values


class Param(Struct, frozen=True, kw_only=True):
    """One parameter: `name` outside (`due_before`; the command line writes `--due-before`), `key` of its help."""

    name: str
    key: str = ""  # of the sentence that explains it; words have none on the command line
    kind: Kind = "text"
    argument: str = ""  # the keyword of `ask` where it is not the name
    metavar: str = ""
    choices: tuple[str, ...] = ()
    many: bool = False
    default: Value = None
    least: int = 1
    most: int = 1
    example: str = ""

    @property
    def keyword(self) -> str:
        """By which `ask` gets it."""
        return self.argument or self.name


def parsed(param: Param, value: str) -> str | tuple[str, ...]:
    """What `ask` gets of a written value; raises `BadValue`. Choices and numbers are checked by who asks."""
    if param.kind == "date":
        found = dates.typed(value)
        if found is None:
            raise BadValue(param.name, "usage.date")
        return found
    if param.kind == "relations":
        names = tuple(n.strip().upper() for n in value.split(",") if n.strip())
        unknown = [n for n in names if n not in RELATIONS]
        if unknown:
            raise BadValue(param.name, "bad_relation", name=", ".join(unknown), known=", ".join(RELATIONS))
        return names
    if param.kind == "text" and not value.strip():
        raise BadValue(param.name, "usage.blank")  # an empty variable of a script must not ask for everything
    return value
