"""Assertions on a finished PDF. What stands here has gone wrong once; it cannot replace a person's reading."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from followup.rendering.pdf_tree import cells, kids, walk

_OWN_FONTS = ("Rapport", "Source")


def check_pdf(content: bytes) -> list[str]:
    """Return what is wrong with a finished report, as sentences for the log; empty when nothing is.

    A draft is held to everything except the archive mark and the output intent.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            metadata = pdf.Root.Metadata.read_bytes().decode()
            draft = "<pdfaid:part>" not in metadata
            faults = _file_faults(pdf, metadata, draft=draft)
            faults += _structure_faults(pdf) + _link_faults(pdf) + _font_faults(pdf)
    except pikepdf.PdfError as error:
        return [f"not a readable PDF: {error}"]
    return sorted(set(faults))


def _file_faults(pdf: pikepdf.Pdf, metadata: str, *, draft: bool) -> list[str]:
    root = pdf.Root
    attached = list(root.get("/AF", []))
    tests = {
        "not marked as tagged": bool(root.MarkInfo.Marked),
        "the language is not Swedish": str(root.get("/Lang", "")) == "sv",
        "the title is not shown": bool(root.ViewerPreferences.get("/DisplayDocTitle", False)),
        "no title": "<dc:title>" in metadata and bool(str(pdf.docinfo.get("/Title", ""))),
        "encrypted": not pdf.is_encrypted,
        "no bookmarks": "/Outlines" in root and int(root.Outlines.get("/Count", 0)) > 0,
        "a script or an action": "/OpenAction" not in root and "/JavaScript" not in root.get("/Names", {}),
        "no output intent": draft or "/OutputIntents" in root,
        "no PDF/UA mark": "<pdfuaid:part>1" in metadata,
        "the PDF/UA mark is not described for the archive": draft or "pdfaExtension" in metadata,
        "the attachment is not one workbook": not attached or (len(attached) == 1 and _is_workbook(attached[0])),
    }
    return [fault for fault, passed in tests.items() if not passed]


def _is_workbook(attached: Any) -> bool:
    described = attached.AFRelationship == Name.Data and "/UF" in attached and "/Desc" in attached
    return bool(described and "spreadsheet" in str(attached.EF.F.Subtype))


def _structure_faults(pdf: pikepdf.Pdf) -> list[str]:
    faults: list[str] = []
    ids: set[str] = set()
    level = 0
    elements = [element for element in walk(pdf.Root.StructTreeRoot) if "/S" in element]
    for element in elements:
        name = str(element.S)[1:]
        if name == "Figure" and len(str(element.get("/Alt", ""))) <= 15:
            faults.append(f"a figure without a description: {element.get('/Alt', '')}")
        if name == "TH":
            faults += _header_faults(element, ids)
        if re.fullmatch("H[1-6]", name):
            if int(name[1]) > level + 1:
                faults.append(f"the headings jump from H{level} to {name}")
            level = int(name[1])
    rows = [element for element in elements if element.S == Name.TR]
    return faults + [fault for row in rows for fault in _row_faults(row, ids)]


def _row_faults(row: Any, ids: set[str]) -> list[str]:
    """Cells that name headers that do not exist, or too few; the rest of a row from the page before has no heading."""
    faults = []
    continued = not any(cell.S == Name.TH for cell in cells(row))
    for cell in cells(row):
        if cell.S != Name.TD or "/Headers" not in cell.get("/A", {}):
            continue
        named = [str(header) for header in cell.A.Headers]
        if not all(header in ids for header in named):
            faults.append("a cell names a header that is not there")
        if len(named) < 2 and kids(cell) and not continued:
            faults.append("a cell with fewer than two headers")
    return faults


def _header_faults(header: Any, ids: set[str]) -> list[str]:
    faults = []
    if "/Scope" not in header.get("/A", {}):
        faults.append("a table header without Scope")
    if str(header.get("/ID", "")) in ids:
        faults.append(f"the same header id twice: {header.ID}")
    ids.add(str(header.get("/ID", "")))
    if not kids(header):
        faults.append("an empty table header")
    return faults


def _link_faults(pdf: pikepdf.Pdf) -> list[str]:
    return [
        f"page {number}: a link without a description"
        for number, page in enumerate(pdf.pages, 1)
        for link in page.obj.get("/Annots", [])
        if "/Contents" not in link or int(link.get("/F", 0)) != 4
    ]


def fonts(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """The fonts of a file by name."""
    return {
        str(found.BaseFont): found
        for found in pdf.objects
        if isinstance(found, Dictionary) and found.get("/Type") == Name.Font and found.get("/Subtype") == Name.Type0
    }


def _font_faults(pdf: pikepdf.Pdf) -> list[str]:
    faults = []
    for name, font in fonts(pdf).items():
        descriptor = font.DescendantFonts[0].FontDescriptor
        if "/FontFile2" not in descriptor and "/FontFile3" not in descriptor:
            faults.append(f"the font {name} is not embedded")
        if "/ToUnicode" not in font:
            faults.append(f"the font {name} has no ToUnicode")
        if not any(own in name for own in _OWN_FONTS):
            faults.append(f"a foreign font: {name.split('+')[-1]}")
    return faults
