"""The zip itself: entry after entry, handed on in sealed pieces, so that memory stays small."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import NamedTuple

PIECE_BYTES = 8 * 1024 * 1024
Keep = Callable[[int, bytes], None]
"""Keeps one piece, by its number from 0."""


class Entry(NamedTuple):
    """One file of the zip, for the manifest."""

    name: str
    size: int
    sha256: str
    rows: int | None


class Pieces(io.RawIOBase):
    """A stream that cannot go back: what is written is kept in pieces of one size."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._held = bytearray()
        self.pieces = 0
        self.size = 0

    def writable(self) -> bool:
        """It is only ever written."""
        return True

    def write(self, data: object) -> int:
        """Take some bytes, keeping whole pieces."""
        self._held += bytes(data)  # type: ignore[call-overload]
        while len(self._held) >= PIECE_BYTES:
            self._give(PIECE_BYTES)
        return len(bytes(data))  # type: ignore[call-overload]

    def finish(self) -> None:
        """Keep what is left."""
        if self._held:
            self._give(len(self._held))

    def _give(self, length: int) -> None:
        self._keep(self.pieces, bytes(self._held[:length]))
        del self._held[:length]
        self.pieces += 1
        self.size += length


class Archive:
    """A zip under way, with what its manifest says of each entry."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._zip = zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED)
        self.entries: list[Entry] = []

    def add(self, name: str, content: bytes) -> None:
        """A whole file."""
        self.stream(name, [content], rows=None)

    def stream(self, name: str, chunks: Iterable[bytes], rows: int | None = None) -> None:
        """A file that comes in chunks; entries keep their order."""
        digest, size = sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as entry:
            for chunk in chunks:
                entry.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.entries.append(Entry(name, size, digest.hexdigest(), rows))

    def abandon(self) -> None:
        """Write nothing more, not even the end of the zip."""
        self._zip.fp = None

    def close(self) -> None:
        """End the zip and keep what is left of it."""
        self._zip.close()
        self._pieces.finish()


@contextmanager
def archive(keep: Keep) -> Iterator[tuple[Archive, Pieces]]:
    """A zip whose pieces are kept as they are full."""
    pieces = Pieces(keep)
    made = Archive(pieces)
    try:
        yield made, pieces
    except BaseException:
        made.abandon()
        raise
    made.close()
