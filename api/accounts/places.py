"""Where accounts and the log of deeds stand beside a store, and what time it is; asking that brings nothing along."""

from datetime import datetime
from pathlib import Path

from graph.store.access import is_server


def accounts_of(store: str, named: str = "") -> Path:
    """As a setting says, else beside the store ('phahe.db.accounts'); a server has no beside."""
    return Path(named or ("phahe.accounts" if is_server(store) else f"{store}.accounts"))


def audit_of(accounts: Path) -> Path:
    """'phahe.db.accounts' has 'phahe.db.audit'."""
    return accounts.with_name(accounts.name.removesuffix(".accounts") + ".audit")


def now() -> str:
    """ISO 8601 with offset."""
    return datetime.now().astimezone().isoformat(timespec="seconds")
