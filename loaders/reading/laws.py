"""Laws, codes and ordinances named without (or before) their number: 'Luật Đầu tư công', 'Luật đất đai năm 2013'."""

import re
from functools import lru_cache

from graph.patterns import pattern
from loaders.reading.lexicon import rules, tuple_of

TYPE = pattern("laws.type", r"(?<!\w)(?:Bộ [Ll]uật|Luật|Pháp [Ll]ệnh|Hiến pháp|BỘ LUẬT|LUẬT|PHÁP LỆNH|HIẾN PHÁP)(?= [^\W\d_]| (?:số|năm|ngày)|[ ,.;)]|$)")
AMENDING = pattern(
    "laws.amending",
    r" (?:số \S{3,20} )?[Ss]ửa đổi,? (?:và )?[Bb]ổ sung(?: (?:một số|các))?(?: điều| quy định| nội dung)?(?: (?:và|,) (?:một số )?(?:điều|khoản|phụ lục)[^;.\n]{0,40})?(?: của)?"
    r"(?= (?:các )?(?:[Bb]ộ luật|[Ll]uật|[Pp]háp lệnh|Điều|Hiến pháp))| [Ss]ửa đổi Điều \d{1,3}(?: của)?(?= [LPB])| [Bb]ổ sung một số điều của(?= [LPB])",
)
_TOKEN = pattern("laws.token", r"[^ \n,;.:()\"“”]{1,20}|,")
_WORD = pattern("laws.word", r"[^ \n,;.:()\"“”]{1,20}")
_THIS = frozenset({"này", "đó", "trên", "nêu", "hiện", "gốc", "sư", "gia", "pháp", "định", "theo", "quy"})


def _plain(words: str) -> str:
    """Lower case with one spelling of tone marks, of the same length."""
    return words.lower().replace("uỷ", "ủy").replace("oà", "òa").replace("hoá", "hóa").replace("khoẻ", "khỏe").replace("thuỷ", "thủy").replace("tuý", "túy")


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, int], int]:
    """Known names by their plain words, and the most words that one has."""
    names = {_plain(name).replace(",", " ,").replace("-", " - "): len(name) for name in rules("laws")["names"]}
    return names, max(len(name.split()) for name in names)


def name_end(text: str, at: int) -> int | None:
    """Where the name that begins at `at` (behind 'Luật ') ends; None where no name stands there."""
    first = _WORD.match(text, at)
    if first is None or first[0] in _THIS:
        return None
    about = at + 3 if text.startswith("về ", at) else at  # 'Pháp lệnh về phí và lệ phí'
    return _known(text, about) or _unknown(text, at)


def _known(text: str, at: int) -> int | None:
    """The longest known name at `at`."""
    names, most = _names()
    low = _plain(text[at : at + 160])
    best, built, end, words = None, "", 0, 0
    for match in _TOKEN.finditer(low):
        if match.start() > end + 1 or words >= most:
            break
        built = f"{built} {match[0]}" if built else match[0]
        end, words = match.end(), words + 1
        if built in names:
            best = at + end
    return best


def _unknown(text: str, at: int) -> int | None:
    """A name that begins with a capital: its words up to punctuation or a word that no name holds."""
    first = _WORD.match(text, at)
    if first is None or not first[0][0].isupper() or first[0] in tuple_of("laws", "not_names"):
        return None
    end, count = first.end(), 1
    for match in _WORD.finditer(text, end, min(len(text), at + 120)):
        if match.start() > end + 1 or match[0].lower() in tuple_of("laws", "stops") and not _lower_joint(text, match):
            break
        if match[0][0].isdigit():
            break
        end, count = match.end(), count + 1
    return end if count >= 2 else None


def _lower_joint(text: str, match: re.Match[str]) -> bool:
    """'và' inside a name: 'Phòng bệnh và chữa bệnh'; a new instrument behind it begins with a capital."""
    return match[0] == "và" and text[match.end() + 1 : match.end() + 2].islower() and not text.startswith(
        tuple_of("laws", "after_and"), match.end() + 1
    )
