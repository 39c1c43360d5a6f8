"""Sealed files: uploads, printed documents, what people hand in. Names are opaque ids.

They lie on a shelf: a local folder, or a bucket of an S3-compatible store. A shelf sees nothing but
ciphertext and opaque names.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol
from uuid import UUID

from careercraft.privacy.keys import DistrictKeys
from careercraft.privacy.sealing import Place, seal_file, unseal_file


class FileMissing(Exception):  # noqa: N818
    """A stored file is gone from its shelf."""


class Shelf(Protocol):
    """Where sealed files lie; a name is `district/kind/id.sealed`."""

    def put(self, name: str, sealed: bytes) -> None:
        """Lay a file down whole, or not at all."""

    def get(self, name: str) -> bytes | None:
        """A file; None where there is none of this name."""

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""


class Folder:
    """Files in a local folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, sealed: bytes) -> None:
        """Lay a file down; a half-written one is never seen."""
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = path.with_suffix(".part")
        half.write_bytes(sealed)
        half.replace(path)

    def get(self, name: str) -> bytes | None:
        """A file; None where there is none of this name."""
        path = self._folder / name
        return path.read_bytes() if path.exists() else None

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""
        (self._folder / name).unlink(missing_ok=True)


class FileStore:
    """Keeps each file sealed with its district's key, under district/kind/id."""

    def __init__(self, shelf: Path | Shelf) -> None:
        self._shelf: Shelf = Folder(shelf) if isinstance(shelf, Path) else shelf

    def put(self, keys: DistrictKeys, kind: str, file_id: UUID, content: bytes) -> None:
        """Seal and keep a file."""
        sealed = seal_file(keys, _place(kind, file_id), content)
        self._shelf.put(_name(keys, kind, file_id), sealed)

    def get(self, keys: DistrictKeys, kind: str, file_id: UUID) -> bytes:
        """Open a kept file; raises `FileMissing`, `SealBroken` or `KeyDestroyed`."""
        sealed = self._shelf.get(_name(keys, kind, file_id))
        if sealed is None:
            raise FileMissing(f"The file {file_id} is not in the file store.")
        return unseal_file(keys, _place(kind, file_id), sealed)

    def remove(self, keys: DistrictKeys, kind: str, file_id: UUID) -> None:
        """Remove a kept file, if it is there."""
        self._shelf.remove(_name(keys, kind, file_id))


def _name(keys: DistrictKeys, kind: str, file_id: UUID) -> str:
    return f"{keys.district_id}/{kind}/{file_id}.sealed"


def _place(kind: str, file_id: UUID) -> Place:
    return Place(f"file:{kind}", "content", file_id)
