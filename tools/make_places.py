"""Make graph/data/places.json and graph/data/communes.json.gz, once, from the package `vietnam-provinces`.

usage (in a throw-away environment, the package is no dependency of ours):
    python -m venv /tmp/v && /tmp/v/bin/pip install vietnam-provinces==2025.10.1
    /tmp/v/bin/python tools/make_places.py

The package has the 34 provinces and the communes since 1/7/2025. What was before (63 provinces) and what changed since
(types of three of them) is from ../shared/facts/succession.md e.1 and e.2, copied below as data. The codes of the 63
are those of QĐ 124/2004/QĐ-TTg and its later changes (checked against `vietnam-provinces` 0.6.0);
QĐ 19/2025/QĐ-TTg goes on with the code of one of each new unit's parts.
"""

import gzip
import json
from importlib.resources import files
from pathlib import Path

DATA = Path(__file__).parent.parent / "graph" / "data"
CUT = ("2025-06-30", "2025-07-01")  # last day of the 63, first day of the 34 (new governments at work)

# New unit: what it was formed from; a unit that kept all and took nothing is not here.
FORMED = {
    "Tuyên Quang": ["Hà Giang", "Tuyên Quang"], "Lào Cai": ["Yên Bái", "Lào Cai"],
    "Thái Nguyên": ["Bắc Kạn", "Thái Nguyên"], "Bắc Ninh": ["Bắc Giang", "Bắc Ninh"],
    "Phú Thọ": ["Vĩnh Phúc", "Hòa Bình", "Phú Thọ"], "Hải Phòng": ["Hải Phòng", "Hải Dương"],
    "Hưng Yên": ["Thái Bình", "Hưng Yên"], "Ninh Bình": ["Hà Nam", "Nam Định", "Ninh Bình"],
    "Quảng Trị": ["Quảng Bình", "Quảng Trị"], "Đà Nẵng": ["Đà Nẵng", "Quảng Nam"],
    "Quảng Ngãi": ["Kon Tum", "Quảng Ngãi"], "Gia Lai": ["Bình Định", "Gia Lai"],
    "Khánh Hòa": ["Ninh Thuận", "Khánh Hòa"], "Đắk Lắk": ["Phú Yên", "Đắk Lắk"],
    "Lâm Đồng": ["Đắk Nông", "Bình Thuận", "Lâm Đồng"], "Đồng Nai": ["Bình Phước", "Đồng Nai"],
    "Hồ Chí Minh": ["Hồ Chí Minh", "Bà Rịa - Vũng Tàu", "Bình Dương"], "Tây Ninh": ["Long An", "Tây Ninh"],
    "Đồng Tháp": ["Tiền Giang", "Đồng Tháp"], "Vĩnh Long": ["Bến Tre", "Trà Vinh", "Vĩnh Long"],
    "An Giang": ["Kiên Giang", "An Giang"], "Cần Thơ": ["Cần Thơ", "Sóc Trăng", "Hậu Giang"],
    "Cà Mau": ["Bạc Liêu", "Cà Mau"],
}  # fmt: skip
OLD_CODES = {
    "Hà Giang": 2, "Bắc Kạn": 6, "Tuyên Quang": 8, "Lào Cai": 10, "Yên Bái": 15, "Hòa Bình": 17, "Thái Nguyên": 19,
    "Bắc Giang": 24, "Phú Thọ": 25, "Vĩnh Phúc": 26, "Bắc Ninh": 27, "Hải Dương": 30, "Hải Phòng": 31, "Hưng Yên": 33,
    "Thái Bình": 34, "Hà Nam": 35, "Nam Định": 36, "Ninh Bình": 37, "Quảng Bình": 44, "Quảng Trị": 45, "Đà Nẵng": 48,
    "Quảng Nam": 49, "Quảng Ngãi": 51, "Bình Định": 52, "Phú Yên": 54, "Khánh Hòa": 56, "Ninh Thuận": 58,
    "Bình Thuận": 60, "Kon Tum": 62, "Gia Lai": 64, "Đắk Lắk": 66, "Đắk Nông": 67, "Lâm Đồng": 68, "Bình Phước": 70,
    "Tây Ninh": 72, "Bình Dương": 74, "Đồng Nai": 75, "Bà Rịa - Vũng Tàu": 77, "Hồ Chí Minh": 79, "Long An": 80,
    "Tiền Giang": 82, "Bến Tre": 83, "Trà Vinh": 84, "Vĩnh Long": 86, "Đồng Tháp": 87, "An Giang": 89,
    "Kiên Giang": 91, "Cần Thơ": 92, "Hậu Giang": 93, "Sóc Trăng": 94, "Bạc Liêu": 95, "Cà Mau": 96,
}  # fmt: skip
OLD_CITIES = {"Hải Phòng", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ"}
# Units whose type changed later: first day as a city.
BECAME_CITY = {"Đồng Nai": "2026-04-30", "Quảng Ninh": "2026-09-01", "Bắc Ninh": "2026-09-20"}
HUE = [("Thừa Thiên Huế", "tỉnh", None, "2024-12-31"), ("Huế", "thành phố", "2025-01-01", None)]
ALIASES = {"Hồ Chí Minh": ["HCM"], "Thừa Thiên Huế": ["TT Huế", "Thừa Thiên - Huế"],
           "Bà Rịa - Vũng Tàu": ["Bà Rịa Vũng Tàu", "BR-VT"], "Đắk Lắk": ["Đăk Lăk", "Dak Lak", "Đắc Lắc"],
           "Đắk Nông": ["Đăk Nông", "Đắc Nông"], "Kon Tum": ["Kontum"], "Hòa Bình": ["Hoà Bình"]}  # fmt: skip


def rows(code: int, name: str, city: bool) -> list[dict[str, object]]:
    """All forms of one new unit, the old units it was formed from included; `until` is the last day."""
    kind = "thành phố" if city else "tỉnh"
    if name == "Huế":
        spans = HUE
    elif name not in FORMED:
        spans = [(name, kind, None, None)]
    else:
        spans = [(o, "thành phố" if o in OLD_CITIES else "tỉnh", None, CUT[0]) for o in FORMED[name]]
        spans.append((name, kind, CUT[1], None))
    if name in BECAME_CITY:
        day = BECAME_CITY[name]
        last = f"{day[:8]}{int(day[8:]) - 1:02d}" if not day.endswith("-01") else "2026-08-31"
        old = spans[-1]
        spans = [*spans[:-1], (name, "tỉnh", old[2], last), (name, "thành phố", day, None)]
    return [
        {
            "name": n, "kind": k, "from": f, "until": u, "code": f"{code:02d}", "aliases": ALIASES.get(n, []),
            "own": f"{OLD_CODES[n] if name in FORMED and u == CUT[0] else code:02d}",
        }
        for n, k, f, u in spans
    ]  # fmt: skip


def main() -> None:
    """Write both files; the same bytes each time."""
    source = files("vietnam_provinces").joinpath("data/nested-divisions.json").read_text("utf-8")
    provinces: list[dict[str, object]] = []
    communes: dict[str, dict[str, str]] = {}
    for unit in sorted(json.loads(source), key=lambda u: u["code"]):
        city = unit["name"].startswith("Thành phố ")
        provinces += rows(unit["code"], unit["name"].removeprefix("Thành phố "), city)
        communes[f"{unit['code']:02d}"] = {
            f"{w['code']:05d}": w["name"][0].lower() + w["name"][1:]
            for w in sorted(unit["wards"], key=lambda w: w["code"])
        }
    text = json.dumps(provinces, ensure_ascii=False).replace("}, {", "},\n{") + "\n"
    (DATA / "places.json").write_text(text, "utf-8")
    packed = json.dumps(communes, ensure_ascii=False, separators=(",", ":")).encode()
    (DATA / "communes.json.gz").write_bytes(gzip.compress(packed, 9, mtime=0))


if __name__ == "__main__":
    main()
