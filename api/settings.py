"""Settings out of the environment, read when asked for: PHAHE_STORE, _LANG, _JOBS, … and one for each limit."""

import os
from collections.abc import Mapping

from msgspec import Struct, structs

from api.isolation.messages import Terms
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


def settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process; raises `BadSetting`."""
    env = os.environ if environ is None else environ
    limits = {
        field: _positive(env, f"PHAHE_{field.upper()}", default) for field, default in structs.asdict(Limits()).items()
    }
    return Settings(
        store=env.get("PHAHE_STORE") or "phahe.db",
        lang=env.get("PHAHE_LANG") or "vi",
        jobs=_positive(env, "PHAHE_JOBS", 1, MOST_JOBS),
        task_columns=env.get("PHAHE_TASK_COLUMNS", ""),
        debug=env.get("PHAHE_DEBUG", "") not in {"", "0"},
        worker_files=_positive(env, "PHAHE_WORKER_FILES", 500),
        limits=Limits(**limits),
    )
