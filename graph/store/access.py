"""How a server that holds a store is reached: never part of the address, so that no password gets into a log."""

from msgspec import Struct


class Access(Struct, frozen=True, kw_only=True):
    """User, password and database; times in seconds. Without a password the server is asked without one."""

    user: str = "neo4j"
    password: str = ""
    database: str | None = None  # None: the user's home database
    connect: float = 5.0  # until a connection stands
    retry: float = 30.0  # for how long what a server could not do just now is tried again
    pool: int = 20  # connections at most

    def __repr__(self) -> str:
        return f"Access({self.user!r}, database={self.database!r})"


SERVERS = ("neo4j://", "neo4j+s://", "neo4j+ssc://", "bolt://", "bolt+s://", "bolt+ssc://")


def is_server(where: object) -> bool:
    """Whether a store's name is the address of a server."""
    return str(where).startswith(SERVERS)
