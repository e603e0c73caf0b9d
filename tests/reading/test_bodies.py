"""Lists of bodies in headings, in cells and in running text."""

import pytest

from loaders.reading.bodies import find_bodies, split_bodies, strict_list
from loaders.reading.body_items import Scan


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Các sở, ban, ngành; UBND các xã, phường", ["Các sở, ban, ngành", "UBND các xã, phường"]),
        ("các Sở, Ban, ngành, cơ quan, đơn vị, địa phương", ["các Sở, Ban, ngành, cơ quan, đơn vị, địa phương"]),
        ("các sở, ngành và các cơ quan có liên quan", ["các sở, ngành", "các cơ quan có liên quan"]),
        ("Các Sở: Tài chính, Y tế và Công an tỉnh", ["Sở Tài chính", "Sở Y tế", "Công an tỉnh"]),
        ("Sở Tài chính, Tư pháp, Nội vụ", ["Sở Tài chính", "Sở Tư pháp", "Sở Nội vụ"]),
        ("Giám đốc các Sở: Xây dựng, Công Thương", ["Giám đốc Sở Xây dựng", "Giám đốc Sở Công Thương"]),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Giáo dục và Đào tạo",
         ["Sở Văn hóa, Thể thao và Du lịch", "Sở Giáo dục và Đào tạo"]),
        ("Văn phòng HĐND và UBND; Phòng Kinh tế", ["Văn phòng HĐND và UBND", "Phòng Kinh tế"]),
        ("- Sở Xây dựng (cơ quan thường trực)\n- Sở Tài chính", ["Sở Xây dựng", "Sở Tài chính"]),
        ("Công ty Cổ phần Cấp nước, Tổ công tác số 2", ["Công ty Cổ phần Cấp nước", "Tổ công tác số 2"]),
        ("Sở Y tế theo Quyết định số 12/QĐ-UBND", ["Sở Y tế"]),
        ("Báo và phát thanh, truyền hình Nghệ An", ["Báo và phát thanh, truyền hình Nghệ An"]),
    ],
)  # fmt: skip
def test_a_list_of_bodies_is_split_as_the_guide_says(text: str, said: list[str]) -> None:
    """General nouns go together, names with commas and 'và' stay whole, a field takes its head."""
    assert [s for _, _, s, _ in split_bodies(text)] == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("các cơ quan, đơn vị liên quan tham mưu UBND tỉnh", ["các cơ quan, đơn vị liên quan"]),
        ("các sở, ban, ngành; Chủ tịch UBND cấp xã triển khai", ["các sở, ban, ngành", "Chủ tịch UBND cấp xã"]),
        ("các đơn vị được giao nhiệm vụ, tổ chức lập dự toán", ["các đơn vị được giao nhiệm vụ"]),
        ("Bộ trưởng, Thủ trưởng cơ quan ngang bộ chịu trách nhiệm", ["Bộ trưởng", "Thủ trưởng cơ quan ngang bộ"]),
        ("Trung tâm Khuyến nông tỉnh hướng dẫn nông dân", ["Trung tâm Khuyến nông tỉnh"]),
        ("nâng cao chất lượng", []),
        (
            "Các Cục: Hóa chất, Điện lực và Công nghiệp có trách nhiệm lập",
            ["Cục Hóa chất", "Cục Điện lực", "Cục Công nghiệp"],
        ),
        (
            "Các Vụ: Pháp chế, Kế hoạch - Tài chính, Văn phòng Bộ rà soát",
            ["Vụ Pháp chế", "Vụ Kế hoạch - Tài chính", "Văn phòng Bộ"],
        ),
        ("Vụ trưởng các Vụ, Cục trưởng các Cục chịu trách nhiệm", ["Vụ trưởng các Vụ", "Cục trưởng các Cục"]),
        (
            "Thủ trưởng các cơ quan: Sở Y tế, Công an tỉnh thi hành",
            ["Thủ trưởng các cơ quan", "Sở Y tế", "Công an tỉnh"],
        ),
        ("Sở Xây dựng, Công an tỉnh, mỗi cơ quan theo chức năng", ["Sở Xây dựng", "Công an tỉnh"]),
        (
            "Ban Quản lý Khu kinh tế Dung Quất và các Khu công nghiệp tỉnh; Sở Y tế",
            ["Ban Quản lý Khu kinh tế Dung Quất và các Khu công nghiệp tỉnh", "Sở Y tế"],
        ),
        ("Trưởng Phòng Nội vụ quận - huyện; Sở Y tế", ["Trưởng Phòng Nội vụ quận - huyện", "Sở Y tế"]),
    ],
)
def test_a_list_in_running_text_ends_where_the_verb_begins(text: str, said: list[str]) -> None:
    """What follows the last body is not taken along."""
    assert [i.said for i in strict_list(Scan(text), 0)] == said


def test_bodies_of_running_text_keep_their_offsets() -> None:
    """Each found body quotes the text; common words in lower case are none."""
    text = "Giao Sở Y tế phối hợp với Công an tỉnh; phòng ngừa, thống kê, báo cáo Bộ Y tế."
    found = find_bodies(text, "tỉnh Lạng Sơn")
    assert [b.said for b in found] == ["Sở Y tế", "Công an tỉnh", "Bộ Y tế"]
    assert all(text[b.start : b.end] == b.said for b in found)
    assert found[1].name == "Công an tỉnh Lạng Sơn"
