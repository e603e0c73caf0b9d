"""Files that cannot be read say why in one line, and none of them costs much."""

import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from loaders.files import read_file, read_stream
from loaders.limits import MB, Limits
from loaders.loading import load
from loaders.text import NotRead
from tests.making_docx import members_of, with_body, zipped

WORD = with_body("<w:p><w:r><w:t>Điều 1.</w:t></w:r></w:p>")


def refused(data: bytes, name: str = "a.docx", limits: Limits | None = None) -> str:
    with pytest.raises(NotRead) as caught:
        load(data, name, limits or Limits())
    reason = str(caught.value)
    assert reason
    assert "\n" not in reason
    return reason


def changed(change: Callable[[dict[str, bytes]], object]) -> bytes:
    members = members_of(WORD)
    change(members)
    return zipped(members)


def with_main(xml: bytes) -> bytes:
    return changed(lambda members: members.update({"word/document.xml": xml}))


def test_empty_and_blank_files() -> None:
    """No byte, no character."""
    assert "rỗng" in refused(b"")
    assert "rỗng" in refused(b" \n\t\n", "a.txt")
    assert "không có chữ" in refused(with_body("<w:p/>"))


def test_random_bytes_named_docx() -> None:
    """The content decides: it is no zip, and no text."""
    assert "không phải tệp Word" in refused(random.Random(1).randbytes(5000))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_cut_zip(share: float) -> None:
    """A download that broke off."""
    assert "hỏng" in refused(WORD[: int(len(WORD) * share)])


def test_a_flipped_byte_in_a_part() -> None:
    """The checksum of the part does not fit."""
    info = zipfile.ZipFile(BytesIO(WORD)).getinfo("word/document.xml")
    at = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
    assert "hỏng" in refused(WORD[:at] + bytes([WORD[at] ^ 0xFF]) + WORD[at + 1 :])


def test_zips_that_are_no_word_files() -> None:
    """Named for what they are."""
    assert "không phải tài liệu Word" in refused(zipped({"a.txt": b"x"}))
    assert "thiếu phần word/document.xml" in refused(changed(lambda m: m.pop("word/document.xml")))
    assert "Excel" in refused(zipped({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}))
    assert "OpenDocument" in refused(zipped({"mimetype": b"x", "META-INF/manifest.xml": b"x"}))
    assert "hỏng" in refused(b"PK\x03\x04")


def test_an_encrypted_zip_and_an_encrypted_word_file() -> None:
    """A password on the zip (flag bit 0), or Word's own, which hides the zip in an old container."""
    data = bytearray(WORD)
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "mật khẩu" in refused(bytes(data))
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
    assert "mật khẩu" in refused(old + "EncryptedPackage".encode("utf-16-le"))
    assert ".doc" in refused(old)


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "_rels/.rels", "word/numbering.xml"])
def test_a_doctype_is_refused_in_every_part_that_is_read(part: str) -> None:
    """Entities that grow, files of this machine: office XML has no use for a document type."""
    xml = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    assert "DOCTYPE" in refused(changed(lambda members: members.update({part: xml})))


def test_a_doctype_cut_by_a_piece_or_in_another_encoding() -> None:
    """The search sees across the pieces of a part; other encodings than UTF-8 are not XML of Word's."""
    for pad in range(65536 - 9, 65536 + 1):
        assert "DOCTYPE" in refused(with_main(b"<a>" + b" " * (pad - 3) + b"<!DOCTYPE x></a>"))
    assert "UTF-8" in refused(with_main('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16")))


def test_broken_and_too_deep_xml() -> None:
    """Cut off; nested beyond 256; one run of text beyond 10 MB."""
    assert "XML trong tệp bị hỏng" in refused(with_main(b"<a><b></a>"))
    assert "XML trong tệp bị hỏng" in refused(with_main(b"<a>&nothing;</a>"))
    assert "256 tầng" in refused(with_main(b"<a>" * 300 + b"</a>" * 300))
    assert "10 MB" in refused(with_main(b"<a>" + random.Random(2).randbytes(6 * MB).hex().encode() + b"</a>"))


def test_limits_are_counted_and_named() -> None:
    """Each limit refuses what is above it and says its size."""
    assert "50 MB" in refused(b"a" * (50 * MB + 1), "a.txt")
    paragraphs = b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 400_000
    root = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
    assert "10 MB" in refused(with_main(root % paragraphs), limits=Limits(unpacked_bytes=10 * MB))
    assert "200 lần" in refused(with_main(b"<a>" + (b"<b>" + b"x" * 4000 + b"</b>") * 3000 + b"</a>"))
    assert "1000 đoạn" in refused(with_main(root % (paragraphs[:200_000])), limits=Limits(paragraphs=1000))
    assert "quá 1000 thẻ" in refused(with_main(root % (b"<w:x/>" * 2000)), limits=Limits(xml_nodes=1000))
    assert "quá 20 mục" in refused(zipped({f"{n}": b"" for n in range(30)}), limits=Limits(entries=20))


def test_a_lying_size_is_found_out() -> None:
    """A part that announces less than it holds."""
    data = bytearray(with_main(b"<a>" + b"x" * 5000 + b"</a>"))
    at = data.index(b"word/document.xml", data.index(b"PK\x01\x02")) - 46
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    assert "hỏng" in refused(bytes(data))


@pytest.mark.parametrize(
    ("head", "word"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"{\\rtf1", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "ảnh"), (b"\xff\xd8\xff\xe0", "ảnh"), (b"<?xml version='1.0'?><a/>", "XML"),
        (b"Rar!\x1a", "nén"), (b"MIME-Version: 1.0\n", "MHTML"),
    ],
)  # fmt: skip
def test_other_formats_are_named(head: bytes, word: str) -> None:
    """By their content, whatever the ending says."""
    for name in ("a.txt", "a.docx", "a"):
        assert word in refused(head + b" ...", name)


def test_word_files_are_known_without_their_ending() -> None:
    """A Word file named .txt is a Word file; text named .docx is text."""
    assert load(WORD, "a.txt").format == "docx"
    assert load("Điều 1.".encode(), "a.docx").format == "txt"
    assert load("Điều 1.".encode(), "Kế hoạch số 316.KH-UBND").format == "txt"
    assert load("# Điều 1.".encode(), "a.md").format == "md"


def test_an_unknown_kind_of_text() -> None:
    """Text has no signature: an ending that claims another kind is believed."""
    for name in ("a.xyz", "a.json", "b.c.py", "A.CSV"):
        assert "không biết định dạng" in refused(b"abc", name)


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    """A folder, a broken link, a loop, a pipe, nothing: one line each, without the path."""
    (tmp_path / "hong.docx").symlink_to(tmp_path / "khong-co.docx")
    (tmp_path / "vong").symlink_to(tmp_path / "vong")
    os.mkfifo(tmp_path / "ong")
    expected = {
        "": "thư mục",
        "hong.docx": "liên kết hỏng",
        "vong": "liên kết vòng",
        "ong": "tệp thường",
        "gi": "không có tệp",
    }
    for name, words in expected.items():
        with pytest.raises(NotRead, match=words) as caught:
            read_file(tmp_path / name)
        assert str(tmp_path) not in str(caught.value)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux: a file that even root cannot read")
def test_a_file_that_cannot_be_read() -> None:
    """The system's reason is given."""
    with pytest.raises(NotRead, match="không đọc được"):
        read_file("/proc/self/mem")


def test_files_and_streams_are_read_up_to_the_limit(tmp_path: Path) -> None:
    """One byte more than the limit is enough to stop."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"12345")
    assert read_file(path, Limits(file_bytes=5)) == b"12345"
    with pytest.raises(NotRead, match="lớn quá"):
        read_file(path, Limits(file_bytes=4))
    stream = BytesIO(b"1" * 100)
    with pytest.raises(NotRead, match="lớn quá"):
        read_stream(stream, Limits(file_bytes=10))
    assert stream.tell() == 11


_MEASURED = """
import sys
from msgspec.structs import asdict
from loaders.limits import Limits
from loaders.files import read_file
from loaders.loading import load
from loaders.text import NotRead
limits = Limits(**{name: value // int(sys.argv[2]) for name, value in asdict(Limits()).items()})
try:
    print(len(load(read_file(sys.argv[1], limits), sys.argv[1], limits).segments))
except NotRead as error:
    print(error)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def measured(path: Path, part: int = 1) -> tuple[str, int]:
    """What loading says with a part of every limit (all: 1), and the peak memory of its process in MB.

    Not `ru_maxrss`: it keeps the peak of the process that forked, here of pytest.
    """
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(path), str(part)], capture_output=True, text=True, check=True
    )
    said, peak = done.stdout.splitlines()
    return said, int(peak) // 1024


@pytest.fixture
def on_linux() -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("the peak of memory is read from /proc, which this machine does not have")


def bomb(path: Path, unit: bytes, size: int, before: bytes = b"", after: bytes = b"") -> None:
    """A Word file whose document.xml unpacks to `size` bytes, written without ever holding them."""
    unit *= MB // len(unit)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members_of(WORD).items():
            if name != "word/document.xml":
                archive.writestr(name, content)
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(
                b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>' + before
            )
            for _ in range(size // len(unit)):
                part.write(unit)
            part.write(after + b"</w:body></w:document>")


@pytest.mark.usefixtures("on_linux")
def test_a_zip_that_unpacks_to_300_mb(tmp_path: Path) -> None:
    """Refused within 200 MB of memory; tests/acceptance/test_bad_files.py has one of 1.5 GB."""
    path = tmp_path / "bomb.docx"
    bomb(path, b"<w:p><w:r><w:t>Nhiem vu</w:t></w:r></w:p>", 300 * MB)
    said, peak = measured(path)
    assert "200 MB" in said
    assert peak < 200


@pytest.mark.usefixtures("on_linux")
def test_a_zip_that_hides_its_size(tmp_path: Path) -> None:
    """The announced sizes say 1 kB: what is unpacked is counted, and the part is found broken."""
    path = tmp_path / "bomb.docx"
    bomb(path, b"<w:p/>", 300 * MB)
    data = bytearray(path.read_bytes())
    info = zipfile.ZipFile(path).getinfo("word/document.xml")
    data = data.replace(info.file_size.to_bytes(4, "little"), (1024).to_bytes(4, "little"))
    path.write_bytes(data)
    said, peak = measured(path)
    assert "hỏng" in said
    assert peak < 200


@pytest.mark.usefixtures("on_linux")
@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("empty paragraphs", b'<w:p w:rsidR="%03d"/>'),
        ("rows", "<w:tr><w:tc><w:p><w:r><w:t>%03d {}</w:t></w:r></w:p></w:tc></w:tr>".format("Đặng Ưu " * 25).encode()),
        ("cells", b"<w:tc><w:tcPr><w:a b='%03d'/></w:tcPr><w:p/></w:tc>"),
        ("unknown elements", b'<w:x w:val="%03d" w:b="1"/>'),
    ],
)
def test_a_part_of_190_mb_stays_below_1_gib(tmp_path: Path, name: str, unit: bytes) -> None:
    """Within the size limit, but made to fill the memory: what is read is let go of, or the limit on tags is hit.

    A quarter of every limit, of the file and of the memory: what is held grows no faster than the limits.
    """
    path = tmp_path / "large.docx"
    units = b"".join(unit % n for n in range(1000))
    around = {"rows": (b"<w:tbl>", b"</w:tbl>"), "cells": (b"<w:tbl><w:tr>", b"</w:tr></w:tbl>")}.get(name, (b"", b""))
    bomb(path, units, 190 * MB // 4, *around)
    said, peak = measured(path, 4)
    assert said, name
    assert peak < 1024 // 4, (name, peak)


def test_mutated_files_never_break_the_loader() -> None:
    """200 Word files with bytes changed, in the zip and in the XML: each is read or refused, nothing else."""
    chance = random.Random(3)
    reasons: set[str] = set()
    members = members_of(WORD)
    for n in range(200):
        if n % 2:
            data = bytearray(WORD)
        else:
            part = chance.choice(
                ["word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels", "_rels/.rels"]
            )
            data = bytearray(members[part])
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            load(bytes(data) if n % 2 else zipped({**members, part: bytes(data)}), "a.docx")
        except NotRead as error:
            reasons.add(str(error))
    assert len(reasons) >= 3
    assert not any("\n" in reason for reason in reasons)


def test_other_packings() -> None:
    """Other packings (bzip2, LZMA with a dictionary of gigabytes) are not Word's."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in members_of(WORD).items():
            archive.writestr(name, content)
    assert "nén theo kiểu" in refused(out.getvalue())
