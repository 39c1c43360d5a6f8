"""The secrets of a demonstration are made once, and only their owner reads them."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

from devtools.secrets_file import kept_secrets, new_secrets


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    kept_secrets(tmp_path / "state" / "secrets.json")
    assert stat.S_IMODE((tmp_path / "state" / "secrets.json").stat().st_mode) == 0o600


def test_a_second_run_finds_the_same_secrets(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    assert kept_secrets(path) == kept_secrets(path)


def test_two_machines_have_different_secrets() -> None:
    first, second = new_secrets(), new_secrets()
    assert all(first[name] != second[name] for name in first)


def test_the_master_key_is_of_32_bytes() -> None:
    assert len(base64.b64decode(new_secrets()["CAREERCRAFT_MASTER_KEY"], validate=True)) == 32


def test_the_session_key_is_long_enough() -> None:
    assert len(new_secrets()["CAREERCRAFT_SECRET_KEY"]) >= 32
