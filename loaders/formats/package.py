"""A zip of parts (docx), opened without trusting it: everything is counted while it is unpacked."""

import lzma
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

from loaders.limits import Limits, megabytes
from loaders.text import NotRead

_ENTRY = b"PK\x01\x02"  # begins every entry of the central directory
_CHUNK = 65536
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error, ValueError, OSError, IndexError)
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that ISO/IEC 29500-2 allows


class Package:
    """The parts of one zip, unpacked one at a time, in pieces."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Refuses what is cut, encrypted, or announces more than the limits allow."""
        self._limits, self._unpacked = limits, 0
        # before zipfile, which would build an object for each of a million entries
        if data.count(_ENTRY) > limits.entries:
            raise NotRead("zip.entries", "entries", most=limits.entries)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (*_BROKEN, NotImplementedError) as error:
            raise NotRead("zip.broken") from error
        infos = self._zip.infolist()
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise NotRead("zip.encrypted")
        if sum(info.file_size for info in infos) > limits.unpacked_bytes:
            raise self._too_large()
        self._named = Counter(info.filename for info in infos)
        self.names = frozenset(self._named)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The unpacked bytes of a part, in pieces."""
        if self._named[name] > 1:  # one for us, another one for Word
            raise NotRead("zip.twice", part=name)
        info = self._zip.getinfo(name)
        if info.compress_type not in _PACKINGS:
            raise NotRead("zip.packing", part=name)
        size = 0
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    self._count(name, size, len(chunk), info.compress_size)
                    yield chunk
        except (*_BROKEN, NotImplementedError, RuntimeError) as error:
            raise NotRead("zip.broken_part", part=name) from error

    def _count(self, name: str, size: int, more: int, packed: int) -> None:
        self._unpacked += more
        if self._unpacked > self._limits.unpacked_bytes:
            raise self._too_large()
        if size > self._limits.ratio_floor and size > self._limits.ratio * max(packed, 1):
            raise NotRead("zip.ratio", "ratio", part=name, most=self._limits.ratio)

    def _too_large(self) -> NotRead:
        return NotRead("zip.unpacked", "unpacked_bytes", most=megabytes(self._limits.unpacked_bytes))
