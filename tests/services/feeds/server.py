"""A real SFTP server on this machine, in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import asyncssh

USER, PASSWORD = "district", "a password of the server"


class Running(NamedTuple):
    """Where the server is, what it shows, and the folder that it serves."""

    port: int
    host_key: str
    folder: Path
    written: list[str]
    """Names that a client opened for writing, moved or removed."""


class _Door(asyncssh.SSHServer):
    def __init__(self, public_key: asyncssh.SSHKey) -> None:
        self._public_key = public_key

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return username == USER and key == self._public_key


@contextmanager
def sftp_server(folder: Path, client_key: asyncssh.SSHKey) -> Iterator[Running]:
    """Serve a folder until the block ends."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    written: list[str] = []

    class Files(asyncssh.SFTPServer):
        def __init__(self, channel: asyncssh.SSHServerChannel) -> None:  # type: ignore[type-arg]
            super().__init__(channel, chroot=str(folder).encode())

        def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
            if pflags & ~asyncssh.FXF_READ:
                written.append(path.decode())
            return super().open(path, pflags, attrs)

        def remove(self, path: bytes) -> None:
            written.append(path.decode())

        def rename(self, oldpath: bytes, newpath: bytes) -> None:
            written.append(oldpath.decode())

    async def serve() -> asyncssh.SSHAcceptor:
        return await asyncssh.create_server(
            lambda: _Door(client_key.convert_to_public()),
            "127.0.0.1",
            0,
            server_host_keys=[key],
            sftp_factory=Files,
        )

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    acceptor = asyncio.run_coroutine_threadsafe(serve(), loop).result(10)
    try:
        public = key.export_public_key().decode().strip()
        yield Running(acceptor.get_port(), public, folder, written)
    finally:
        asyncio.run_coroutine_threadsafe(_end(acceptor), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _end(acceptor: asyncssh.SSHAcceptor) -> None:
    acceptor.close()
    await acceptor.wait_closed()
    await asyncio.sleep(0.05)
