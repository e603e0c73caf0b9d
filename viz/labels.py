"""Words of the tables in both languages; names of instruments and quotes are data and stay as they are."""

_VI = {
    "AMENDS": "sửa đổi, bổ sung", "BASED_ON": "căn cứ", "CITES": "dẫn chiếu", "CONSOLIDATES": "hợp nhất",
    "CORRECTS": "đính chính", "EXPLAINS": "giải thích", "GUIDES": "hướng dẫn, quy định chi tiết",
    "IMPLEMENTS": "triển khai thực hiện", "PROMULGATES": "ban hành, phê duyệt", "PROPOSED_BY": "theo đề nghị",
    "REPEALS": "bãi bỏ", "REPLACES": "thay thế", "REPORTS_ON": "báo cáo về", "RESPONDS_TO": "trả lời, theo yêu cầu",
    "SUSPENDS": "đình chỉ, tạm ngưng",
    "lead": "chủ trì", "coordinate": "phối hợp", "responsible": "thực hiện",
    "assign": "giao", "request": "đề nghị", "encourage": "khuyến khích",
    "planned": "dự kiến", "proposed": "đề xuất",
    "not_loaded": "chưa nạp", "sample": "MẪU", "undecided": "chưa phân định được",
    "why": "khớp", "seen": "thấy", "number": "số, ký hiệu", "date": "ngày", "words": "cơ quan, địa danh", "title": "tên gọi",
    "id": "mã",
    "direct": "trực tiếp", "through": "qua {n} văn bản", "chain": "chuỗi", "place": "địa bàn",
    "issued_on": "ngày {date}", "by": "của {issuer}", "effective": "hiệu lực", "signer": "người ký",
    "period": "giai đoạn", "nature": "loại", "stage": "tình trạng", "draft": "dự thảo", "issued": "đã ban hành",
    "qppl": "quy phạm pháp luật", "ca_biet": "quyết định cá biệt", "hanh_chinh": "văn bản hành chính",
    "dang": "văn bản của Đảng", "files": "tệp", "incomplete": "thiếu", "warnings": "cảnh báo", "out": "Quan hệ đi",
    "in": "Quan hệ đến", "tasks": "Nhiệm vụ", "targets": "Chỉ tiêu", "assignees": "cơ quan", "via": "qua {name}",
    "deliverable": "sản phẩm", "deadline": "thời hạn", "budget": "kinh phí", "where": "mục", "document": "văn bản",
    "modality": "tính chất", "provision": "điều khoản", "context": "câu", "achieved": "đã đạt", "hop": "bước",
    "nodes": "Văn bản", "edges": "Quan hệ", "relation": "quan hệ", "documents": "văn bản đã nạp (theo tệp)",
    "instruments": "văn bản (nạp và được nêu tên)", "loaded": "văn bản đã nạp", "mentions": "chỗ nêu tên",
    "relations": "quan hệ", "organizations": "cơ quan, tổ chức", "first": "sớm nhất", "last": "mới nhất",
    "nothing": "(không có)", "unchanged": "không đổi", "failed": "không đọc được", "types": "theo loại",
    "rule": "quy tắc", "fired": "khớp", "not_fired": "đã xét", "clause": "câu chữ", "reports_to": "báo cáo",
    "source": "tệp", "format": "định dạng", "recurrence": "định kỳ",
}  # fmt: skip
_EN = {
    "AMENDS": "amends", "BASED_ON": "based on", "CITES": "cites", "CONSOLIDATES": "consolidates",
    "CORRECTS": "corrects", "EXPLAINS": "explains", "GUIDES": "guides", "IMPLEMENTS": "implements",
    "PROMULGATES": "promulgates", "PROPOSED_BY": "proposed by", "REPEALS": "repeals", "REPLACES": "replaces",
    "REPORTS_ON": "reports on", "RESPONDS_TO": "responds to", "SUSPENDS": "suspends",
    "lead": "lead", "coordinate": "coordinate", "responsible": "responsible",
    "assign": "assigned", "request": "requested", "encourage": "encouraged",
    "planned": "planned", "proposed": "proposed",
    "not_loaded": "not loaded", "sample": "SAMPLE", "undecided": "undecided",
    "why": "fits", "seen": "seen", "number": "number", "date": "date", "words": "issuer, place", "title": "title", "id": "id",
    "direct": "direct", "through": "through {n} instruments", "chain": "chain", "place": "place",
    "issued_on": "of {date}", "by": "by {issuer}", "effective": "effective", "signer": "signed by",
    "period": "period", "nature": "nature", "stage": "stage", "draft": "draft", "issued": "issued",
    "qppl": "normative", "ca_biet": "individual decision", "hanh_chinh": "administrative",
    "dang": "of the Party", "files": "files", "incomplete": "lacks", "warnings": "warnings", "out": "Relations out",
    "in": "Relations in", "tasks": "Tasks", "targets": "Targets", "assignees": "bodies", "via": "via {name}",
    "deliverable": "deliverable", "deadline": "deadline", "budget": "budget", "where": "where", "document": "document",
    "modality": "modality", "provision": "provision", "context": "sentence", "achieved": "achieved", "hop": "hop",
    "nodes": "Instruments", "edges": "Relations", "relation": "relation", "documents": "documents loaded (by file)",
    "instruments": "instruments (loaded and cited)", "loaded": "instruments loaded", "mentions": "mentions",
    "relations": "relations", "organizations": "bodies", "first": "first", "last": "last",
    "nothing": "(nothing)", "unchanged": "unchanged", "failed": "not readable", "types": "by type",
    "rule": "rule", "fired": "fired", "not_fired": "considered", "clause": "clause", "reports_to": "reports to",
    "source": "file", "format": "format", "recurrence": "recurrence",
}  # fmt: skip


def labels(lang: str) -> dict[str, str]:
    """The words of 'en', else of 'vi'."""
    return _EN if lang == "en" else _VI
