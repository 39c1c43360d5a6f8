"""Several finished documents as one file: bound into one PDF that keeps its tags, or as a zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, OutlineItem, Pdf, String

from careercraft.documents.pdf import Printed

DIGITS = 3


def bind(parts: Sequence[bytes]) -> Printed:
    """Return one PDF of several of ours, each beginning on a page of its own.

    Each is a part of one tagged document, with its number as its bookmark and no word more. Raises
    ``ValueError`` when there is nothing to bind.
    """
    if not parts:
        raise ValueError("There is nothing to bind.")
    with ExitStack() as opened:
        bound, *others = [opened.enter_context(Pdf.open(io.BytesIO(part))) for part in parts]
        book = _Book(bound)
        for other in others:
            book.add(other)
        book.finish()
        written = io.BytesIO()
        bound.save(written, object_stream_mode=ObjectStreamMode.generate)
        return Printed(written.getvalue(), len(bound.pages))


def pack(parts: Sequence[tuple[int, bytes]]) -> bytes:
    """Return a zip of PDFs, each under its number and no word more."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for number, content in parts:
            entry = zipfile.ZipInfo(f"{number:0{DIGITS}d}.pdf")
            entry.external_attr = 0o600 << 16
            packed.writestr(entry, content)
    return written.getvalue()


class _Book:
    """A PDF that grows by the pages and tags of others."""

    def __init__(self, bound: Pdf) -> None:
        self._bound = bound
        self._first_pages = [0]
        self._sections = [_section(bound.Root.StructTreeRoot, 1)]
        self._owners: list[Any] = _owners(bound.Root.StructTreeRoot)

    def add(self, other: Pdf) -> None:
        """Append the pages, then the tags, which then find those pages."""
        first, before = len(self._bound.pages), len(self._owners)
        self._bound.pages.extend(other.pages)
        for page in list(self._bound.pages)[first:]:
            if Name.StructParents in page.obj:
                page.obj.StructParents = before + int(page.obj.StructParents)
        tree = self._bound.copy_foreign(other.Root.StructTreeRoot)
        self._first_pages.append(first)
        self._sections.append(_section(tree, len(self._first_pages)))
        self._owners += _owners(tree)

    def finish(self) -> None:
        """Tie the parts together under one root, and number them in the list of bookmarks."""
        bound = self._bound
        root = bound.Root.StructTreeRoot
        document = bound.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array(self._sections))
        )
        for section in self._sections:
            section.P = document
        root.K = Array([document])
        numbers = [one for number, owner in enumerate(self._owners) for one in (number, owner)]
        root.ParentTree = bound.make_indirect(Dictionary(Nums=Array(numbers)))
        if Name.ParentTreeNextKey in root:
            root.ParentTreeNextKey = len(self._owners)
        with bound.open_outline() as outline:
            outline.root[:] = [
                OutlineItem(str(number), page)
                for number, page in enumerate(self._first_pages, start=1)
            ]


def _section(tree: Any, number: int) -> Any:
    """The one document of a tree, as a part; its ids made its own."""
    kids = tree.K if isinstance(tree.K, Array) else [tree.K]
    (section,) = kids
    section.S = Name.Part
    _rename(section, number)
    return section


def _rename(element: Any, number: int) -> None:
    """Header cells are pointed at by id; two documents may use the same ids."""
    if not isinstance(element, Dictionary) or Name.S not in element:
        return
    if Name.ID in element:
        element.ID = _own(element.ID, number)
    attributes = element.get(Name.A)
    if isinstance(attributes, Dictionary) and Name.Headers in attributes:
        attributes.Headers = Array([_own(one, number) for one in attributes.Headers])
    kids: Any = element.get(Name.K, [])
    for kid in kids if isinstance(kids, Array) else [kids]:
        _rename(kid, number)


def _own(id_: Any, number: int) -> String:
    return String(f"{number}.{id_}")


def _owners(tree: Any) -> list[Any]:
    """Which elements the marked pieces of each page belong to, by the number that pages carry."""
    numbers = list(tree.ParentTree.Nums)
    return [owner for _, owner in sorted(zip(map(int, numbers[::2]), numbers[1::2], strict=True))]
