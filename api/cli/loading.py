"""`ingest`, `forget`, `rebuild`: what changes the store."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from urllib.parse import urlsplit

import click

from api.cli.asking import emit
from api.cli.commands import command, format_option, jobs_option, store_option
from api.cli.noting import carry_on
from api.cli.problems import Failed, say_error
from api.ingest import Loading, Reads, Seen, State, Summary, member_key
from api.messages import Words
from api.problems import Problem
from api.questions.asking import Answer, extent_text, worded
from api.settings import MOST_JOBS, settings
from api.sources import STDIN, Source, expand, shown, stored
from api.stores import log_of, opened
from api.workers import Reading
from graph.log import Loads
from graph.store.port import Store
from loaders.fingerprint import reading_fingerprint
from queries import finding
from queries.stats import extent
from viz import summaries


@contextmanager
def _lines(say: Words) -> Iterator[Seen]:
    """What cannot be read, a line each."""

    def seen(source: Source, state: State, reason: str | None) -> None:
        if state == "failed":
            say_error(say("file.problem", path=shown(source.path), reason=reason))

    yield seen


def _progress(say: Words, sources: list[Source]) -> AbstractContextManager[Seen]:
    """A bar with rate and time left on a terminal, where failures are lines too."""
    if sys.stderr.isatty():
        made: AbstractContextManager[Seen] = import_module("api.cli.progress").bar(say, sources)  # rich is slow
        return made
    return _lines(say)


def _reading(jobs: int | None, scheduler: str | None, say: Words) -> Callable[[Iterator[Source]], Reads]:
    """Who reads: processes of this machine, or a cluster."""
    setting = settings()
    if scheduler:
        cluster = import_module("api.cluster.scheduler").Cluster  # few have one
        return lambda sources: cluster(sources, scheduler, setting.terms(), say.lang, reading_fingerprint())
    return lambda sources: Reading(sources, jobs or setting.jobs, setting.terms(), say.lang)


def _load(
    store: Store, log: Loads, sources: list[Source], reading: Callable[[Iterator[Source]], Reads], say: Words
) -> Summary:
    began = time.monotonic()
    with log.alone(lambda: say_error(say("ingest.waiting"))), _progress(say, sources) as seen:
        loading = Loading(store, log, reading_fingerprint(), seen)
        try:
            summary = loading.run(sources, settings().limits.file_bytes, reading)
        except KeyboardInterrupt:
            say_error(say("ingest.stopped", loaded=loading.summary.loaded))
            raise
    counts = {"loaded": summary.loaded, "unchanged": summary.unchanged, "failed": summary.failed}
    say_error(say("ingest.done", **counts, seconds=time.monotonic() - began))
    return summary


def _address(scheduler: str) -> bool:
    """Whether it names a host and a port: Dask would start processes of its own for other words."""
    try:
        parts = urlsplit(scheduler)
        return parts.scheme in {"tcp", "tls"} and bool(parts.hostname and parts.port)
    except ValueError:
        return False


def ingest(say: Words) -> click.Command:
    """Load files and folders."""

    def callback(paths: tuple[str, ...], jobs: int | None, scheduler: str | None, store: str | None, form: str) -> None:
        if scheduler is not None and (jobs or not _address(scheduler)):
            raise click.UsageError(say("cluster.jobs" if jobs else "cluster.form"))
        with opened(store, say, make=True) as held:
            sources = list(expand(paths))
            carry_on(store, "load", " ".join(stored(os.path.abspath(p)) if p != STDIN else p for p in paths))
            summary = _load(held, log_of(held, store), sources, _reading(jobs, scheduler, say), say)
            answer = Answer(
                kind=Summary, rows=[summary], value=summary, entries=lambda f: summaries.ingested(summary, f)
            )
            emit(answer, form, held, say)
            say_error(extent_text(extent(held), say))
        if summary.failed:
            raise Failed

    params: list[click.Parameter] = [
        click.Argument(["paths"], nargs=-1, required=True, metavar="PATH..."),
        jobs_option(say, MOST_JOBS),
        click.Option(["--scheduler"], metavar="tcp://…", help=say("option.scheduler")),
        store_option(say), format_option(say),
    ]  # fmt: skip
    return command("ingest", say, callback, params)


def _paths_of(store: Store, what: str, say: Words) -> list[str]:
    """A loaded path, all loaded paths of a folder, else the files of an instrument."""
    own = stored(os.path.abspath(what))
    if known := store.at([what, own]):
        return [what if what in known else own]
    below = (own + os.sep, member_key(own, ""))  # the files of a folder, or those that an RDF file speaks of
    inside = sorted(p for f in store.files() for p in f.paths if p.startswith(below))
    if inside:
        return inside
    if os.path.lexists(what) or what.startswith((".", "/")):
        raise Problem(say("forget.none", what=what))
    with worded(store, say):
        row = finding.one(store, what, drafts=True)
    return sorted(p for paths in store.paths_of(row.files).values() for p in paths)


def forget(say: Words) -> click.Command:
    """Take a file's statements out."""

    def callback(what: str, store: str | None) -> None:
        with opened(store, say) as held:
            paths = _paths_of(held, what, say)
            if not paths:
                raise Problem(say("forget.none", what=what))
            carry_on(store, "forget", " ".join(paths))
            with held.write() as writer:
                for path in paths:
                    writer.drop(path)
            for path in paths:
                log_of(held, store).note("forgotten", path)
                say_error(say("forget.done", path=shown(path)))
            say_error(extent_text(extent(held), say))

    argument = click.Argument(["what"], metavar="PATH-OR-ID")
    return command("forget", say, callback, [argument, store_option(say)])


def rebuild(say: Words) -> click.Command:
    """Derive anew."""

    def callback(store: str | None) -> None:
        with opened(store, say, mend=True) as held:
            held.rebuild()
            say_error(say("rebuild.done"))

    return command("rebuild", say, callback, [store_option(say)])
