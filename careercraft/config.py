"""Typed settings, read once from the environment; a bad setting stops the start with a sentence."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple, get_args
from urllib.parse import urlsplit

from careercraft.compiled import folder_named_by
from careercraft.outside import NOTHING_OUTSIDE, Outside, OutsideProblem, read_outside

Environment = Literal["development", "test", "production"]
MASTER_KEY_BYTES = 32
SHORTEST_SECRET = 32


class SettingProblem(Exception):  # noqa: N818 - it is shown to a person, not handled
    """A setting is missing or malformed; the text names it and says what was expected."""


class BucketSettings(NamedTuple):
    """A bucket of an S3-compatible store; no endpoint is Amazon's own."""

    name: str
    endpoint: str | None
    region: str
    access_key: str | None
    secret_key: str | None
    prefix: str


class Settings(NamedTuple):
    """Everything that differs between one installation and the next."""

    database_url: str
    database_owner_url: str | None
    redis_url: str
    master_key: bytes
    secret_key: str
    file_store: Path
    environment: Environment
    trusted_hosts: tuple[str, ...]
    secure_cookies: bool
    proxies: int = 0
    """How many proxies of ours stand before the web server and tell who really asks."""
    outside: Outside = NOTHING_OUTSIDE
    """The folder of feeds, the mail server and the like, where there are any."""
    bucket: BucketSettings | None = None
    """Where sealed files lie instead of in the folder."""


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings, raising `SettingProblem` for the first that is missing or malformed."""
    environment = _environment(environ)
    _compiled_rules(environ)
    return Settings(
        database_url=_database_url(environ, "DATABASE_URL"),
        database_owner_url=_owner_url(environ),
        redis_url=_redis_url(environ),
        master_key=_master_key(environ),
        secret_key=_secret_key(environ),
        file_store=_file_store(environ),
        environment=environment,
        trusted_hosts=_hosts(environ),
        secure_cookies=environment == "production",
        proxies=_proxies(environ),
        outside=_outside(environ, environment),
        bucket=_bucket(environ),
    )


def _needed(environ: Mapping[str, str], name: str, expected: str) -> str:
    value = environ.get(name, "").strip()
    if not value:
        raise SettingProblem(f"The setting {name} is missing: it must be {expected}.")
    return value


def _environment(environ: Mapping[str, str]) -> Environment:
    value = environ.get("CAREERCRAFT_ENV", "production").strip()
    for known in get_args(Environment):
        if value == known:
            return known  # type: ignore[no-any-return]
    raise SettingProblem(
        "The setting CAREERCRAFT_ENV must be one of development, test or production."
    )


def _compiled_rules(environ: Mapping[str, str]) -> None:
    try:
        folder_named_by(environ)
    except ValueError as problem:
        raise SettingProblem(str(problem)) from None


def _database_url(environ: Mapping[str, str], name: str) -> str:
    expected = "a PostgreSQL address such as postgresql://role:password@host/database"
    value = _needed(environ, name, expected)
    scheme, separator, rest = value.partition("://")
    if scheme not in ("postgresql", "postgres", "postgresql+psycopg") or not separator or not rest:
        raise SettingProblem(f"The setting {name} is not understood: it must be {expected}.")
    return f"postgresql+psycopg://{rest}"


def _owner_url(environ: Mapping[str, str]) -> str | None:
    if not environ.get("DATABASE_OWNER_URL", "").strip():
        return None
    return _database_url(environ, "DATABASE_OWNER_URL")


def _redis_url(environ: Mapping[str, str]) -> str:
    expected = "a Redis or Valkey address such as redis://host:6379/0, rediss://… or unix://…"
    value = _needed(environ, "REDIS_URL", expected)
    if not value.startswith(("redis://", "rediss://", "unix://")):
        raise SettingProblem(f"The setting REDIS_URL is not understood: it must be {expected}.")
    return value


def _master_key(environ: Mapping[str, str]) -> bytes:
    expected = "32 random bytes in base64 (44 characters)"
    value = _needed(environ, "CAREERCRAFT_MASTER_KEY", expected)
    try:
        key = base64.b64decode(value, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != MASTER_KEY_BYTES:
        raise SettingProblem(
            f"The setting CAREERCRAFT_MASTER_KEY is not understood: it must be {expected}."
        )
    return key


def _secret_key(environ: Mapping[str, str]) -> str:
    expected = f"a random text of at least {SHORTEST_SECRET} characters"
    value = _needed(environ, "CAREERCRAFT_SECRET_KEY", expected)
    if len(value) < SHORTEST_SECRET:
        raise SettingProblem(
            f"The setting CAREERCRAFT_SECRET_KEY is too short: it must be {expected}."
        )
    return value


def _file_store(environ: Mapping[str, str]) -> Path:
    expected = "the absolute path of a folder for encrypted files"
    path = Path(_needed(environ, "CAREERCRAFT_FILE_STORE", expected))
    if not path.is_absolute():
        raise SettingProblem(
            f"The setting CAREERCRAFT_FILE_STORE is not understood: it must be {expected}."
        )
    return path


def _hosts(environ: Mapping[str, str]) -> tuple[str, ...]:
    names = environ.get("CAREERCRAFT_HOSTS", "").split(",")
    return tuple(name.strip() for name in names if name.strip())


def _proxies(environ: Mapping[str, str]) -> int:
    value = environ.get("CAREERCRAFT_PROXIES", "0").strip()
    if value not in ("0", "1", "2", "3"):
        raise SettingProblem(
            "The setting CAREERCRAFT_PROXIES is not understood: it must be how many proxies of "
            "yours stand before the web server, 0 to 3."
        )
    return int(value)


def _outside(environ: Mapping[str, str], environment: Environment) -> Outside:
    try:
        return read_outside(environ, production=environment == "production")
    except OutsideProblem as problem:
        raise SettingProblem(str(problem)) from None


def _bucket(environ: Mapping[str, str]) -> BucketSettings | None:
    name = _optional(environ, "CAREERCRAFT_S3_BUCKET")
    if name is None:
        return None
    access_key = _optional(environ, "CAREERCRAFT_S3_ACCESS_KEY")
    secret_key = _optional(environ, "CAREERCRAFT_S3_SECRET_KEY")
    if (access_key is None) != (secret_key is None):
        raise SettingProblem(
            "The settings CAREERCRAFT_S3_ACCESS_KEY and CAREERCRAFT_S3_SECRET_KEY belong together: "
            "set both, or neither where the machine itself has the right to the bucket."
        )
    prefix = (_optional(environ, "CAREERCRAFT_S3_PREFIX") or "").strip("/")
    return BucketSettings(
        name,
        _endpoint(environ),
        _optional(environ, "CAREERCRAFT_S3_REGION") or "us-east-1",
        access_key,
        secret_key,
        f"{prefix}/" if prefix else "",
    )


def _endpoint(environ: Mapping[str, str]) -> str | None:
    """The address of a store that is not Amazon's; in the clear only on this machine."""
    address = _optional(environ, "CAREERCRAFT_S3_ENDPOINT")
    if address is None:
        return None
    parts = urlsplit(address)
    near = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    if not parts.hostname or not (parts.scheme == "https" or near):
        raise SettingProblem(
            "The setting CAREERCRAFT_S3_ENDPOINT is not understood: it must be the https address "
            "of an S3-compatible store (http only on this machine itself)."
        )
    return address


def _optional(environ: Mapping[str, str], name: str) -> str | None:
    return environ.get(name, "").strip() or None
