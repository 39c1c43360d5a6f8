"""A folder on this machine, which an SFTP server or a person fills."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from careercraft.services.feeds.source import Changing, Found, SourceProblem, TooLarge

DONE, REFUSED = "done", "refused"


class WatchedFolder:
    """One feed's folder with `done` and `refused` in it. Links are never followed."""

    def __init__(self, folder: Path, marker: str, stamp: str) -> None:
        self._folder = folder
        self._marker = marker
        self._stamp = stamp

    def listed(self) -> list[Found]:
        """Every plain file of the folder, by name."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o770)
            with os.scandir(self._folder) as entries:
                plain = [one for one in entries if one.is_file(follow_symlinks=False)]
                return sorted(_found(one.name, one.stat(follow_symlinks=False)) for one in plain)
        except OSError:
            raise SourceProblem("folder_unreadable") from None

    def read(self, found: Found, largest: int) -> bytes:
        """A whole file, which did not change meanwhile."""
        if found.size > largest:
            raise TooLarge
        try:
            handle = os.open(self._folder / found.name, os.O_RDONLY | os.O_NOFOLLOW)
            with os.fdopen(handle, "rb") as file:
                content = file.read(largest + 1)
                after = _found(found.name, os.fstat(file.fileno()))
        except OSError:
            raise SourceProblem("folder_unreadable") from None
        if after != found or len(content) != found.size:
            raise Changing
        return content

    def settle(self, found: Found, outcome: str) -> None:
        """Move the file, and its marker, into `done` or `refused`; nothing there is overwritten."""
        target = self._folder / outcome
        try:
            target.mkdir(exist_ok=True, mode=0o770)
            name = found.name if not (target / found.name).exists() else self._apart(found.name)
            (self._folder / found.name).rename(target / name)
            if self._marker:
                (self._folder / (found.name + self._marker)).unlink(missing_ok=True)
        except OSError:
            raise SourceProblem("folder_unreadable") from None

    def _apart(self, name: str) -> str:
        return f"{self._stamp}-{name}"


def _found(name: str, seen: os.stat_result) -> Found:
    if not stat.S_ISREG(seen.st_mode):
        raise OSError
    return Found(name, seen.st_size, seen.st_mtime_ns)
