"""Files that people might hand in, made on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pikepdf
from PIL import Image


def picture(form: str = "PNG", size: tuple[int, int] = (60, 80), **options: Any) -> bytes:
    """A small white picture."""
    made = io.BytesIO()
    Image.new("RGB", size, "white").save(made, form, **options)
    return made.getvalue()


def pdf(
    change: Callable[[pikepdf.Pdf], None] = lambda _pdf: None, pages: int = 1, **options: Any
) -> bytes:
    """A PDF of blank pages, changed before it is written."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(200, 300))
        change(document)
        document.save(made, **options)
    return made.getvalue()


def archive(**files: str) -> bytes:
    """A zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return made.getvalue()
