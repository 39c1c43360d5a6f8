"""Read a PDF back: its words as a screen reader meets them, its fonts, its colours, its tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

HEX_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s+<([0-9a-fA-F]+)>")
COLOUR_OPERATORS = {"rg", "RG", "g", "G", "k", "K", "sc", "SC", "scn", "SCN"}


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(content))


def text_of(content: bytes) -> str:
    """The words of all pages; each marked piece on a line of its own."""
    with opened(content) as pdf:
        return "\n".join(piece for page in pdf.pages for piece in _pieces(page))


def words_of(content: bytes) -> str:
    """The words of all pages as one line with single spaces."""
    return " ".join(text_of(content).split())


def fonts_of(content: bytes) -> dict[str, bool]:
    """The fonts by name, and whether each is embedded."""
    with opened(content) as pdf:
        found = {}
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                descriptor = font.DescendantFonts[0].FontDescriptor
                embedded = "/FontFile2" in descriptor or "/FontFile3" in descriptor
                found[str(font.BaseFont).partition("+")[2]] = embedded
        return found


def colours_of(content: bytes) -> set[tuple[float, ...]]:
    """Every colour that is painted with, in the pages and in the drawings placed on them."""
    with opened(content) as pdf:
        return {
            tuple(float(value) for value in operands)
            for page in pdf.pages
            for stream in _streams(page)
            for operands, operator in pikepdf.parse_content_stream(stream)
            if str(operator) in COLOUR_OPERATORS
        }


def tags_of(content: bytes) -> list[Any]:
    """Every element of the structure tree, as (tag, scope or none)."""
    with opened(content) as pdf:
        return list(_tags(pdf.Root.StructTreeRoot))


def _tags(element: Any) -> Iterator[tuple[str, str | None]]:
    if "/S" in element:
        attributes = element.get("/A", {})
        scope = attributes.get("/Scope")
        yield str(element.S).lstrip("/"), None if scope is None else str(scope).lstrip("/")
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield from _tags(kid)


def _streams(holder: Any) -> Iterator[Any]:
    yield holder
    resources = holder.get("/Resources", {})
    for form in resources.get("/XObject", {}).values():
        if form.get("/Subtype") == "/Form":
            yield from _streams(form)


def _pieces(page: pikepdf.Page) -> Iterator[str]:
    letters = {name: _letters(font) for name, font in page.Resources.Font.items()}
    font, piece = "", ""
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "Tf":
            font = str(operands[0])
        elif name == "TJ":
            piece += "".join(_shown(bytes(run), letters[font]) for run in _runs(operands[0]))
        elif name == "EMC" and piece:
            yield piece.strip()
            piece = ""


def _runs(shown: Any) -> list[Any]:
    return [run for run in shown if isinstance(run, pikepdf.String)]


def _shown(run: bytes, letters: dict[int, str]) -> str:
    codes = (int.from_bytes(run[at : at + 2], "big") for at in range(0, len(run), 2))
    return "".join(letters[code] for code in codes)


def _letters(font: Any) -> dict[int, str]:
    pairs = HEX_PAIR.findall(font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
