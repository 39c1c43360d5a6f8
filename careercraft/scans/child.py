"""Opens one handed-in file, cleans it, draws its pages: the process that may fall over.

It runs by itself, with nothing in its environment, little memory and little time, because what it
opens comes from anywhere. It imports nothing of ours. In: the file. Out: a line of JSON, then the
content to keep, then one picture per page, in the sizes that the line names. A refusal is a line
with its name alone.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import sys
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

import pikepdf
from PIL import Image, ImageFile, ImageOps, ImageSequence, UnidentifiedImageError

MOST_PAGES = 200
PAGES_DRAWN = 12
MOST_PIXELS = 80_000_000
DRAWN_WIDTH, DRAWN_HEIGHT = 1100, 1700
MEMORY, SECONDS = 2_000_000_000, 20
MOST_OBJECTS = 100_000
DEEPEST = 8
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
ACTS = frozenset(
    {"/JavaScript", "/Launch", "/GoToE", "/ImportData", "/SubmitForm", "/Rendition", "/Movie"}
)
PLAYS = frozenset({"/RichMedia", "/Movie", "/Screen", "/3D", "/Sound"})


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """The file is not kept; the message is the name of the reason."""


def main() -> None:
    """Read the file from standard input and write what became of it."""
    with contextlib.suppress(ValueError):  # macOS knows no limit of this kind
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    given = sys.stdin.buffer.read()
    try:
        media_type, content, pages, drawn = looked_at(given)
    except Refused as reason:
        told: dict[str, Any] = {"refused": str(reason)}
        content, drawn = b"", []
    else:
        told = {
            "media_type": media_type,
            "pages": pages,
            "content": len(content),
            "drawn": [len(one) for one in drawn],
        }
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + content + b"".join(drawn))


def looked_at(given: bytes) -> tuple[str, bytes, int, list[bytes]]:
    """The kind of a file, what of it is kept, how many pages it has, and its first ones drawn."""
    if zipfile.is_zipfile(io.BytesIO(given)):
        raise Refused("two_in_one")
    if given.startswith(b"%PDF-"):
        pages = _checked_pdf(given)
        return PDF, given, pages, _drawn_pdf(given)
    return _picture(given)


def _checked_pdf(given: bytes) -> int:
    try:
        with pikepdf.open(io.BytesIO(given)) as pdf:
            pages = len(pdf.pages)
            if not 0 < pages <= MOST_PAGES:
                raise Refused("too_many_pages" if pages else "damaged")
            _refuse_active(pdf)
            return pages
    except pikepdf.PasswordError:
        raise Refused("password") from None
    except pikepdf.PdfError:
        raise Refused("damaged") from None


def _refuse_active(pdf: pikepdf.Pdf) -> None:
    for number, held in enumerate(pdf.objects):
        if number > MOST_OBJECTS:
            raise Refused("too_much")
        for one in _dictionaries(held, 0):
            _refuse_what_acts(one)


def _dictionaries(held: Any, depth: int) -> Iterator[Any]:
    """A thing and the direct things within it; what it only refers to is asked by itself."""
    if depth > DEEPEST:
        return
    if isinstance(held, (pikepdf.Dictionary, pikepdf.Stream)):
        yield held
        for key in held.keys():  # noqa: SIM118 - not a mapping of Python's
            yield from _within(held.get(key), depth)
    elif isinstance(held, pikepdf.Array):
        for one in held:
            yield from _within(one, depth)


def _within(held: Any, depth: int) -> Iterator[Any]:
    if isinstance(held, pikepdf.Object) and not held.is_indirect:
        yield from _dictionaries(held, depth + 1)


def _refuse_what_acts(one: Any) -> None:
    if "/JS" in one or "/XFA" in one or _name(one, "/S") in ACTS:
        raise Refused("acts")
    if _name(one, "/Subtype") in PLAYS:
        raise Refused("acts")
    if "/EF" in one or "/EmbeddedFiles" in one:
        raise Refused("carries_files")


def _name(one: Any, key: str) -> str:
    value = one.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _drawn_pdf(given: bytes) -> list[bytes]:
    """The first pages as pictures; none where the drawing fails: the file is still what it is."""
    import pypdfium2  # noqa: PLC0415 - pictures do without it

    try:
        document = pypdfium2.PdfDocument(given)
        return [_drawn_page(document[number]) for number in range(min(len(document), PAGES_DRAWN))]
    except (pypdfium2.PdfiumError, MemoryError, OSError, ValueError):
        return []


def _drawn_page(page: Any) -> bytes:
    width, height = page.get_size()
    scale = min(DRAWN_WIDTH / max(width, 1), DRAWN_HEIGHT / max(height, 1), 4)
    return _as_jpeg(page.render(scale=scale).to_pil(), 80)


def _picture(given: bytes) -> tuple[str, bytes, int, list[bytes]]:
    """A picture, upright and made anew: of what stood beside its pixels nothing is kept."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # others in a process may have allowed them
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(given), formats=("PNG", "JPEG", "TIFF")) as opened:
            if opened.format == "TIFF":
                return _from_tiff(opened)
            upright = ImageOps.exif_transpose(opened)
            made = _as_png(upright) if opened.format == "PNG" else _as_jpeg(upright, 92)
            return PNG if opened.format == "PNG" else JPEG, made, 1, [_small(upright)]
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise Refused("too_much") from None
    except UnidentifiedImageError:
        raise Refused("not_kept") from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise Refused("damaged") from None


def _from_tiff(opened: Image.Image) -> tuple[str, bytes, int, list[bytes]]:
    """A scanner's file of one or more pages as a PDF, which every browser shows."""
    pages: list[Image.Image] = []
    for frame in ImageSequence.Iterator(opened):
        if len(pages) == MOST_PAGES:
            raise Refused("too_many_pages")
        page = ImageOps.exif_transpose(frame)
        pages.append(page if page.mode in ("1", "L", "RGB") else page.convert("RGB"))
        if sum(one.width * one.height for one in pages) > MOST_PIXELS:
            raise Refused("too_much")
    made = io.BytesIO()
    dots = max(float(opened.info.get("dpi", (200, 200))[0]), 72.0)
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=dots)
    return PDF, made.getvalue(), len(pages), [_small(one) for one in pages[:PAGES_DRAWN]]


def _small(picture: Image.Image) -> bytes:
    small = _on_white(picture)
    small.thumbnail((DRAWN_WIDTH, DRAWN_HEIGHT))
    return _as_jpeg(small, 80)


def _on_white(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(ground, seen).convert("RGB")


def _as_jpeg(picture: Image.Image, quality: int) -> bytes:
    made = io.BytesIO()
    _on_white(picture).save(made, "JPEG", quality=quality, optimize=True)
    return made.getvalue()


def _as_png(picture: Image.Image) -> bytes:
    bare = Image.new(picture.mode, picture.size)
    if picture.mode == "P":
        bare = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
        bare.info = {}
    else:
        bare.paste(picture)
    made = io.BytesIO()
    bare.save(made, "PNG", optimize=True)
    return made.getvalue()


if __name__ == "__main__":
    main()
