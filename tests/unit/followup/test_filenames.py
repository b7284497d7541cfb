"""File names say whose report it is, what and when, in letters every system can take."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given

from followup.document.model import DocumentOrganisation, Meta
from followup.rendering.filenames import filename
from tests.golden.hallsberg import meta
from tests.unit.followup.strategies import metas


def test_the_municipalitys_report() -> None:
    assert filename(meta(), "pdf") == "hallsberg_delarsrapport_2019-07-31.pdf"
    assert filename(meta(), "xlsx") == "hallsberg_delarsrapport_2019-07-31.xlsx"


def test_the_boards_report_of_a_year() -> None:
    board = DocumentOrganisation(name="Kultur- och fritidsnämnden", slug="kultur-och-fritidsnamnden")
    changes = {"organisation": board, "report_code": "arsbokslut", "cutoff": date(2025, 12, 31), "year_in_name": True}

    assert filename(meta(**changes), "pdf") == "hallsberg_kultur-och-fritidsnamnden_arsbokslut_2025.pdf"


def test_drafts_and_corrections_say_so() -> None:
    assert filename(meta(status="utkast"), "pdf") == "hallsberg_delarsrapport_2019-07-31_utkast.pdf"
    assert filename(meta(version=2), "pdf") == "hallsberg_delarsrapport_2019-07-31_v2.pdf"


@given(metas)
def test_a_name_can_be_saved_anywhere(one: Meta) -> None:
    assert re.fullmatch(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\.pdf", filename(one, "pdf"))
