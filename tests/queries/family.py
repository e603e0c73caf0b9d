"""A small made-up family of instruments around a resolution, for the questions."""

from itertools import chain

import pytest

from graph.record import Record
from graph.store.memory import MemoryStore
from graph.store.port import Store, written
from queries.family import Family
from tests.graph.making import Made

RESOLUTION = ("Nghị quyết", "76/NQ-CP", "2021-07-15", "Chính phủ")
ROOT = "nghi-quyet~76-nq-cp~2021-07-15~chinh-phu"
X, Y, Z = "UBND tỉnh Lạng Sơn", "UBND tỉnh Sơn La", "UBND thành phố Huế"
PLAN_X = "ke-hoach~316-kh-ubnd~2025-12-09~ubnd-tinh-lang-son"
PLAN_Y = "ke-hoach~57-kh-ubnd~2022-10-21~ubnd-tinh-son-la"
DECISION_Y = "quyet-dinh~2407-qd-ubnd~2022-10-21~ubnd-tinh-son-la"
DIRECTIVE = "chi-thi~9-ct-ttg~2022-01-05~thu-tuong-chinh-phu"
SUB_PLAN = "ke-hoach~35-kh-ubnd~2023-02-01~ubnd-thanh-pho-hue"


def plan_of_x() -> Record:
    """Carries the resolution out; lays duties on bodies, an office and a collective."""
    made = Made("x")
    own = made.document("Kế hoạch", "316/KH-UBND", "2025-12-09", X, "Cải cách hành chính", place="tỉnh Lạng Sơn")
    made.claims(own, "IMPLEMENTS", made.cites(*RESOLUTION))
    made.claims(own, "BASED_ON", made.cites("Luật", None, "2025", None, "Tổ chức chính quyền địa phương"))
    made.claims(own, "IMPLEMENTS", made.cites("Kế hoạch", "9/KH-BNV", "2025-01-02", "Bộ Nội vụ"), act="planned")
    made.task(own, "Chủ trì tham mưu", "Sở Tư pháp tỉnh Lạng Sơn")
    made.task(own, "Chỉ đạo kiểm tra", "Giám đốc Sở Tư pháp tỉnh Lạng Sơn")
    made.task(own, "Phối hợp thực hiện", "Các sở, ban, ngành")
    made.task(own, "Cung cấp dịch vụ", "Trung tâm Trợ giúp pháp lý, Sở Tư pháp tỉnh Lạng Sơn")
    return made.target(own, "95% hồ sơ").warns("made").record()


def plan_of_y() -> Record:
    """A decision and the plan that it issues; only the plan says what it carries out."""
    made = Made("y")
    decision = made.document("Quyết định", "2407/QĐ-UBND", "2022-10-21", Y, "Ban hành Kế hoạch", place="tỉnh Sơn La")
    own = made.document("Kế hoạch", "57/KH-UBND", "2022-10-21", Y, "Cải cách", place="tỉnh Sơn La")
    made.claims(decision, "PROMULGATES", own)
    made.claims(own, "IMPLEMENTS", made.cites(*RESOLUTION))
    return made.task(own, "Rà soát văn bản", "Sở Tư pháp tỉnh Sơn La").record()


def directive() -> Record:
    """A directive that carries the resolution out: never listed, but a link of a chain."""
    made = Made("d")
    own = made.document("Chỉ thị", "9/CT-TTg", "2022-01-05", "Thủ tướng Chính phủ", "Đẩy mạnh cải cách")
    return made.claims(own, "IMPLEMENTS", made.cites(*RESOLUTION)).record()


def plan_of_z() -> Record:
    """Carries out the directive, and so the resolution through it."""
    made = Made("z")
    own = made.document("Kế hoạch", "35/KH-UBND", "2023-02-01", Z, "Thực hiện Chỉ thị", place="thành phố Huế")
    cited = made.cites("Chỉ thị", "9/CT-TTg", "2022-01-05", "Thủ tướng Chính phủ")
    return made.claims(own, "IMPLEMENTS", cited).record()


def draft() -> Record:
    """A draft plan of the same resolution."""
    made = Made("draft")
    own = made.document("Kế hoạch", "99/KH-UBND", "2026-01-01", X, "Dự thảo", stage="draft")
    made.claims(own, "IMPLEMENTS", made.cites(*RESOLUTION), act="proposed")
    return made.task(own, "Góp ý", "Sở Tư pháp tỉnh Lạng Sơn").record()


def other_35() -> Record:
    """Another province's plan of the same number as Z's."""
    made = Made("o")
    made.document("Kế hoạch", "35/KH-UBND", "2023-03-01", Y, "Chuyển đổi số", place="tỉnh Sơn La")
    return made.record()


def records() -> list[Record]:
    """All of them."""
    return [plan_of_x(), plan_of_y(), directive(), plan_of_z(), draft(), other_35()]


def family() -> Store:
    """All of them in memory."""
    return written(MemoryStore(), [(r, f"/made/{r.source}") for r in records()])


@pytest.fixture(name="store", scope="module")
def family_store() -> Store:
    return family()


def pairs_of(found: Family) -> list[tuple[str, str, str]]:
    """Every edge that is shown, of instruments and of groups, in order."""
    return sorted((e.source, e.relation, e.target) for e in chain(found.edges, found.group_edges))
