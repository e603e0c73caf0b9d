"""The examples of docs/cli.md are what the command prints."""

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest

from api.cli.commands import COMMANDS
from api.settings import settings
from tests.cli.making import phahe

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "cli.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.S)
WRITE = bool(os.environ.get("PHAHE_WRITE_DOCS"))
SHOWN, WIDTH = 8, 220  # lines of an output that the page keeps, and of each at most so much


def _runs(block: str) -> list[tuple[str, list[str]]]:
    """(command, lines shown below it)."""
    runs: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            runs.append((line[2:], []))
        else:
            runs[-1][1].append(line)
    return runs


def _output(command: str, cwd: Path) -> list[str]:
    """Standard output, what it says of itself where it has none."""
    done = phahe(*shlex.split(command)[1:], cwd=cwd)
    assert done.returncode == 0 or WRITE, f"{command}: {done.stderr.decode()}"
    return (done.stdout or done.stderr).decode().splitlines() if done.returncode == 0 else []


def _shortened(lines: list[str]) -> list[str]:
    kept = [line if len(line) <= WIDTH else line[:WIDTH] + "…" for line in lines[:SHOWN]]
    return kept + ["…"] * (len(lines) > SHOWN)


def test_examples_print_what_the_page_shows(tmp_path: Path) -> None:
    """Every command of the page, in order, in one folder; with PHAHE_WRITE_DOCS=1 the page is written anew."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    page = PAGE.read_text("utf-8")
    new = page
    for block in BLOCK.findall(page):
        outputs = [(command, _shortened(_output(command, tmp_path))) for command, _ in _runs(block)]
        made = "".join("\n".join([f"$ {command}", *lines, ""]) for command, lines in outputs)
        new = new.replace(f"```console\n{block}", f"```console\n{made}", 1)
    if WRITE:
        PAGE.write_text(new, "utf-8")
    assert new.splitlines() == page.splitlines()


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"serve"}))  # it never ends by itself
def test_every_command_has_an_example(name: str) -> None:
    """No command without one."""
    runs = [command for block in BLOCK.findall(PAGE.read_text("utf-8")) for command, _ in _runs(block)]
    assert any(command.split()[1] == name for command in runs)


def test_every_setting_is_on_the_page() -> None:
    """Each limit's variable is named."""
    page = PAGE.read_text("utf-8")
    assert all(f"PHAHE_{field.upper()}" in page for field in settings({}).limits.__struct_fields__)
