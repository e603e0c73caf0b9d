"""The house keeps its own rules: names, sizes, documentation, and no text of the shared documents in the repository."""

import ast
import re
import subprocess
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from importlib import import_module, metadata
from pathlib import Path

import pytest
from ahocorasick_rs import AhoCorasick

from api.cli.main import run
from graph.bodies import KINDS
from graph.kinds import types

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("api", "graph", "loaders", "queries", "viz")
MAX_FILE, MAX_FUNCTION = 400, 60
CODE_FOLDERS = (*PACKAGES, "tests", "benchmarks", "tools")


def _python_files(*folders: str) -> list[Path]:
    return sorted(p for folder in folders for p in (ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("package", PACKAGES)
def test_no_other_distribution_provides_our_packages(package: str) -> None:
    """The five short names are ours alone in this environment, so that `import graph` means this repository."""
    others = set(metadata.packages_distributions().get(package, ())) - {"phahe"}
    assert not others, f"{package} also comes from {others}"
    assert Path(str(import_module(package).__file__)).is_relative_to(ROOT)


def _wrong(paths: list[Path], look: Callable[[Path], object]) -> dict[str, object]:
    """What is found in each file that should have nothing of it: one test a folder, for a thousand tests take a while."""
    return {str(p.relative_to(ROOT)): found for p in paths if (found := look(p))}


def _large(path: Path) -> list[str]:
    source = path.read_text("utf-8")
    functions = (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    long = [f"{f.name}: {n}" for f in functions if (n := (f.end_lineno or f.lineno) - f.lineno + 1) > MAX_FUNCTION]
    return [f"{n} lines", *long] if (n := source.count("\n")) > MAX_FILE else long


@pytest.mark.parametrize("folder", CODE_FOLDERS)
def test_files_and_functions_stay_small(folder: str) -> None:
    """No file has more than 400 lines, no function more than 60."""
    assert not _wrong(_python_files(folder), _large)


def _compiled(path: Path) -> set[str]:
    if path == ROOT / "graph" / "patterns.py":
        return set()
    calls = (n.func for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call))
    uses = {
        f.attr for f in calls if isinstance(f, ast.Attribute) and isinstance(f.value, ast.Name) and f.value.id == "re"
    }
    return uses - {"escape"}


@pytest.mark.parametrize("package", PACKAGES)
def test_patterns_are_compiled_in_one_place(package: str) -> None:
    """Every regular expression goes through graph.patterns, where a test can time it."""
    assert not _wrong(_python_files(package), _compiled)


_READERS = ("graph", "loaders")  # who reads the language
_SYNTAX = re.compile(
    r"\\(?:u[0-9a-f]{4}|.)|\[(?:\\.|[^\]\\])*\]|\(\?P?(?:<\w+>|[:=!]|<[=!])"
)  # escapes, classes, heads of groups
_OTHER = ("_TONES", "_SYMBOL", "_REASONS")  # two spellings of a syllable, signs of a font, sentences for users


def _words_in_pattern(call: ast.Call, markup: bool) -> list[str]:
    """Words that a pattern compiled here has in its source: three letters or more ('km' is none), or two with a mark.

    `markup`: the words of a format ('charset') are of no language; only those with a mark count.
    """
    keys = {id(n) for s in ast.walk(call) if isinstance(s, ast.Subscript) for n in ast.walk(s.slice)}
    texts = [n.value for a in call.args[1:] for n in ast.walk(a) if isinstance(n, ast.Constant) and id(n) not in keys]
    said = [w for s in texts if isinstance(s, str) for w in re.findall(r"[^\W\d_]{2,}", _SYNTAX.sub(" ", s))]
    return [w for w in said if not w.isascii() or (len(w) > 2 and not markup)]


def _worded(path: Path) -> list[object]:
    calls = (n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call))
    markup = "formats" in path.parts
    found = [_words_in_pattern(c, markup) for c in calls if isinstance(c.func, ast.Name) and c.func.id == "pattern"]
    return [w for w in found if w]


@pytest.mark.parametrize("package", _READERS)
def test_a_pattern_in_python_has_no_words(package: str) -> None:
    """What knows words of the language is a rule with examples in a rule file (decision 0004); Python has signs only."""
    assert not _wrong(_python_files(package), _worded)


def _listed(path: Path) -> list[list[str]]:
    lists = []
    values = {n for t in types() for n in t.names} | set(KINDS)
    tree = ast.parse(path.read_text("utf-8"))
    other = [n.value for n in tree.body if isinstance(n, ast.Assign) and getattr(n.targets[0], "id", "") in _OTHER]
    for node in ast.walk(tree):
        if not isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict) or node in other:
            continue
        parts = [*node.keys, *node.values] if isinstance(node, ast.Dict) else node.elts
        words = [p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)]
        said = [w for w in words if w not in values and not w.isascii() and re.search(r"[^\W\d_]{2}", w)]
        lists += [said] if len(said) >= 3 else []
    return lists


@pytest.mark.parametrize("package", _READERS)
def test_python_has_no_lists_of_words(package: str) -> None:
    """Three words of the language or more are a list, and stand in a rule file; types and kinds of places are values."""
    assert not _wrong(_python_files(package), _listed)


def _known_modules(text: str) -> Iterator[str]:
    """Modules in the first cell of a row: `graph.folding`, `patterns` is two of a package, `api.cli.*` all below."""
    for cell in re.findall(r"^\| (`[a-z]+\.[^|]*)\|", text, re.M):
        package = ""
        for name in re.findall(r"`([a-z][a-z0-9_.*]*)`", cell):
            full = name if name.split(".")[0] in PACKAGES else f"{package}.{name}"
            package = full if cell.startswith(f"`{full}`:") else package or full.rpartition(".")[0]
            yield full


def test_architecture_knows_every_module() -> None:
    """docs/architecture.md names each module, alone or by a pattern as in `loaders.reading.task_*`, and no other."""
    known = set(_known_modules((ROOT / "docs" / "architecture.md").read_text("utf-8")))
    modules = {
        ".".join(p.relative_to(ROOT).with_suffix("").parts) for p in _python_files(*PACKAGES) if p.name != "__init__.py"
    }
    packages = {m.rpartition(".")[0] for m in modules}
    assert [m for m in sorted(modules) if not any(fnmatch(m, k) for k in known)] == []
    assert [k for k in sorted(known - packages) if not any(fnmatch(m, k) for m in modules)] == [], "no longer there"


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/README.md", "docs/demo.md"])
def test_documented_commands_exist(name: str) -> None:
    """Every `make target` and `phahe command` that the documentation shows is there."""
    text = (ROOT / name).read_text("utf-8")
    shown = "\n".join(re.findall(r"```(?:sh|console)?\n(.*?)```", text, re.S) + re.findall(r"`([^`\n]+)`", text))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"(?:^|\s)make ([a-z]+)", shown)) <= targets
    asked = set(re.findall(r"(?:^|[\s/])phahe ([a-z]+)", shown))
    assert sorted(c for c in asked if run([c, "--help"])) == []


def test_relative_links_of_the_documentation_lead_somewhere() -> None:
    """A link in a Markdown file of the repository points to a file that exists."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    links = [
        (page, link)
        for page in pages
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8"))
    ]
    broken = [f"{page.relative_to(ROOT)}: {link}" for page, link in links if not (page.parent / link).exists()]
    assert not broken


def _repository_text() -> str:
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    kept = (ROOT / name for name in listed.split("\0") if name and name != "uv.lock" and not name.endswith(".docx"))
    return "\n".join(" ".join(p.read_text("utf-8", errors="ignore").split()) for p in kept if p.is_file())


def test_no_text_of_the_shared_documents_is_in_the_repository(shared: Path) -> None:
    """No line of the seeds or of the gold longer than 120 characters stands here; what a law is called is a fact."""
    sources = [*(shared / "seeds").glob("*.txt"), *(shared / "gold").glob("*.json")]
    lines = {" ".join(line.split()).strip(' ",|') for path in sources for line in path.read_text("utf-8").splitlines()}
    theirs = sorted(line for line in lines if len(line) > 120 and line[:5] != "Luật ")
    assert len(theirs) > 100
    found = AhoCorasick(theirs).find_matches_as_strings(_repository_text())
    assert not [line[:100] for line in found]
