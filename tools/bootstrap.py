"""Put uv of one version into an environment of its own: `bootstrap.py FOLDER VERSION`; standard library only.

A fresh Debian or Ubuntu has python3 without ensurepip, so that `python3 -m venv` fails there; where pip itself is
present it serves instead, else one line says what to install.
"""

import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)


def main(folder: str, version: str) -> int:
    """0 where `FOLDER/bin/uv` now runs; else 1, with the reason on stderr."""
    if sys.version_info < OLDEST:
        return _fail(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]} (make PYTHON=…)"
        )
    home = Path(folder)
    shutil.rmtree(home, ignore_errors=True)
    wanted = f"uv=={version}"
    quiet = ["install", "--quiet", "--disable-pip-version-check", wanted]
    made = _run(sys.executable, "-m", "venv", folder)
    if made and _run(str(home / "bin" / "python"), "-m", "pip", *quiet):
        return 0
    shutil.rmtree(home, ignore_errors=True)
    if _run(sys.executable, "-m", "pip", "--version") and _run(sys.executable, "-m", "pip", *quiet, "--target", folder):
        return 0
    shutil.rmtree(home, ignore_errors=True)
    if made:
        return _fail(f"{wanted} could not be installed: is the package index within reach?")
    return _fail(
        "this Python cannot make environments: install its venv package (Debian, Ubuntu: apt install python3-venv)"
    )


def _run(*command: str) -> bool:
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0  # noqa: S603 - our own words


def _fail(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
