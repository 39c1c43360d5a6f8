"""What a parameter file says about itself, beside its values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from careercraft.calc.history import ordinal
from careercraft.calc.params.schema import EARLIEST, load_yaml


class Checked(NamedTuple):
    """When somebody last held the values against their sources, and who."""

    day: date
    by: str


class Description(NamedTuple):
    """``notes`` are by the start of the entry they stand at; ``checked`` is ``None`` if never."""

    title: str
    unit: str
    checked: Checked | None
    notes: Mapping[int, str]
    not_modelled: tuple[str, ...]


@lru_cache(maxsize=256)
def described(folder: Path, name: str) -> Description:
    """Return the description of a parameter, named by its path below the folder of them all.

    The file's form was checked when the rulebook was read.
    """
    file = folder / f"{name}.yaml"
    document: Mapping[str, Any] = load_yaml(file.read_text("utf-8"), file.name)
    checked = document.get("checked")
    return Description(
        document["title"],
        document["unit"],
        None if checked is None else Checked(checked["day"], checked["by"]),
        {
            _start(key): entry["note"]
            for key, entry in document["values"].items()
            if "note" in entry
        },
        tuple(document.get("not_modelled", ())),
    )


def _start(key: Any) -> int:
    return 0 if key == EARLIEST else ordinal(key)
