"""Sealed files: uploads, printed documents, what people hand in. Names are opaque ids.

They lie on a shelf: a local folder, or a bucket of an S3-compatible store. A shelf sees nothing but
ciphertext and opaque names.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol
from uuid import UUID

from careercraft.privacy.keys import DistrictKeys
from careercraft.privacy.sealing import Place, seal_file, unseal_file

OF_THE_DISTRICT = frozenset({"audit_head"})
"""Areas whose files are sealed with the district's key: numbers only, and kept as long as it."""


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

    def remove_all(self, beginning: str) -> None:
        """Take away every file whose name begins so."""


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

    def remove_all(self, beginning: str) -> None:
        """Take away every file whose name begins so: a folder, written with its slash."""
        shutil.rmtree(self._folder / beginning, ignore_errors=True)


class FileStore:
    """Keeps each file sealed, with its student's key or its own, under district/kind/id."""

    def __init__(self, shelf: Path | Shelf) -> None:
        self._shelf: Shelf = Folder(shelf) if isinstance(shelf, Path) else shelf

    def put(
        self,
        keys: DistrictKeys,
        kind: str,
        file_id: UUID,
        content: bytes,
        student_id: UUID | None = None,
    ) -> None:
        """Seal and keep a file, with its student's key or one of its own."""
        owner = None if kind in OF_THE_DISTRICT else student_id or file_id
        sealed = seal_file(keys, _place(kind, file_id).of(owner), content)
        self._shelf.put(_name(keys, kind, file_id), sealed)

    def get(self, keys: DistrictKeys, kind: str, file_id: UUID) -> bytes:
        """Open a kept file; raises `FileMissing`, `SealBroken` or `KeyDestroyed`."""
        sealed = self._shelf.get(_name(keys, kind, file_id))
        if sealed is None:
            raise FileMissing(f"The file {file_id} is not in the file store.")
        return unseal_file(keys, _place(kind, file_id), sealed)

    def remove(self, keys: DistrictKeys, kind: str, file_id: UUID) -> None:
        """Remove a kept file, if it is there, and the key that was its own; the caller commits."""
        keys.own_keys.destroy([file_id])
        self._shelf.remove(_name(keys, kind, file_id))

    def remove_district(self, district_id: UUID) -> None:
        """Remove every file of a district; its keys need not be there any more."""
        self._shelf.remove_all(f"{district_id}/")


def _name(keys: DistrictKeys, kind: str, file_id: UUID) -> str:
    return f"{keys.district_id}/{kind}/{file_id}.sealed"


def _place(kind: str, file_id: UUID) -> Place:
    return Place(f"file:{kind}", "content", file_id)
