"""The log's page and file: what is asked for, whose it is, in which order, and who may."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from itertools import chain

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from accounts.limits import TooManyError
from styrmodell import audit
from styrmodell.access import system_access
from styrmodell.models import AuditEvent
from styrmodell.pages import log as page
from styrmodell.pages import log_file
from styrmodell.permissions import Role
from tests import factories as make
from tests.access import world
from tests.fixtures import new_access, new_client
from tests.styrmodell.events import event, heap

pytestmark = pytest.mark.django_db

Type = AuditEvent.Type
NOW = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)  # 14.00 in Sweden
PASSWORD = "ett långt och lagom lösenord"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def home() -> world.World:
    return world.build("HEMMA")


@pytest.fixture
def auditor(home: world.World) -> Client:
    return new_client(Role.AUDITOR, home.top)


def address(home: world.World, name: str = "log", *more: str) -> str:
    return reverse(f"styrmodell:{name}", args=[home.kommun.slug, *more])


def told(client: Client, home: world.World, **asked: object) -> list[str]:
    """The summaries that stand on the page, from above."""
    response = client.get(address(home), {"fran": "", "till": "", **asked})
    assert response.status_code == 200, response.text
    found = response.context["page"]
    return [row.event.summary for day in found.days for row in day.rows]


# ---- who may ----


@pytest.mark.parametrize("role", Role)
def test_only_auditors_and_administrators_of_the_whole_municipality_read_it(role: Role, home: world.World):
    may = role in {Role.AUDITOR, Role.ADMINISTRATOR}
    for organisation, expected in [(home.top, 200 if may else 403), (home.own.organisation, 403)]:
        client = new_client(role, organisation)
        assert client.get(address(home)).status_code == expected
        assert client.get(address(home, "log-file", "csv")).status_code == expected
        start = client.get(reverse("styrmodell:calendar", args=[home.kommun.slug])).text
        assert (">Administration<" in start) is (expected == 200)


def test_it_holds_the_municipalitys_own_events_alone(home: world.World, auditor: Client):
    elsewhere = make.MunicipalityFactory()
    event(home.kommun, NOW, summary="hemma")
    event(elsewhere, NOW, summary="borta")
    AuditEvent.objects.create(municipality=None, type=Type.REFUSED, at=NOW, summary="ingenstans")

    assert told(auditor, home) == ["hemma"]
    assert "borta" not in auditor.get(address(home, "log-file", "csv")).getvalue().decode()


# ---- what is asked for ----


def test_the_last_week_is_shown_at_first(home: world.World, auditor: Client):
    for days in (0, 6, 7, 30):
        event(home.kommun, NOW - timedelta(days=days), summary=f"för {days} dagar sedan")

    response = auditor.get(address(home))

    rows = [row.event.summary for day in response.context["page"].days for row in day.rows]
    assert rows == ["för 0 dagar sedan", "för 6 dagar sedan"]
    assert "2 händelser de senaste sju dagarna." in response.text.replace("\u00a0", " ")
    assert 'value="2026-09-24"' in response.text


def test_by_whom(home: world.World, auditor: Client):
    anna = make.RoleAssignmentFactory(organisation=home.top, user__name="Anna Ek", user__email="anna@x.example").user
    bo = make.RoleAssignmentFactory(organisation=home.top, user__name="Bo Lind", user__email="bo@x.example").user
    event(home.kommun, NOW, user=anna, summary="annas")
    event(home.kommun, NOW, user=bo, summary="bos")

    assert told(auditor, home, vem="anna ek") == ["annas"]
    assert told(auditor, home, vem="BO@X") == ["bos"]
    assert told(auditor, home, vem="cecilia") == []


def test_by_what(home: world.World, auditor: Client):
    """A word's beginning, an amount of words in any order, a paragraph, a file."""
    event(home.kommun, NOW, summary="Läskunnighet i årskurs 6")
    event(home.kommun, NOW, summary="KF 2026-06-16 § 98")
    event(home.kommun, NOW, summary="utfall-2026-09.csv")

    assert told(auditor, home, sak="läskun") == ["Läskunnighet i årskurs 6"]
    assert told(auditor, home, sak="årskurs läs") == ["Läskunnighet i årskurs 6"]
    assert told(auditor, home, sak="§ 98") == ["KF 2026-06-16 § 98"]
    assert told(auditor, home, sak="utfall-2026-09.csv") == ["utfall-2026-09.csv"]
    for nothing in ("läsning", "' | a:*", "a\\", "!!", "98:* & x"):
        assert told(auditor, home, sak=nothing) == []


def test_by_kind_and_by_how_it_went(home: world.World, auditor: Client):
    for type_ in Type:
        event(home.kommun, NOW, type_, summary=type_.value)

    assert told(auditor, home, handelse="goal.decided") == ["goal.decided"]
    assert set(told(auditor, home, handelse="inloggning")) == {"signed.in", "signed.out", "password.changed"}
    failed = {"access.refused", "signed.failed", "ledger.refused", "job.failed"}
    assert set(told(auditor, home, utgang="nekat")) == failed
    assert set(told(auditor, home, utgang="gjort")) == {type_.value for type_ in Type} - failed
    assert told(auditor, home, utgang="nekat", handelse="ekonomi") == ["ledger.refused"]
    assert told(auditor, home, utgang="nekat", handelse="mal") == []


def test_by_organisation_with_those_below(home: world.World, auditor: Client):
    access = system_access(home.kommun)
    goal = make.Goal.objects.get(pk=home.own.kwargs["goal_id"])
    line = make.GoalFactory(level=goal.level, municipality=home.kommun, organisation=home.own.line)
    audit.record(Type.GOAL_SAVED, target=goal, access=access, summary="nämndens")
    audit.record(Type.GOAL_SAVED, target=line, access=access, summary="verksamhetens")
    audit.record(
        Type.REPORT_WRITTEN, target=make.Section.objects.get(slot=home.own.slot), access=access, summary="avsnitt"
    )
    audit.record(Type.FORECAST_SAVED, target=home.other.slot, access=access, summary="den andras")
    audit.record(Type.STEERING_LOADED, target=goal.level.model, access=access, summary="hela kommunens")

    own, other = home.own.organisation.code, home.other.organisation.code
    assert set(told(auditor, home, enhet=own)) == {"nämndens", "verksamhetens", "avsnitt"}
    assert told(auditor, home, enhet=home.own.line.code) == ["verksamhetens"]
    assert told(auditor, home, enhet=other) == ["den andras"]


@pytest.mark.parametrize(("night", "hours"), [(date(2026, 10, 25), 25), (date(2027, 3, 28), 23)])
def test_a_day_is_as_long_as_it_is_on_the_nights_when_the_clock_changes(
    night: date, hours: int, home: world.World, auditor: Client
):
    first = datetime(night.year, night.month, night.day, 12, tzinfo=UTC) - timedelta(days=1)
    for hour in range(48):
        event(home.kommun, first + timedelta(hours=hour), summary=f"{hour}")

    response = auditor.get(address(home), {"fran": night.isoformat(), "till": night.isoformat()})

    times = [row.time for day in response.context["page"].days for row in day.rows]
    assert len(times) == hours
    assert len(response.context["page"].days) == 1
    assert len(set(times)) == hours, "each moment is written in its own way"
    twice = ["02.00 normaltid", "02.00 sommartid"]
    assert [time for time in times if time.startswith("02")] == (twice if hours == 25 else [])


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"fran": "i går"}, "Skriv datumet som 2026-08-28."),
        ({"till": "2026-02-30"}, "Skriv datumet som 2026-08-28."),
        ({"fran": "2026-09-02", "till": "2026-09-01"}, "Den sista dagen ligger före den första."),
        ({"handelse": "finns-inte"}, "Välj ett av alternativen under ”Händelse”."),
        ({"enhet": "finns-inte"}, "Välj ett av alternativen under ”Organisation”."),
    ],
)
def test_what_cannot_be_asked_for_is_said_at_its_field(asked, words, home: world.World, auditor: Client):
    event(home.kommun, NOW, summary="syns inte")
    for url in (address(home), address(home, "log-file", "csv"), address(home, "log-file", "xlsx")):
        response = auditor.get(url, asked)
        assert response.status_code == 422
        assert words in response.text
        assert "syns inte" not in response.text


def test_nothing_to_show_says_why(home: world.World, auditor: Client):
    assert "Inga händelser de här dagarna" in auditor.get(address(home)).text
    assert "Inga händelser passar urvalet" in auditor.get(address(home), {"vem": "ingen"}).text


# ---- page by page ----


def walk(client: Client, url: str, way: str) -> list[list[int]]:
    """The events' numbers, page by page, as the link says."""
    pages = []
    while url:
        found = client.get(url).context["page"]
        pages.append([row.event.pk for day in found.days for row in day.rows])
        url = url.partition("?")[0] + getattr(found, way) if getattr(found, way) else ""
    return pages


def test_every_event_stands_on_one_page_whichever_way_one_walks(home: world.World, auditor: Client):
    """Also those of the same moment, and what happens meanwhile moves nothing."""
    heap(home.kommun, 70, NOW, apart=3600)
    heap(home.kommun, 60, NOW - timedelta(days=1), apart=0)
    newest_first = list(AuditEvent.objects.order_by("-at", "-pk").values_list("pk", flat=True))
    url = address(home) + "?fran=&till="

    back = walk(auditor, url, "older")

    assert list(chain(*back)) == newest_first
    assert [len(some) for some in back] == [50, 50, 30]
    last = auditor.get(address(home) + auditor.get(url).context["page"].older).context["page"].older
    assert walk(auditor, address(home) + last, "newer") == back[::-1]


@pytest.mark.parametrize("near", [1, 30, 10_000])
def test_what_is_far_apart_stands_in_the_same_order_as_what_is_near(
    near: int, home: world.World, auditor: Client, monkeypatch: pytest.MonkeyPatch
):
    """Few among many are looked for in another way: the pages are the same, in both directions."""
    monkeypatch.setattr("styrmodell.selectors.log.NEAR", near)
    heap(home.kommun, 400, NOW, apart=60, types=[Type.SIGNED_IN] * 4 + [Type.GOAL_SAVED])
    heap(home.kommun, 60, NOW - timedelta(days=2), apart=0, types=[Type.GOAL_SAVED])
    goals = list(AuditEvent.objects.filter(type=Type.GOAL_SAVED).order_by("-at", "-pk").values_list("pk", flat=True))

    back = walk(auditor, address(home) + "?fran=&till=&handelse=mal", "older")

    assert list(chain(*back)) == goals
    last = f"{address(home)}?fran=&till=&handelse=mal&fore={mark_of(goals[99])}"
    forward = walk(auditor, last, "newer")
    assert forward == [goals[100:140], goals[50:100], goals[:50]]


def mark_of(pk: int) -> str:
    row = AuditEvent.objects.get(pk=pk)
    return f"{round(row.at.timestamp() * 1_000_000)}-{pk}"


def test_a_day_that_goes_on_says_how_much_of_it_is_shown(home: world.World, auditor: Client):
    heap(home.kommun, 20, NOW, apart=60)
    heap(home.kommun, 100, NOW - timedelta(days=1), apart=60)

    today, yesterday = auditor.get(address(home)).context["page"].days

    assert (today.heading, today.note) == ("I dag, onsdag 30\u00a0september", "20\u00a0händelser")
    assert (yesterday.heading, yesterday.note) == ("I går, tisdag 29\u00a0september", "100\u00a0händelser, 30 visas")


def test_counting_stops_where_it_would_take_longer_than_reading(home: world.World, auditor: Client, monkeypatch):
    monkeypatch.setattr(page, "MOST_COUNTED", 100)
    monkeypatch.setattr(page, "MOST_IN_DAY", 60)
    heap(home.kommun, 101, NOW, apart=1)

    response = auditor.get(address(home))

    assert "Mer än 100 händelser de senaste sju dagarna." in response.text.replace("\u00a0", " ")
    assert "50 av mer än 100 visas" in response.text
    assert "bland de 100 senaste" in response.text
    [today] = response.context["page"].days
    assert today.note == "mer än 60\u00a0händelser, 50 visas"


def test_its_queries_do_not_grow(home: world.World, auditor: Client):
    def mixed(count: int) -> None:
        for number in range(count):
            person = make.RoleAssignmentFactory(organisation=home.top).user
            access = new_access(Role.CONTROLLER, home.top)
            goal = make.GoalFactory(level=make.Level.objects.first(), municipality=home.kommun, organisation=home.top)
            audit.record(Type.GOAL_SAVED, target=goal, access=access, summary=f"mål {number}")
            audit.record(Type.REPORT_SUBMITTED, target=home.own.slot, access=access)
            audit.record(Type.LEDGER_UPLOADED, target=make.LedgerBatchFactory(municipality=home.kommun), access=access)
            event(home.kommun, NOW, Type.SIGNED_IN, user=person)

    def queries(url: str) -> int:
        auditor.get(url)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert auditor.get(url).status_code == 200
        return len(asked)

    urls = [address(home), address(home) + "?vem=a&sak=mål", address(home, "log-file", "csv")]
    mixed(2)
    few = [queries(url) for url in urls]
    mixed(10)

    assert [queries(url) for url in urls] == few
    assert max(few) <= 21, few


def test_the_page_is_read_from_the_index_of_time(home: world.World):
    heap(home.kommun, 20_000, NOW, apart=30)
    events = page.events_asked_for(system_access(home.kommun), page.LogQuery())
    plan = events[:51].explain()
    assert "audit_by_time" in plan
    assert "Sort" not in plan


# ---- what is written ----


def test_who_came_in_who_did_not_and_what_was_refused(home: world.World, auditor: Client):
    """Through the login page, as it happens: in the log of the municipality that lets the account in."""
    user = make.RoleAssignmentFactory(
        role=Role.MANAGEMENT.value, organisation=home.top, user__name="Kommundirektör"
    ).user
    user.set_password(PASSWORD)
    user.save()
    guest = Client()
    for password in ("fel", PASSWORD):
        guest.post(reverse("account_login"), {"login": user.email, "password": password})
    guest.post(reverse("followup:submit", args=[home.kommun.slug, home.own.slot.pk]))
    guest.get(address(home))
    guest.post(reverse("account_logout"))

    days = auditor.get(address(home)).context["page"].days

    rows = [(row.who, row.mark.label, row.asked, row.is_failure) for day in days for row in day.rows]
    assert [row for row in rows if row[0] == "Kommundirektör"] == [
        ("Kommundirektör", "Loggade ut", "", False),
        ("Kommundirektör", "Nekades", "Läsa loggen", True),
        ("Kommundirektör", "Nekades", "Lämna in rapport", True),
        ("Kommundirektör", "Loggade in", "", False),
        ("Kommundirektör", "Kom inte in: fel lösenord", "", True),
    ]
    said = [row.said for row in days[0].rows if row.asked == "Läsa loggen"]
    assert said == ["Din roll ger inte rätt till den här sidan."]


def test_an_account_of_two_municipalities_stands_in_both_logs(home: world.World):
    other = make.OrganisationFactory(kind="fullmaktige")
    user = make.RoleAssignmentFactory(organisation=home.top).user
    make.RoleAssignmentFactory(organisation=other, user=user)
    user.set_password(PASSWORD)
    user.save()

    Client().post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    came = AuditEvent.objects.filter(type=Type.SIGNED_IN).values_list("municipality", flat=True)
    assert set(came) == {home.kommun.pk, other.municipality_id}


def test_who_has_left_and_tries_again_stands_in_the_log_and_other_strangers_do_not(home: world.World, auditor: Client):
    left = make.RoleAssignmentFactory(
        organisation=home.top, user__name="Har slutat", valid_from=date(2020, 1, 1), valid_to=date(2025, 12, 31)
    ).user
    for user in (left, make.UserFactory(name="Främling")):
        client = Client()
        client.force_login(user)
        assert client.get(reverse("followup:board", args=[home.kommun.slug])).status_code == 404

    response = auditor.get(address(home))

    [row] = [row for day in response.context["page"].days for row in day.rows]
    assert (row.who, row.mark.label, row.asked) == ("Har slutat", "Nekades", "Sida i kommunen, utan roll här")
    assert "Främling" not in response.text


def test_what_was_changed_stands_beside_what_it_was(home: world.World, auditor: Client):
    goal = make.Goal.objects.get(pk=home.own.kwargs["goal_id"])
    access = system_access(home.kommun)
    audit.record(Type.GOAL_JUDGED, target=goal, access=access, summary="Målet: Nås", before="Nås delvis", after="Nås")

    [row] = auditor.get(address(home)).context["page"].days[0].rows

    assert (row.before, row.after, row.said) == ("Nås delvis", "Nås", "")
    assert (row.thing.name, row.who) == (goal.title, "Kommando på servern")


def test_what_is_gone_is_called_what_it_was_called(home: world.World, auditor: Client):
    goal = make.GoalFactory(level=make.Level.objects.first(), municipality=home.kommun, organisation=home.top)
    audit.record(Type.GOAL_DELETED, target=goal, access=system_access(home.kommun), summary="Ett mål som togs bort")
    goal.delete()

    page_ = html.document_fromstring(auditor.get(address(home)).content)

    [cell] = page_.xpath("//table//tbody/tr[2]/td[3]")
    assert cell.text_content().strip() == "Ett mål som togs bort"
    assert not cell.xpath(".//a")


def test_the_part_that_htmx_asks_for_is_the_pages_own(home: world.World, auditor: Client):
    event(home.kommun, NOW, summary="en händelse")
    whole = auditor.get(address(home))
    part = auditor.get(address(home), headers={"HX-Request": "true"})

    assert part["Vary"].count("HX-Request")
    assert part.text.strip().startswith('<div id="logg">')
    assert "<html" not in part.text
    rows = [
        re.sub(r"\s+", " ", text[text.index("<table") : text.index("</table>")]) for text in (whole.text, part.text)
    ]
    assert rows[0] == rows[1]


# ---- as a file ----


def rows_of(client: Client, home: world.World, format_: str, **asked: str) -> list[list[str]]:
    response = client.get(address(home, "log-file", format_), asked)
    assert response.status_code == 200
    content = response.getvalue()
    if format_ == "csv":
        assert content.startswith("\ufeff".encode())
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_a_file_holds_all_that_is_asked_for_and_nothing_else(format_: str, home: world.World, auditor: Client):
    heap(home.kommun, 120, NOW, apart=60, types=(Type.SIGNED_IN,))
    goal = make.Goal.objects.get(pk=home.own.kwargs["goal_id"])
    user = make.RoleAssignmentFactory(organisation=home.top, user__name="Anna Ek", user__email="anna@x.example").user
    event(
        home.kommun, datetime(2026, 9, 29, 22, 30, 5, tzinfo=UTC), Type.GOAL_JUDGED, user=user, request_id="abc",
        target_type="goals.goal", target_id=goal.pk, organisation=goal.organisation,
        summary="Målet", data={"before": "Nås delvis", "after": "Nås"},
    )  # fmt: skip

    everything = rows_of(auditor, home, format_)
    goals = rows_of(auditor, home, format_, handelse="mal")

    assert len(everything) == 1 + 121
    assert goals == [
        ["Tid", "Vem", "E-post", "Händelse", "Vad", "Sak", "Hör till", "Före", "Efter", "Anmärkning", "Begäran"],
        ["2026-09-30T00:30:05+02:00", "Anna Ek", "anna@x.example", "Bedömde mål", "", "Målet HEMMA", "Nämnden HEMMA",
         "Nås delvis", "Nås", "", "abc"],
    ]  # fmt: skip


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_no_cell_is_a_formula(format_: str, home: world.World, auditor: Client):
    for words in ("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "a\x00b\x08".replace("\x00", "")):
        event(home.kommun, NOW, Type.PERIOD_OPENED, summary=words)

    response = auditor.get(address(home, "log-file", format_))

    if format_ == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(response.getvalue()))
        assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n"}
        assert not any(
            cell.data_type == "n" and cell.value is not None for row in book.active.iter_rows() for cell in row
        )
    else:
        cells = [
            cell
            for row in csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig")), delimiter=";")
            for cell in row
        ]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
        assert "'=cmd|' /C calc'!A0" in cells


def test_a_file_that_would_leave_something_out_is_not_made(home: world.World, auditor: Client, monkeypatch):
    monkeypatch.setattr(log_file, "MOST_ROWS", 10)
    heap(home.kommun, 11, NOW, apart=1)

    response = auditor.get(address(home, "log-file", "csv"))

    assert response.status_code == 422
    assert "Välj färre dagar." in response.text
    assert "Content-Disposition" not in response
    assert auditor.get(address(home, "log-file", "csv"), {"handelse": "signed.in"}).status_code == 200


def test_it_is_written_in_the_log_that_a_file_was_fetched_and_what_it_held(home: world.World, auditor: Client):
    auditor.get(
        address(home, "log-file", "xlsx"), {"fran": "2026-09-01", "till": "2026-09-30", "utgang": "nekat", "vem": "Bo"}
    )

    [row] = auditor.get(address(home)).context["page"].days[0].rows
    assert (row.mark.label, row.asked) == ("Hämtade fil", "Loggen")
    said = row.said.replace("\u00a0", " ")
    assert said.startswith(
        "De senaste 30 dagarna; vem: Bo; händelser: Fick inte jobb utfört, Fick utfallsfil avvisad, "
    )
    assert row.event.data["ids"] == {"format": "xlsx"}
    assert "Bo" not in str(row.event.data)


def test_a_file_takes_a_seat(home: world.World, auditor: Client, monkeypatch):
    def taken(access: object) -> None:
        raise TooManyError("Många rapporter tas fram just nu.", retry_after=5)

    monkeypatch.setattr("styrmodell.views.log.seat", taken)

    response = auditor.get(address(home, "log-file", "csv"))

    assert (response.status_code, response["Retry-After"]) == (429, "5")
    assert auditor.get(address(home)).status_code == 200, "the page needs none"


def test_a_format_that_is_none_is_not_there(home: world.World, auditor: Client):
    assert auditor.get(address(home, "log-file", "pdf")).status_code == 404
