"""From a figure to its posted rows and their file, and back: every link of the tables leads to rows that add up to it."""

from __future__ import annotations

import html
import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from budget.models import LedgerBatch, LedgerRow, Outcome
from styrmodell.models import Organisation
from styrmodell.permissions import Role
from tests.budget.conftest import Town, client
from tests.factories import LedgerBatchFactory
from ui.rules.money import Unit, amount, parse_amount

pytestmark = pytest.mark.django_db
Kind = Organisation.Kind
LINK = re.compile(r'<a href="([^"]+/rader/[^"]*)">([^<]+)<')
TOTAL = re.compile(r"raderna summerar till ([^<]+?)\u00a0kr")


@pytest.fixture
def booked(town: Town) -> Town:
    """Money on every level of the tree, in two years and two files a year, as an import leaves it."""
    department = town.organisation("Socialförvaltningen", town.social, Kind.DEPARTMENT, code="2000")
    home = town.organisation("Hemtjänst", department, code="2010")
    north = town.organisation("Hemtjänst norr", home, Kind.UNIT, code="2011")
    culture = town.organisation("Kulturskolan", town.assembly, Kind.COMMITTEE, code="4000")  # does not report
    for unit in (town.social, town.school):
        town.slot(unit)
    places = [town.assembly, town.social, town.school, department, home, north, culture]
    for year, months in ((2025, range(1, 6)), (2025, range(6, 13)), (2026, range(1, 4)), (2026, range(4, 8))):
        post(town, year, months, places)
    return town


def post(town: Town, year: int, months: range, places: list[Organisation]) -> LedgerBatch:
    batch = LedgerBatchFactory(
        municipality=town.municipality,
        year=year,
        months=list(months),
        filename=f"utfall_{year}_{months[-1]}.xlsx",
        sha256=f"{year}{months[-1]:02d}" * 10,
        state=LedgerBatch.State.APPLIED,
    )
    number = 1
    for month in months:
        for place, unit in enumerate(places):
            for group in town.groups[:2]:
                number += 1
                kronor = -Decimal(10_000 * (place + 1) + 137 * month + number) - Decimal("0.45")
                common = {"municipality": town.municipality, "organisation": unit, "account_group": group}
                common |= {"batch": batch, "year": year, "month": month, "amount": kronor}
                LedgerRow.objects.create(**common, account=5010, row_number=number)
                Outcome.objects.create(**common)
    return batch


def read(browser: Client, address: str) -> str:
    answer = browser.get(html.unescape(address))
    assert answer.status_code == 200, address
    return answer.content.decode()


def total_of(page: str) -> Decimal:
    found = TOTAL.search(page)
    assert found, page
    return parse_amount(found[1])


def rows_of(browser: Client, address: str) -> list[str]:
    """The amounts of every row behind an address, page after page."""
    found: list[str] = []
    path = html.unescape(address).partition("?")[0]
    while address:
        page = read(browser, address)
        found += re.findall(r'data-h="Belopp, kr">([^<]+)<', page)
        following = re.search(r'<a href="(\?[^"]+)" rel="next"', page)
        address = path + following[1] if following else ""
    return found


def pages(town: Town) -> list[str]:
    units = [row.code for row in Organisation.objects.filter(municipality=town.municipality)]
    return [
        reverse("budget:overview", args=["provkoping"]),
        *(reverse("budget:unit", args=["provkoping", code]) for code in units),
    ]


def test_every_figure_leads_to_rows_that_add_up_to_it(booked: Town):
    browser = client(booked)
    followed = 0
    for address in pages(booked):
        for link, shown in LINK.findall(read(browser, address)):
            total = total_of(read(browser, link))
            assert amount(-total, Unit.TKR) == shown, (address, link)
            assert sum(map(parse_amount, rows_of(browser, link))) == total, (address, link)
            followed += 1
    assert followed > 40


def test_what_is_booked_directly_on_a_body_is_followed_alone(booked: Town):
    page = read(client(booked), reverse("budget:unit", args=["provkoping", "soc"]))
    own = [link for link, _ in LINK.findall(page) if "bara=1" in link]
    assert len(own) == 6  # the body's, its department's and that one's only activity's, this year and last
    below = read(client(booked), own[0])
    assert "Bara det som är bokfört direkt på" in below
    assert "Hemtjänst norr" not in below.partition("<form")[2]


def test_rows_name_their_file_and_row_and_the_file_its_reader_time_and_checksum(booked: Town):
    browser = client(booked)
    page = read(browser, reverse("budget:ledger", args=["provkoping", "soc"]) + "?ar=2026&tom=7")
    batch = LedgerBatch.objects.get(filename="utfall_2026_3.xlsx")

    assert "utfall_2026_3.xlsx, rad " in page
    assert batch.sha256 in page
    assert batch.created_by is None or batch.created_by.name in page
    assert f'href="{reverse("budget:import-review", args=["provkoping", batch.pk])}"' in page
    assert re.search(r"jan–mar", page)
    assert re.search(r"apr–jul", page)


def test_from_the_file_to_its_rows_and_nothing_else(booked: Town):
    browser = client(booked)
    batch = LedgerBatch.objects.get(filename="utfall_2026_3.xlsx")
    review = read(browser, reverse("budget:import-review", args=["provkoping", batch.pk]))
    link = re.search(r'href="([^"]+fil=\d+)"', review)
    assert link
    assert batch.sha256 in review

    page = read(browser, link[1])

    assert total_of(page) == sum(batch.rows.values_list("amount", flat=True))
    assert len(rows_of(browser, link[1])) == batch.rows.count()
    assert "utfall_2026_7.xlsx" not in page
    assert "Bara raderna ur en fil" in page


def test_whoever_may_not_import_sees_the_file_but_no_link_to_its_review(booked: Town):
    page = read(
        client(booked, Role.AUDITOR), reverse("budget:ledger", args=["provkoping", "soc"]) + "?ar=2026&tom=7"
    )  # fmt: skip
    assert "utfall_2026_3.xlsx" in page
    assert "/utfall/" not in page.partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize("odd", ["tom=13", "tom=x", "tom=0", "fil=x", "fil=99999999", "bara=2", "tom=3&manad=7"])
def test_odd_addresses_are_answered(booked: Town, odd: str):
    page = read(client(booked), reverse("budget:ledger", args=["provkoping", "soc"]) + f"?ar=2026&{odd}")
    assert "raderna summerar till" in page
