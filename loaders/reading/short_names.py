"""Abbreviations written out, so that 'Luật Ban hành VBQPPL' is 'Luật Ban hành văn bản quy phạm pháp luật'."""

from graph.patterns import pattern

_WORDS = {
    "VBQPPL": "văn bản quy phạm pháp luật", "QPPL": "quy phạm pháp luật", "NSNN": "ngân sách nhà nước", "CCHC": "cải cách hành chính",
    "TTHC": "thủ tục hành chính", "HĐND": "Hội đồng nhân dân", "UBND": "Ủy ban nhân dân", "CBCC": "cán bộ, công chức",
    "BHXH": "bảo hiểm xã hội", "GTGT": "giá trị gia tăng", "TTĐB": "tiêu thụ đặc biệt", "TNDN": "thu nhập doanh nghiệp",
    "TNCN": "thu nhập cá nhân", "THADS": "thi hành án dân sự", "BHYT": "bảo hiểm y tế", "CQĐP": "chính quyền địa phương", "XLVPHC": "xử lý vi phạm hành chính",
    "PCTN": "phòng, chống tham nhũng", "TKCLP": "thực hành tiết kiệm, chống lãng phí", "BVMT": "bảo vệ môi trường", "KH&CN": "khoa học và công nghệ",
}  # fmt: skip
_ABBR = pattern("short_names.abbreviation", r"(?<!\w)(?:" + "|".join(sorted(_WORDS, key=lambda w: (-len(w), w))) + r")(?!\w)")


def expand(words: str) -> str:
    """The words with known abbreviations written out.

    >>> expand("Luật Ban hành VBQPPL")
    'Luật Ban hành văn bản quy phạm pháp luật'
    """
    return _ABBR.sub(lambda m: _WORDS[m[0]], words)
