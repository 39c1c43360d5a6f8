"""Logs that hold no person: named events with ids, and failures as places in the code."""

from __future__ import annotations

import json
import logging
import traceback
from pathlib import PurePath
from typing import Any

ALLOWED = (
    "request_id",
    "method",
    "endpoint",
    "status",
    "milliseconds",
    "district_id",
    "user_id",
    "task_id",
    "task_kind",
    "failure",
    "frames",
    "head",
)


class JsonLines(logging.Formatter):
    """One JSON object per line, with the allowed keys and no others."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "event": record.msg,
        }
        line.update({key: getattr(record, key) for key in ALLOWED if hasattr(record, key)})
        return json.dumps(line, default=str)


def set_up_logs(level: int = logging.INFO) -> None:
    """Send the application's logs to standard error as JSON lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    log = logging.getLogger("careercraft")
    log.handlers[:] = [handler]
    log.setLevel(level)
    log.propagate = False


def described(failure: BaseException) -> dict[str, object]:
    """A failure without its message, which may quote a record: its type and where it happened."""
    frames = traceback.extract_tb(failure.__traceback__)
    return {
        "failure": type(failure).__name__,
        "frames": [f"{PurePath(f.filename).name}:{f.lineno} {f.name}" for f in frames[-12:]],
    }
