"""Bytes to `Loaded`: the one door through which files come in."""

import errno
import os
import stat
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from loaders.formats import docx
from loaders.formats.txt import segments_of
from loaders.formats.txt_decoding import decode_text
from loaders.limits import Limits, megabytes
from loaders.sniffing import Content, claims_word, sniff
from loaders.text import Loaded, NotRead

_NOT_YET: dict[Content, str] = {
    "pdf": "chưa đọc được tệp PDF",
    "html": "chưa đọc được tệp HTML",
    "mhtml": "chưa đọc được tệp MHTML (trang web lưu thành một tệp)",
    "rtf": "chưa đọc được tệp RTF; hãy lưu lại thành .docx",
    "ole": "chưa đọc được Word đời cũ (.doc); hãy lưu lại thành .docx",
    "encrypted_ole": "tệp Word có mật khẩu",
    "image": "chưa đọc được ảnh",
    "archive": "chưa đọc được tệp nén",
    "xml": "chưa đọc được tệp XML",
    "unknown": "không biết định dạng này (đọc được: .txt, .md, .docx)",
}
_REASONS = {
    errno.ENOENT: "không có tệp này",
    errno.EACCES: "không có quyền đọc",
    errno.EPERM: "không có quyền đọc",
    errno.ELOOP: "liên kết vòng",
    errno.ENAMETOOLONG: "tên tệp quá dài",
    errno.ENOTDIR: "không có tệp này",
}


def load(data: bytes, name: str = "", limits: Limits = Limits()) -> Loaded:  # noqa: B008 - frozen
    """The text and segments of a file's bytes; raises `NotRead`. `name` only tells text from what claims otherwise."""
    if not data:
        raise NotRead("tệp rỗng")
    if len(data) > limits.file_bytes:
        raise NotRead(_too_large(limits), "file_bytes")
    content = sniff(data, name)
    if content == "zip":
        return docx.load(data, limits)
    if content != "text":
        raise NotRead(_NOT_YET[content])
    try:
        text, encoding = decode_text(data)
    except NotRead:
        if claims_word(name):
            raise NotRead("không phải tệp Word: không nhận ra nội dung") from None
        raise
    _bounded(text, limits)
    return Loaded(text, segments_of(text), "txt", encoding, sha256(data).hexdigest())


def _bounded(text: str, limits: Limits) -> None:
    """Refuses a text of which nobody could hold all lines and cells at once, before they are made."""
    if len(text) > limits.characters:
        raise NotRead(f"văn bản có quá {limits.characters} chữ cái", "characters")
    if sum(map(text.count, "\n\t\f|")) > limits.paragraphs:
        raise NotRead(f"văn bản có quá {limits.paragraphs} dòng và ô bảng", "paragraphs")


def read_file(path: str | Path, limits: Limits = Limits()) -> bytes:  # noqa: B008 - frozen
    """The bytes of a regular file, never more than the limit; raises `NotRead`."""
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise NotRead("là thư mục, không phải tệp")
        if not stat.S_ISREG(status.st_mode):  # a pipe or a device could go on for ever
            raise NotRead("không phải tệp thường")
        with open(path, "rb") as file:
            return read_stream(file, limits)
    except OSError as error:
        if error.errno == errno.ENOENT and os.path.islink(path):
            raise NotRead("liên kết hỏng: đích không còn") from error
        raise NotRead(_REASONS.get(error.errno or 0, f"không đọc được ({error.strerror})")) from error
    except ValueError as error:  # a NUL in the path
        raise NotRead("tên tệp không hợp lệ") from error


def read_stream(stream: BinaryIO, limits: Limits = Limits()) -> bytes:  # noqa: B008 - frozen
    """All bytes of a stream (standard input), never more than the limit; raises `NotRead`."""
    data = stream.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise NotRead(_too_large(limits), "file_bytes")
    return data


def _too_large(limits: Limits) -> str:
    return f"lớn quá giới hạn {megabytes(limits.file_bytes)} một tệp"
