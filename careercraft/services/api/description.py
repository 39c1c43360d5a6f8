"""The description of the reads, as it lies beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("openapi.yaml")


@cache
def document() -> dict[str, Any]:
    """OpenAPI 3.1, written by hand: tests hold every answer to it."""
    found: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return found
