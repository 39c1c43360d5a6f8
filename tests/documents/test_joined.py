"""Many documents as one file: each on its own pages, tagged as before, named by a number only."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest

from careercraft.documents.joined import bind, pack
from careercraft.documents.pdf import render_pdf
from tests.documents import reading
from tests.documents.test_pdf import FACE

TABLE = (
    "<table><thead><tr><th scope='col'>Test</th><th scope='col'>Best</th></tr></thead>"
    "<tbody><tr><th scope='row'>SAT</th><td>{}</td></tr></tbody></table>"
)


def one(word: str, pages: int = 1) -> bytes:
    more = f'<h2 style="break-before: page">more of {word}</h2>' * (pages - 1)
    body = f"<h2>{word}</h2>{TABLE.format(word)}{more}"
    html = f'<html lang="en-US"><title>CCMR plan</title><body>{body}'
    return render_pdf(html, FACE).content


@pytest.fixture(scope="module")
def bound() -> bytes:
    return bind([one("ANA"), one("BEN", pages=2), one("CLEO")]).content


def test_every_document_begins_on_a_page_of_its_own(bound: bytes) -> None:
    with reading.opened(bound) as pdf:
        pages = ["\n".join(reading._pieces(page)) for page in pdf.pages]
    names = ("ANA", "BEN", "CLEO")
    assert [[name for name in names if name in page] for page in pages] == [
        ["ANA"],
        ["BEN"],
        ["BEN"],
        ["CLEO"],
    ]


def test_bookmarks_are_numbers_and_lead_to_the_first_pages(bound: bytes) -> None:
    with reading.opened(bound) as pdf, pdf.open_outline() as outline:
        led = [(item.title, pdf.pages.index(item.destination[0])) for item in outline.root]
        assert not any(item.children for item in outline.root)
    assert led == [("1", 0), ("2", 1), ("3", 3)]


def test_the_tags_are_all_there_under_one_document() -> None:
    parts = [one("ANA"), one("BEN", pages=2)]
    apart = [tag for part in parts for tag in reading.tags_of(part) if tag[0] != "Document"]
    together = reading.tags_of(bind(parts).content)
    assert together[0] == ("Document", None)
    assert together.count(("Part", None)) == len(parts)
    assert [tag for tag in together if tag[0] not in ("Document", "Part")] == apart


def test_every_marked_piece_finds_its_element_on_its_own_page(bound: bytes) -> None:
    with reading.opened(bound) as pdf:
        root = pdf.Root.StructTreeRoot
        numbers = list(root.ParentTree.Nums)
        owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        assert [int(page.obj.StructParents) for page in pdf.pages] == [0, 1, 2, 3]
        for page in pdf.pages:
            for element in owners[int(page.obj.StructParents)]:
                assert element.Pg.objgen == page.obj.objgen


def test_no_two_header_cells_share_an_id(bound: bytes) -> None:
    with reading.opened(bound) as pdf:
        cells = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/ID" in one]
        ids = [str(cell.ID) for cell in cells if cell.get("/S") == "/TH"]
    assert len(ids) == len(set(ids)) == 9


def test_the_bound_file_says_what_each_one_said_of_itself(bound: bytes) -> None:
    with reading.opened(bound) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en-US"
        assert str(pdf.docinfo["/Title"]) == "CCMR plan"
        assert b"pdfuaid:part" in pdf.Root.Metadata.read_bytes()


def test_nothing_cannot_be_bound() -> None:
    with pytest.raises(ValueError, match="nothing to bind"):
        bind([])


def test_a_zip_names_its_files_by_number_only() -> None:
    packed = pack([(1, b"one"), (12, b"twelve")])
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        assert opened.namelist() == ["001.pdf", "012.pdf"]
        assert opened.read("012.pdf") == b"twelve"
        assert opened.testzip() is None
