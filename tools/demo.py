"""`make demo`: samples/ into a fresh store, the questions as anybody would ask them, and what to try next."""

import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STORE = Path(".demo") / "phahe.db"
PHAHE = Path(sys.executable).with_name("phahe")
QUESTIONS = (
    (
        "Kế hoạch, quyết định nào triển khai Nghị quyết 76/NQ-CP?",
        ["implementers", "NQ 76/NQ-CP ngày 15/7/2021"],
    ),
    ("Sở Tư pháp phải làm những gì?", ["tasks", "--organization", "Sở Tư pháp"]),
    ("Văn bản nào viện dẫn Nghị quyết 76/NQ-CP?", ["citations", "NQ 76/NQ-CP ngày 15/7/2021", "--direction", "in"]),
    (
        "Phả hệ của Nghị quyết 76/NQ-CP: những gì bắt nguồn từ nó?",
        ["lineage", "NQ 76/NQ-CP ngày 15/7/2021", "--direction", "down", "--depth", "4"],
    ),
)
NEXT = (
    'phahe coverage "NQ 76/NQ-CP ngày 15/7/2021" --level province   # tỉnh nào có, tỉnh nào chưa',
    "phahe conflicts                                               # một số hai ngày; căn cứ đã bị bãi bỏ",
    'phahe lineage "03/KH-UBND xã Kim Liên" --direction up',
    'phahe show "4150/QĐ-UBND ngày 12/11/2021"',
    'phahe tasks --organization "Sở Nội vụ" --role lead',
    "phahe tasks --duty-to-issue",
    "phahe export bang-giao-viec.xlsx",
    "phahe serve                                                   # cùng câu trả lời trên trang web",
    "phahe ingest THƯ-MỤC-CỦA-BẠN",
)


def main() -> int:
    """0 where every step worked; else the code of the first that did not."""
    os.chdir(ROOT)
    shutil.rmtree(STORE.parent, ignore_errors=True)
    STORE.parent.mkdir()
    began = time.monotonic()
    steps = [("Đọc và nạp các văn bản mẫu", ["ingest", "samples"]), *QUESTIONS]
    for title, words in steps:
        print(f"\n━━ {title}\n$ phahe {_shown(words)}\n", flush=True)
        code = subprocess.run([PHAHE, *words], env={**os.environ, "PHAHE_STORE": str(STORE)}, check=False).returncode  # noqa: S603 - our own command
        if code:
            print(f"make demo: phahe {words[0]} kết thúc với mã {code}", file=sys.stderr)
            return code
    print(f"\n━━ Xong trong {time.monotonic() - began:.1f} giây. Thử tiếp (kho mẫu: {STORE}):\n")
    print(f"  export PHAHE_STORE={STORE} PATH=.venv/bin:$PATH")
    for line in NEXT:
        print(f"  {line}")
    return 0


def _shown(words: list[str]) -> str:
    return " ".join(w if "*" in w else shlex.quote(w) if w.isascii() else f'"{w}"' for w in words)


if __name__ == "__main__":
    sys.exit(main())
