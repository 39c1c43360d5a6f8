"""Secrets for a demonstration on this machine, made once and kept where only their owner reads."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path


def new_secrets() -> dict[str, str]:
    """A master key, a key for sessions and a password for the application's database role."""
    return {
        "CAREERCRAFT_MASTER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "CAREERCRAFT_SECRET_KEY": secrets.token_urlsafe(48),
        "database_password": secrets.token_urlsafe(32),
    }


def kept_secrets(path: Path) -> dict[str, str]:
    """The secrets of an earlier run, or new ones written for the next."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump(new_secrets(), file, indent=1)
    kept: dict[str, str] = json.loads(path.read_text())
    return kept
