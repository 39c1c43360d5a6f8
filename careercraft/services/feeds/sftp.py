"""A folder on an SFTP server: read only, and only where the server shows the pinned key."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

import asyncssh
from asyncssh.constants import FILEXFER_TYPE_REGULAR

from careercraft.services.feeds.source import Changing, Found, SourceProblem, TooLarge

SECONDS_TO_CONNECT = 20
SECONDS_TO_READ = 600
MOST_FILES = 5_000
PIECE = 1024 * 1024
KEY_WORDS = 2
T = TypeVar("T")


class Server(NamedTuple):
    """Where and as whom. `host_key`: "ssh-ed25519 AAAA…". One of `password` and `private_key`."""

    host: str
    port: int
    user: str
    host_key: str
    folder: str
    password: str = ""
    private_key: str = ""


def pinned_key(text: str) -> str:
    """The key in a pasted line: a public key or a line of `known_hosts`; raises `ValueError`.

    >>> pinned_key("ssh-ed25519 nonsense")
    Traceback (most recent call last):
    ValueError: This is not the public key of a server.
    """
    words = text.split()
    for start in range(len(words) - 1):
        candidate = " ".join(words[start : start + KEY_WORDS])
        try:
            asyncssh.import_public_key(candidate)
        except asyncssh.KeyImportError:
            continue
        return candidate
    raise ValueError("This is not the public key of a server.")


def fingerprint_of(host_key: str) -> str:
    """The fingerprint by which people compare keys: "SHA256:…"."""
    return str(asyncssh.import_public_key(host_key).get_fingerprint())


def is_private_key(text: str) -> bool:
    """Whether a text is a private key without a passphrase."""
    try:
        asyncssh.import_private_key(text)
    except (asyncssh.KeyImportError, ValueError):
        return False
    return True


@contextmanager
def opened(server: Server, *, local_servers: bool) -> Iterator[SftpFolder]:
    """The folder of a server while the connection stands; raises `SourceProblem`."""
    with asyncio.Runner() as runner:
        connection = _answered(runner, _connect(server, local_servers))
        try:
            client = _answered(runner, _client(connection))
            yield SftpFolder(runner, client, server.folder)
        finally:
            connection.close()
            runner.run(connection.wait_closed())


class SftpFolder:
    """The folder of a feed on a server. Nothing there is ever written, moved or deleted."""

    def __init__(self, runner: asyncio.Runner, client: asyncssh.SFTPClient, folder: str) -> None:
        self._runner = runner
        self._client = client
        self._folder = folder.rstrip("/") or "/"

    def listed(self) -> list[Found]:
        """Every plain file of the folder, by name."""
        return _answered(self._runner, self._list())

    def read(self, found: Found, largest: int) -> bytes:
        """A whole file, which did not change meanwhile."""
        if found.size > largest:
            raise TooLarge
        return _answered(self._runner, self._read(found))

    def settle(self, found: Found, outcome: str) -> None:
        """Leave the file where it is: the server is somebody else's."""

    async def _list(self) -> list[Found]:
        files: list[Found] = []
        async for entry in self._client.scandir(self._folder):
            if entry.attrs.type == FILEXFER_TYPE_REGULAR and len(files) < MOST_FILES:
                files.append(_found(str(entry.filename), entry.attrs))
        return sorted(files)

    async def _read(self, found: Found) -> bytes:
        path = f"{self._folder.rstrip('/')}/{found.name}"
        held = bytearray()
        async with self._client.open(path, "rb") as file:
            while piece := await file.read(PIECE):
                held += piece if isinstance(piece, bytes) else piece.encode()
                if len(held) > found.size:
                    raise Changing
        after = _found(found.name, await self._client.lstat(path))
        if after != found or len(held) != found.size:
            raise Changing
        return bytes(held)


def _found(name: str, attributes: asyncssh.SFTPAttrs) -> Found:
    return Found(name, attributes.size or 0, int(attributes.mtime or 0))


async def _connect(server: Server, local_servers: bool) -> asyncssh.SSHClientConnection:
    address = await _address(server.host, server.port, local_servers)
    keys = [asyncssh.import_private_key(server.private_key)] if server.private_key else []
    return await asyncssh.connect(
        address,
        server.port,
        username=server.user,
        password=server.password or None,
        client_keys=keys,
        known_hosts=([asyncssh.import_public_key(server.host_key)], [], []),
        config=None,
        agent_path=None,
        x509_trusted_certs=None,
        preferred_auth=("publickey",) if keys else ("password", "keyboard-interactive"),
        connect_timeout=SECONDS_TO_CONNECT,
        login_timeout=SECONDS_TO_CONNECT,
        keepalive_interval=15,
    )


async def _client(connection: asyncssh.SSHClientConnection) -> asyncssh.SFTPClient:
    return await connection.start_sftp_client()


async def _address(host: str, port: int, local_servers: bool) -> str:
    """The address of a server, looked up once, so that what is checked is what is connected to."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    address = str(found[0][4][0])
    of = ipaddress.ip_address(address.partition("%")[0])
    if not local_servers and (of.is_loopback or of.is_link_local or of.is_unspecified):
        raise SourceProblem("server_not_allowed")
    return address


def _answered(runner: asyncio.Runner, work: Coroutine[Any, Any, T]) -> T:
    """What a question to the server brought; its failures as codes, without their texts."""
    try:
        return runner.run(asyncio.wait_for(work, SECONDS_TO_READ))
    except asyncssh.HostKeyNotVerifiable:
        raise SourceProblem("wrong_host_key") from None
    except asyncssh.PermissionDenied:
        raise SourceProblem("sign_in_refused") from None
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError):
        raise SourceProblem("bad_key") from None
    except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath, asyncssh.SFTPPermissionDenied):
        raise SourceProblem("no_such_place") from None
    except (asyncssh.SFTPError, asyncssh.ConnectionLost):
        raise SourceProblem("stopped_midway") from None
    except (OSError, TimeoutError, asyncssh.Error):
        raise SourceProblem("unreachable") from None
