"""Derive the fonts of print from the variable fonts of the screen: one file per weight.

`python -m devtools.print_fonts`, after the fonts of the screen have changed. A variable font would
have to be cut to its weight anew in each PDF, which took an eighth of the time of a plan.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from devtools.processes import ROOT

SCREEN = ROOT / "careercraft" / "static" / "fonts"
PRINT = ROOT / "careercraft" / "documents" / "fonts"
WEIGHTS = (500, 700)
NOT_PRINTED = ("prep", "gasp")
"""Hints for screens, which no PDF needs."""


def main() -> None:
    """Write every font of print."""
    PRINT.mkdir(exist_ok=True)
    for path, content in derived():
        path.write_bytes(content)


def derived() -> Iterator[tuple[Path, bytes]]:
    """Each font of print with its content; the same input gives the same bytes."""
    for source in sorted(SCREEN.glob("*.woff2")):
        for weight in WEIGHTS:
            name = source.name.replace("wght-normal", str(weight))
            yield PRINT / name, cut_to(source, weight)


def cut_to(source: Path, weight: int) -> bytes:
    """One weight of a variable font, without what print does not need."""
    font = TTFont(source, recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wght": weight}, static=True)
    for table in NOT_PRINTED:
        if table in font:
            del font[table]
    font.flavor = "woff2"
    content = io.BytesIO()
    font.save(content)
    return content.getvalue()


if __name__ == "__main__":
    main()
