"""Settings out of the environment, read when asked for: PHAHE_STORE, _LANG, _JOBS, … and one for each limit."""

import os
from collections.abc import Mapping

from msgspec import Struct, structs

from api.isolation.terms import Terms
from api.messages import LANGUAGES
from graph.store.access import Access
from loaders.limits import Limits

MOST_JOBS = 64


class BadSetting(Exception):  # noqa: N818 - an answer for people
    """A variable whose value cannot be used."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"{name}={value}")
        self.name, self.value = name, value


class Settings(Struct, frozen=True, kw_only=True):
    """All of them; `limits` has one variable a field: PHAHE_FILE_BYTES, PHAHE_XML_NODES, …."""

    store: str = "phahe.db"
    lang: str = "vi"
    jobs: int = 1
    debug: bool = False
    task_columns: str = ""  # labels of the sheet of tasks: 'lead=Đơn vị chủ trì; deadline=Thời gian'
    worker_files: int = 500  # a reader makes room for a new one after so many
    sparql_seconds: int = 30  # what one query of SPARQL may take, the making of the triples in it
    sparql_rows: int = 10_000  # rows or triples of its answer
    http_threads: int = 8  # questions that are answered side by side over HTTP
    picture_nodes: int = 300  # instruments that a picture draws one by one
    http_seconds: int = 10  # what one question may take over HTTP
    uploads: int = 50  # files that came over HTTP and wait to be accepted
    accounts: str = ""  # the file of accounts, where it is not beside the store
    names: tuple[str, ...] = ()  # by which a server off loopback is called, beside its host's own
    proxies: tuple[str, ...] = ()  # addresses of proxies that may say for whom they speak (X-Forwarded-For, -Proto)
    proxy_header: str = ""  # in which such a proxy names the user that it knows
    session_minutes: int = 60  # a session ends when nobody used it for so long
    session_hours: int = 12  # and in any case
    sign_in_tries: int = 10  # in ten minutes, of one account; of one address three times as many
    limits: Limits = Limits()

    def terms(self) -> Terms:
        """What readers are told."""
        return Terms(self.limits, self.worker_files, self.debug)


def _positive(environ: Mapping[str, str], name: str, default: int, most: int | None = None) -> int:
    value = environ.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or not 0 < int(value[:19]) <= (most or 10**18):
        raise BadSetting(name, value)
    return int(value)


def access(environ: Mapping[str, str] | None = None) -> Access:
    """How a server that holds the store is reached, by PHAHE_NEO4J_…; raises `BadSetting`."""
    env = os.environ if environ is None else environ
    known = Access()
    return Access(
        user=env.get("PHAHE_NEO4J_USER") or known.user,
        password=env.get("PHAHE_NEO4J_PASSWORD") or _secret(env, "PHAHE_NEO4J_PASSWORD_FILE"),
        database=env.get("PHAHE_NEO4J_DATABASE") or known.database,
        connect=_positive(env, "PHAHE_NEO4J_CONNECT_SECONDS", int(known.connect), 3600),
        retry=_positive(env, "PHAHE_NEO4J_RETRY_SECONDS", int(known.retry), 3600),
        pool=_positive(env, "PHAHE_NEO4J_CONNECTIONS", known.pool, 1000),
    )


def _secret(env: Mapping[str, str], name: str) -> str:
    """The first line of the file that the variable names."""
    path = env.get(name, "")
    if not path:
        return ""
    try:
        with open(path, encoding="utf-8") as file:
            return file.readline().rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise BadSetting(name, f"{path} ({getattr(error, 'strerror', None) or 'UTF-8'})") from None


def _list(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in env.get(name, "").split(",") if part.strip())


def _lang(env: Mapping[str, str]) -> str:
    lang = env.get("PHAHE_LANG") or LANGUAGES[0]
    if lang not in LANGUAGES:
        raise BadSetting("PHAHE_LANG", lang)
    return lang


def settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process; raises `BadSetting`."""
    env = os.environ if environ is None else environ
    limits = {
        field: _positive(env, f"PHAHE_{field.upper()}", default) for field, default in structs.asdict(Limits()).items()
    }
    return Settings(
        store=env.get("PHAHE_STORE") or "phahe.db",
        lang=_lang(env),
        jobs=_positive(env, "PHAHE_JOBS", 1, MOST_JOBS),
        task_columns=env.get("PHAHE_TASK_COLUMNS", ""),
        debug=env.get("PHAHE_DEBUG", "") not in {"", "0"},
        worker_files=_positive(env, "PHAHE_WORKER_FILES", 500),
        sparql_seconds=_positive(env, "PHAHE_SPARQL_SECONDS", 30),
        sparql_rows=_positive(env, "PHAHE_SPARQL_ROWS", 10_000),
        http_threads=_positive(env, "PHAHE_HTTP_THREADS", 8, MOST_JOBS),
        picture_nodes=_positive(env, "PHAHE_PICTURE_NODES", 300, 2_000),
        http_seconds=_positive(env, "PHAHE_HTTP_SECONDS", 10, 3600),
        uploads=_positive(env, "PHAHE_UPLOADS", 50),
        accounts=env.get("PHAHE_ACCOUNTS", ""),
        names=tuple(n.lower() for n in _list(env, "PHAHE_NAMES")),
        proxies=_list(env, "PHAHE_PROXIES"),
        proxy_header=env.get("PHAHE_PROXY_HEADER", "").strip(),
        session_minutes=_positive(env, "PHAHE_SESSION_MINUTES", 60, 60 * 24 * 30),
        session_hours=_positive(env, "PHAHE_SESSION_HOURS", 12, 24 * 30),
        sign_in_tries=_positive(env, "PHAHE_SIGN_IN_TRIES", 10),
        limits=Limits(**limits),
    )
