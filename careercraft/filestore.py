"""Sealed files in a local folder: uploads and printed documents. Names are opaque ids."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from careercraft.privacy.keys import DistrictKeys
from careercraft.privacy.sealing import Place, seal_file, unseal_file


class FileMissing(Exception):  # noqa: N818
    """A stored file is gone from the folder."""


class FileStore:
    """Keeps each file sealed with its district's key, under district/kind/id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, keys: DistrictKeys, kind: str, file_id: UUID, content: bytes) -> None:
        """Seal and keep a file; a half-written file is never seen."""
        path = self._path(keys, kind, file_id)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = path.with_suffix(".part")
        half.write_bytes(seal_file(keys, _place(kind, file_id), content))
        half.replace(path)

    def get(self, keys: DistrictKeys, kind: str, file_id: UUID) -> bytes:
        """Open a kept file; raises `FileMissing`, `SealBroken` or `KeyDestroyed`."""
        path = self._path(keys, kind, file_id)
        if not path.exists():
            raise FileMissing(f"The file {file_id} is not in the file store.")
        return unseal_file(keys, _place(kind, file_id), path.read_bytes())

    def remove(self, keys: DistrictKeys, kind: str, file_id: UUID) -> None:
        """Remove a kept file, if it is there."""
        self._path(keys, kind, file_id).unlink(missing_ok=True)

    def _path(self, keys: DistrictKeys, kind: str, file_id: UUID) -> Path:
        return self._folder / str(keys.district_id) / kind / f"{file_id}.sealed"


def _place(kind: str, file_id: UUID) -> Place:
    return Place(f"file:{kind}", "content", file_id)
