"""Small texts in the form of real documents, and a store out of records made by hand."""

import io
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from api.cli.main import run
from graph.store.opening import open_store
from graph.store.port import written
from tests.queries import family

PHAHE = Path(sys.executable).with_name("phahe")

TEXT = """ỦY BAN NHÂN DÂN
TỈNH LẠNG SƠN
-------
Số: {number}/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Lạng Sơn, ngày 05 tháng 3 năm 2024

KẾ HOẠCH
Thử nghiệm số {number} (VĂN BẢN MẪU)

Thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ, UBND tỉnh ban hành Kế hoạch như sau:
"""


Done = subprocess.CompletedProcess[bytes]


def phahe(*words: str, cwd: Path, stdin: bytes = b"", **env: str) -> Done:
    """The command in this process, which is ten times as quick: bytes of stdout and stderr, exit code."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n", write_through=True) for _ in range(2))
    variables = {k: v for k, v in os.environ.items() if not k.startswith("PHAHE_")} | env
    given = io.TextIOWrapper(io.BytesIO(stdin))
    with (
        chdir(cwd),
        patch.dict(os.environ, variables, clear=True),
        patch.object(sys, "stdin", given),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = run(words)
    return Done(["phahe", *words], code, out.buffer.getvalue(), err.buffer.getvalue())  # type: ignore[attr-defined]


def process(*words: str, cwd: Path, stdin: bytes = b"", **env: str) -> Done:
    """The real command in a real process."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PHAHE_")}
    return subprocess.run(
        [str(PHAHE), *words], cwd=cwd, input=stdin, env={**clean, **env}, capture_output=True, check=False, timeout=120
    )


def family_store(folder: Path) -> Path:
    """`phahe.db` with the made-up family."""
    path = folder / "phahe.db"
    store = open_store(str(path))
    records = [
        family.plan_of_x(),
        family.plan_of_y(),
        family.directive(),
        family.plan_of_z(),
        family.draft(),
        family.other_35(),
    ]
    written(store, [(r, f"/made/{r.source}") for r in records])
    store.close()
    return path


def plans(folder: Path, count: int) -> None:
    """So many plans as text files: 1.txt, 2.txt, …."""
    folder.mkdir(exist_ok=True)
    for n in range(1, count + 1):
        (folder / f"{n}.txt").write_text(TEXT.format(number=n), "utf-8")
