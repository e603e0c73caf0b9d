"""What the clusters of a bucket say, each wording once, with the files that say so: what resolution looks at.

A law that 100,000 files cite is cited in a few dozen wordings. So the cost of one more file does not grow with the
number of those that cite the same, and a store keeps wordings, not clusters, for resolution.
"""

import hashlib
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from graph.statements import NO_RANK, Cluster

# Up to so many files of a wording are told apart, so that a file that names an instrument in two ways counts once
# where it could decide (a firm wording has two files, an outweighing one three); beyond, each wording's files add up.
MANY = 8
Order = tuple[str, ...]


class Wording(Struct, frozen=True):
    """Clusters of one bucket that say the same; a file's own document is always a wording apart.

    `said` is what they say, of cited ones without file and local id. `files` are all files (sha256, sorted) where
    there are at most `MANY`, else (); `count` is how many there are.
    """

    said: Cluster
    files: tuple[str, ...]
    count: int

    @property
    def loaded(self) -> bool:
        """Whether it is a file's own document."""
        return self.said.loaded

    @property
    def order(self) -> Order:
        """A key of its own among the wordings of a bucket."""
        c = self.said
        return c.file, c.local, c.type, *((v or "") for v in (c.code, c.issued, c.issuer, c.title)), c.until


def common(cluster: Cluster) -> Cluster:
    """What the cluster says, without who says it; a file's own document as it is."""
    if cluster.loaded:
        return cluster
    return msgspec.structs.replace(cluster, file="", local="", rank=NO_RANK)


def mark(cluster: Cluster) -> bytes:
    """16 bytes that two clusters share when they say the same."""
    return hashlib.blake2b(msgspec.msgpack.encode(common(cluster)), digest_size=16).digest()


def wording(said: Cluster, files: Iterable[str], count: int) -> Wording:
    """The wording; `files` are looked at only where they are few."""
    return Wording(said, tuple(sorted(set(files))) if count <= MANY else (), count)


def supporters(wordings: Iterable[Wording]) -> int:
    """How many files say one of these."""
    few: set[str] = set()
    many = 0
    for one in wordings:
        if one.files:
            few.update(one.files)
        else:
            many += one.count
    return len(few) + many
