"""What commands do, in the log of who did what: under the name that the system knows."""

import os
from getpass import getuser
from pathlib import Path

from api.accounts.audit import Audit, Event
from api.accounts.places import accounts_of, audit_of
from api.settings import settings


def note(log: Path, event: Event, what: str) -> None:
    """Into the log; raises `OSError`: what nobody can look up later is not done."""
    try:
        who = getuser()
    except (OSError, KeyError):  # a number without a name
        who = str(os.getuid())
    Audit(log).note(f"os:{who}", "", event, what)


def carry_on(store: str | None, event: Event, what: str) -> None:
    """Into the store's log, before it is done, where there are accounts or something was done over HTTP.

    Who works alone, without accounts, gets no file that he did not ask for. Raises `OSError`.
    """
    setting = settings()
    accounts = accounts_of(store or setting.store, setting.accounts)
    log = audit_of(accounts)
    if log.exists() or accounts.exists():
        note(log, event, what)
