"""What WeasyPrint leaves to do for PDF/UA-1 and PDF/A-3a.

Table headers (Scope, Headers over colspans, ids that stay unique when a table continues on a new page), empty tags,
the place of figures, descriptions of links, running heads and feet as artifacts, one attachment entry, and XMP with
the PDF/UA mark and the extension schema that PDF/A demands for it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping
from functools import partial
from html import escape
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from followup.document.model import Meta
from followup.rendering.pdf_tree import cells, is_element, kids, rows, table_attributes, walk

_KEPT_EMPTY = (Name.TD, Name.TH, Name.Figure)
_PRINT_FLAG = 4
_POINTS_PER_PIXEL = 0.75
# WeasyPrint writes text as glyph numbers in <>, so these words mean what they say wherever they stand in a page.
_MARKED = re.compile(rb"/\w+\s*<<\s*/MCID\s+(\d+)\s*>>\s*BDC\b")
_ARTIFACT = b"/Artifact <</Type /Pagination>> BDC"


def finish(raw: bytes, meta: Meta, titles: Mapping[str, str]) -> bytes:
    """Finish a PDF from WeasyPrint. `titles` are the document's anchors and what stands there, for the links.

    The result depends on nothing but the arguments: saved twice, the bytes are the same.
    """
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        tree = pdf.Root.StructTreeRoot
        _prune(tree)
        tables = 0
        for element in walk(tree):
            if element.get("/S") == Name.Table:
                tables += 1
                _fix_table(element, tables)
            elif element.get("/S") == Name.Figure:
                _place_figure(element)
        _describe_links(pdf, titles)
        _artifacts(pdf)
        pdf.Root.PageMode = Name.UseOutlines
        pdf.Root.Metadata = pdf.make_stream(_xmp(meta).encode(), {"/Type": Name.Metadata, "/Subtype": Name.XML})
        if "/AF" in pdf.Root:
            pdf.Root.AF = Array([pdf.Root.AF[0]])  # WeasyPrint lists the same file twice
        out = io.BytesIO()
        pdf.save(
            out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True
        )
        return out.getvalue()


def _prune(element: Any) -> None:
    """Drop structure elements without content: marks drawn as backgrounds leave such shells. Cells stay."""
    kept = []
    for kid in kids(element):
        if is_element(kid):
            _prune(kid)
            if not kids(kid) and kid.S not in _KEPT_EMPTY:
                continue
        kept.append(kid)
    if "/K" in element:
        element.K = Array(kept)


def _fix_table(table: Any, number: int) -> None:
    columns: dict[int, list[Any]] = {}
    group: Any = None
    for line, (part, row) in enumerate(rows(table)):
        in_row = cells(row)
        heads: list[Any] = []
        for place, span, cell in _placed(in_row):
            if cell.S != Name.TH:
                continue
            if part != Name.THead and not kids(cell):  # the rest of a row that continues from the page before
                cell.S = Name.TD
                continue
            cell.ID = String(f"t{number}-{line}-{place}")
            attributes = table_attributes(cell)
            if part == Name.THead:
                attributes.Scope = Name.Column
                for column in range(place, place + span):
                    columns.setdefault(column, []).append(cell.ID)
            else:
                attributes.Scope = Name.Row
                if all(not kids(other) for other in in_row if other.S == Name.TD):
                    group = cell.ID
                else:
                    heads.append(cell.ID)
            cell.A = attributes
        _set_headers(in_row, part, heads if group is None else [group, *heads], columns)


def _placed(in_row: list[Any]) -> list[tuple[int, int, Any]]:
    """Cells with the column they begin in and how many they cover."""
    place, placed = 0, []
    for cell in in_row:
        span = int(table_attributes(cell).get("/ColSpan", 1))
        placed.append((place, span, cell))
        place += span
    return placed


def _set_headers(in_row: list[Any], part: Any, heads: list[Any], columns: dict[int, list[Any]]) -> None:
    for place, span, cell in _placed(in_row):
        if cell.S != Name.TD:
            continue
        attributes = table_attributes(cell)
        if part == Name.THead:
            if "/Headers" in attributes:
                del attributes["/Headers"]
        else:
            named = list(heads)
            for column in range(place, place + span):
                named += [name for name in columns.get(column, []) if name not in named]
            attributes.Headers = Array(named)
        cell.A = attributes


def _place_figure(figure: Any) -> None:
    """WeasyPrint gives a figure's box in pixels from the top; PDF wants points from the bottom."""
    if "/A" not in figure or "/BBox" not in figure.A:
        return
    height = float(figure.Pg.MediaBox[3])
    left, top, right, bottom = (float(value) * _POINTS_PER_PIXEL for value in figure.A.BBox)
    figure.A.BBox = Array([round(left, 2), round(height - bottom, 2), round(right, 2), round(height - top, 2)])


def _describe_links(pdf: pikepdf.Pdf, titles: Mapping[str, str]) -> None:
    for page in pdf.pages:
        page.obj.Tabs = Name.S
        for link in page.obj.get("/Annots", []):
            if link.get("/Subtype") != Name.Link:
                continue
            link.F = _PRINT_FLAG
            if "/Dest" in link:
                anchor = str(link.Dest).removeprefix("d-")
                link.Contents = String(f"Gå till {titles.get(anchor, anchor)}".replace("\u00ad", ""))
            elif "/A" in link and "/URI" in link.A:
                link.Contents = String(f"Öppna {link.A.URI}")
            left, top, right, bottom = (float(value) for value in link.Rect)
            link.Rect = Array([min(left, right), min(top, bottom), max(left, right), max(top, bottom)])


def _used_content(tree: Any) -> dict[Any, set[int]]:
    """Numbers of the marked content that the tree refers to, per page."""
    used: dict[Any, set[int]] = {}
    waiting = [(tree, None)]
    while waiting:
        element, page = waiting.pop()
        page = element.get("/Pg", page)
        for kid in kids(element):
            if is_element(kid):
                waiting.append((kid, page))
            elif isinstance(kid, Dictionary):
                if kid.get("/Type") == Name.MCR:
                    used.setdefault(kid.get("/Pg", page).objgen, set()).add(int(kid.MCID))
            elif page is not None:
                used.setdefault(page.objgen, set()).add(int(kid))
    return used


def _artifacts(pdf: pikepdf.Pdf) -> None:
    """Running heads and feet are marked as content outside the tree; make them pagination artifacts."""
    used = _used_content(pdf.Root.StructTreeRoot)
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}
    for page in pdf.pages:
        mine, gone = used.get(page.obj.objgen, set()), set[int]()
        content = _MARKED.sub(partial(_as_artifact, mine, gone), page.obj.Contents.read_bytes())
        if not gone:
            continue
        page.obj.Contents = pdf.make_stream(content)
        row = parents[int(page.obj.StructParents)]
        for number in gone:
            if number < len(row):
                row[number] = None


def _as_artifact(used: Collection[int], gone: set[int], match: re.Match[bytes]) -> bytes:
    """The beginning of marked content: an artifact's when the tree does not refer to it; then its number is `gone`."""
    number = int(match[1])
    if number in used:
        return match[0]
    gone.add(number)
    return _ARTIFACT


def _xmp(meta: Meta) -> str:
    """The metadata: the PDF/UA mark, the PDF/A mark (not for a draft), title, author, language, dates."""
    when = meta.frozen_at.isoformat()
    title, author = escape(meta.title), escape(meta.municipality.name)
    subject, keywords = escape(meta.subject or meta.title), escape(", ".join(meta.keywords))
    parts = "" if meta.is_draft else "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
    parts += "<pdfuaid:part>1</pdfuaid:part>"
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
{parts}
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li><rdf:li xml:lang="sv">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{meta.language}</rdf:li></rdf:Bag></dc:language>
<pdf:Keywords>{keywords}</pdf:Keywords><pdf:Producer>WeasyPrint</pdf:Producer>
<xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate>
</rdf:Description>{"" if meta.is_draft else _UA_SCHEMA}
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


_UA_SCHEMA = """
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
