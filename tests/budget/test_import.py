"""Reading in outcome: all of a file or nothing of it."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import timedelta
from decimal import Decimal

import pgtrigger
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from budget.importers.apply import ImportRefused, apply, folder, rows_path
from budget.models import ClosedMonth, LedgerBatch, LedgerRow, Outcome
from budget.tasks import READ
from styrmodell import jobs
from styrmodell.models import AccountGroup, AuditEvent, Job, Organisation
from styrmodell.permissions import Role
from styrmodell.rules.queues import Queue
from tests.factories import (
    AccountGroupFactory,
    LedgerBatchFactory,
    LedgerCodeFactory,
    MunicipalityFactory,
    OrganisationFactory,
    OutcomeFactory,
    SteeringModelFactory,
)

pytestmark = pytest.mark.django_db
HEAD = ["ansvar", "konto", "period", "belopp"]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kommun(db):
    kommun = MunicipalityFactory(slug="prov")
    model = SteeringModelFactory(municipality=kommun)
    AccountGroupFactory(model=model, account_from=3000, account_to=3999, name="Intäkter")
    AccountGroupFactory(model=model, account_from=4000, account_to=7999, name="Kostnader")
    top = OrganisationFactory(municipality=kommun, kind=Organisation.Kind.ASSEMBLY)
    for code in ("1010", "1020"):
        LedgerCodeFactory(organisation=OrganisationFactory(municipality=kommun, parent=top), code=code)
    return kommun


@pytest.fixture
def client(kommun, client_for):
    return client_for(Role.CONTROLLER, kommun.organisations.get(kind=Organisation.Kind.ASSEMBLY))


def xlsx(rows, head=HEAD) -> bytes:
    book = Workbook()
    sheet = book.active
    for row in [head, *rows]:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


GOOD = [["1010", 3010, "2026-07", 1500.25], ["1010", 5010, "2026-07", -80000], ["1020", 6010, "2026-07", -20000.5]]


def upload(client, content: bytes, name="utfall.xlsx", **data):
    given = {"year": 2026, "month": "", "sign": "intakt_plus", **data, "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("budget:import", args=["prov"]), given)


def read(client, content: bytes, **data) -> LedgerBatch:
    """Upload, and let the worker read the file."""
    response = upload(client, content, **data)
    assert response.status_code == 302, response.content.decode()
    batch = LedgerBatch.objects.latest("pk")
    jobs.work(Queue.IMPORTS, "")
    batch.refresh_from_db()
    return batch


def post(client, batch: LedgerBatch) -> LedgerBatch:
    """Confirm, and let the worker post the rows."""
    response = client.post(reverse("budget:import-confirm", args=["prov", batch.pk]))
    assert response.status_code == 302, response.content.decode()
    batch.refresh_from_db()
    jobs.work(Queue.IMPORTS, "")
    batch.refresh_from_db()
    return batch


def lose(job: Job) -> None:
    """As it stands when its worker was killed after the work was committed, a lease later."""
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, lease_until=timezone.now() - timedelta(seconds=1))


def test_who_has_many_jobs_waiting_is_asked_to_come_back_and_leaves_no_file(client, kommun):
    waiting = {"municipality": kommun, "kind": READ, "requested_by_id": client.session["_auth_user_id"]}
    for number in range(jobs.PER_PERSON):
        Job.objects.create(**waiting, key=str(number))

    response = upload(client, xlsx(GOOD))

    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert list(folder().iterdir()) == []
    assert not LedgerBatch.objects.exists()


def test_a_page_that_waits_for_a_file_asks_for_the_job_and_nothing_else(client, kommun):
    upload(client, xlsx(GOOD))
    batch = LedgerBatch.objects.latest("pk")
    address = reverse("budget:import-state", args=["prov", batch.pk])

    with CaptureQueriesContext(connection) as asked:
        page = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "Läser filen" in page
    assert "Väntar, näst på tur" in page
    assert 'hx-trigger="every 1s"' in page
    tables = re.findall(r'FROM "((?:budget|goals|followup)_\w+)"', " ".join(query["sql"] for query in asked))
    assert tables == ["budget_ledgerbatch"]


def test_the_outcome_is_the_sum_of_the_rows(client, kommun):
    batch = post(client, read(client, xlsx(GOOD)))

    assert batch.state == LedgerBatch.State.APPLIED
    assert LedgerRow.objects.filter(batch=batch).count() == 3
    by_unit = dict(Outcome.objects.values_list("organisation__ledger_codes__code").annotate(total=Sum("amount")))
    assert by_unit == {"1010": Decimal("-78499.75"), "1020": Decimal("-20000.50")}
    assert Outcome.objects.aggregate(total=Sum("amount"))["total"] == batch.total
    assert AuditEvent.objects.filter(type=AuditEvent.Type.LEDGER_IMPORTED, target_id=batch.pk).count() == 1


def under_a_committee(kommun) -> None:
    """Socialnämnden, SOC 9000 in the ledger, has 1010 and 1020 below it."""
    top = kommun.organisations.get(kind=Organisation.Kind.ASSEMBLY)
    social = OrganisationFactory(municipality=kommun, parent=top, kind=Organisation.Kind.COMMITTEE)
    LedgerCodeFactory(organisation=social, code="SOC 9000")
    kommun.organisations.filter(ledger_codes__code__in=["1010", "1020"]).update(parent=social)


def test_the_sums_of_a_committee_are_not_posted_beside_its_units(client, kommun):
    """80 000 + 20 000 = 100 000, whatever the committee's code is called: the organisation says what is below it."""
    under_a_committee(kommun)
    rows = [
        ["SOC 9000", 5010, "2026-07", -100000],
        ["1010", 5010, "2026-07", -80000],
        ["1020", 5010, "2026-07", -20000],
    ]
    batch = read(client, xlsx(rows))
    page = client.get(reverse("budget:import-review", args=["prov", batch.pk])).content.decode()
    batch = post(client, batch)

    assert "Ansvar SOC 9000 har på varje konto och månad vad ansvaren under har tillsammans" in page
    assert batch.total == Decimal(-100000)
    assert dict(LedgerRow.objects.values_list("row_number", "amount")) == {3: Decimal(-80000), 4: Decimal(-20000)}


def test_what_may_be_a_sum_is_asked_about_in_the_review_with_both_rows_and_figures(client, kommun):
    under_a_committee(kommun)
    rows = [["SOC 9000", 5010, "2026-07", -99000], ["1010", 5010, "2026-07", -80000], ["1020", 5010, "2026-07", -20000]]
    batch = read(client, xlsx(rows))
    page = client.get(reverse("budget:import-review", args=["prov", batch.pk])).content.decode().replace("\u00a0", " ")

    assert (
        "Ansvar SOC 9000 (rad 2) är −99 000,00 kr, och 1010 och 1020 (från rad 3) är tillsammans −100 000,00 kr."
        in page
    )
    assert batch.total == Decimal(-199000)


def test_nothing_is_posted_before_somebody_confirms(client, kommun):
    batch = read(client, xlsx(GOOD))
    page = client.get(reverse("budget:import-review", args=["prov", batch.pk])).content.decode()

    assert "Läs in 3" in page
    assert (LedgerRow.objects.count(), Outcome.objects.count()) == (0, 0)


def test_a_debit_file_turns_its_signs(client, kommun):
    batch = post(client, read(client, xlsx([["1010", 5010, "2026-07", 80000]]), sign="kostnad_plus"))
    assert Outcome.objects.get(batch=batch).amount == Decimal(-80000)


def test_every_wrong_row_is_told_with_row_and_column(client, kommun):
    wrong = [["1010", 5010, "2026-07", "åttio tusen"], ["9999", 5010, "2026-07", -1], ["1010", 5010, "2026-07", -5]]
    batch = read(client, xlsx(wrong))
    page = client.get(reverse("budget:import-review", args=["prov", batch.pk])).content.decode()

    assert batch.state == LedgerBatch.State.REFUSED
    assert [(error["row"], error["column"].lower()) for error in batch.report["errors"]] == [
        (2, "belopp"),
        (3, "ansvar"),
    ]
    assert "åttio tusen" in page
    assert "9999" in page
    assert Outcome.objects.count() == 0
    refused = client.post(reverse("budget:import-confirm", args=["prov", batch.pk]))
    assert refused.status_code == 403


def error_file(client, batch: LedgerBatch) -> list[list[str]]:
    """The cells of the file of errors, as a spreadsheet reads them."""
    content = client.get(reverse("budget:import-errors", args=["prov", batch.pk])).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))


def test_a_heading_that_a_spreadsheet_would_calculate_is_words_in_the_error_file(client, kommun):
    batch = read(client, xlsx([["1010", 5010, "2026-07", "åttio tusen"]], head=[*HEAD[:3], "-belopp"]))

    assert batch.report["errors"][0]["column"] == "-belopp"
    assert [row[:2] for row in error_file(client, batch)] == [["Rad", "Kolumn"], ["2", "'-belopp"]]


@pytest.mark.parametrize("formula", ["=1+1", "+46 70", "-3", "@SUM(A1)", "\t=1", '=HYPERLINK("https://example.org";1)'])
def test_no_cell_of_the_error_file_is_a_formula(client, kommun, formula):
    batch = read(client, xlsx([["1010", 5010, "2026-07", "åttio tusen"]]))
    batch.report["errors"] = [{"row": 2, "column": formula, "text": formula}, {"row": 3, "column": "a", "text": "a=1"}]
    batch.save()

    assert error_file(client, batch)[1:] == [["2", f"'{formula}", f"'{formula}"], ["3", "a", "a=1"]]


def test_wrong_columns_are_told(client, kommun):
    batch = read(client, xlsx([["a", "b"]], head=["Namn", "Ålder"]))
    assert batch.state == LedgerBatch.State.REFUSED
    assert "belopp" in batch.report["refused"].lower()


def test_a_closed_month_refuses_the_file(client, kommun):
    ClosedMonth.objects.create(municipality=kommun, year=2026, month=7)
    batch = read(client, xlsx(GOOD))
    assert batch.state == LedgerBatch.State.REFUSED
    assert "stängd" in json.dumps(batch.report, ensure_ascii=False)


def test_a_month_that_is_closed_after_the_review_refuses_the_posting(client, kommun):
    batch = read(client, xlsx(GOOD))
    ClosedMonth.objects.create(municipality=kommun, year=2026, month=7)
    batch = post(client, batch)

    assert batch.job.reason.startswith("Juli 2026 är stängd")
    assert (LedgerRow.objects.count(), Outcome.objects.count()) == (0, 0)


def test_rows_of_a_closed_month_that_the_review_did_not_see_are_refused_by_the_trigger(client, kommun):
    batch = read(client, xlsx(GOOD))
    LedgerBatch.objects.filter(pk=batch.pk).update(months=[6])
    ClosedMonth.objects.create(municipality=kommun, year=2026, month=7)
    batch = post(client, batch)

    assert batch.job.reason == "En av filens månader är stängd. Öppna månaden först. Inget har ändrats."
    assert (LedgerRow.objects.count(), Outcome.objects.count()) == (0, 0)


def test_what_else_the_database_refuses_is_not_taken_for_a_closed_month(client, kommun, access_of):
    """It is a check too, of the same table: only its name is another."""
    batch = read(client, xlsx(GOOD))
    path = rows_path(batch)
    path.write_text(path.read_text().replace("\t2026\t7\t", "\t2026\t13\t"))
    access = access_of(Role.CONTROLLER, kommun.organisations.get(kind=Organisation.Kind.ASSEMBLY))

    with pytest.raises(IntegrityError, match="outcome_month"):
        apply(batch, access)


@pytest.mark.parametrize(
    "change",
    [lambda rows: rows + rows, lambda rows: rows[:-1], lambda rows: []],
    ids=["doubled", "one short", "emptied"],
)
def test_rows_that_changed_after_the_review_are_not_posted(client, kommun, change):
    batch = read(client, xlsx(GOOD))
    path = rows_path(batch)
    path.write_text("".join(change(path.read_text().splitlines(keepends=True))))
    batch = post(client, batch)

    assert batch.job.reason == "Filens rader har ändrats sedan granskningen. Välj filen på nytt."
    assert batch.state == LedgerBatch.State.STAGED
    assert (LedgerRow.objects.count(), Outcome.objects.count()) == (0, 0)


def test_a_corrected_file_replaces_the_month_as_a_whole(client, kommun):
    first = post(client, read(client, xlsx(GOOD)))
    second = post(client, read(client, xlsx([["1020", 6010, "2026-07", -1]]), name="rattad.xlsx"))

    first.refresh_from_db()
    assert (first.state, second.state) == (LedgerBatch.State.SUPERSEDED, LedgerBatch.State.APPLIED)
    assert Outcome.objects.aggregate(total=Sum("amount"))["total"] == Decimal(-1)
    assert LedgerRow.objects.count() == 1


def test_the_same_file_again_gives_the_same_totals(client, kommun):
    post(client, read(client, xlsx(GOOD)))
    before = list(Outcome.objects.values_list("organisation", "account_group", "month", "amount").order_by("pk"))
    post(client, read(client, xlsx(GOOD)))
    after = list(Outcome.objects.values_list("organisation", "account_group", "month", "amount").order_by("pk"))
    assert sorted(before) == sorted(after)


def test_a_month_of_a_longer_file_is_not_torn_out(client, kommun):
    long = [*GOOD, ["1010", 5010, "2026-06", -7]]
    post(client, read(client, xlsx(long)))
    batch = post(client, read(client, xlsx(GOOD), name="bara_juli.xlsx"))

    assert "juni" in batch.job.reason
    assert Outcome.objects.aggregate(total=Sum("amount"))["total"] == batch.total - 7


def test_a_file_is_posted_once(client, kommun, access_of):
    batch = post(client, read(client, xlsx(GOOD)))
    access = access_of(Role.CONTROLLER, kommun.organisations.get(kind=Organisation.Kind.ASSEMBLY))
    with pytest.raises(ImportRefused, match="väntar inte"):
        apply(batch, access)
    lose(batch.job)
    jobs.work(Queue.IMPORTS, "")
    batch.job.refresh_from_db()
    assert (batch.job.state, batch.job.attempts) == (Job.State.DONE, 2)
    assert LedgerRow.objects.count() == 3


def far_cell(reference: str) -> bytes:
    """A tiny workbook whose only cell stands so far away that a naive reader asks for half a terabyte."""
    good = xlsx([])
    target = io.BytesIO()
    sheet = f'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="{reference}"><v>1</v></c></row></sheetData></worksheet>'
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in source.namelist():
            bomb.writestr(name, sheet if name.endswith("sheet1.xml") else source.read(name))
    return target.getvalue()


def zip_bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(GOOD))) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in source.namelist():
            bomb.writestr(name, source.read(name))
        bomb.writestr("xl/media/stor.xml", b"0" * 210_000_000)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [far_cell("XFD1048576"), far_cell("CVB20000"), zip_bomb(), b"PK\x03\x04 inte en bok", b"", xlsx(GOOD)[:700]],
    ids=["far cell", "sparse", "zip bomb", "no workbook", "empty", "torn off"],
)
def test_dangerous_and_broken_files_are_refused_and_everything_lives_on(client, kommun, content):
    response = upload(client, content)
    if response.status_code == 302:
        batch = LedgerBatch.objects.latest("pk")
        jobs.work(Queue.IMPORTS, "")
        batch.refresh_from_db()
        assert batch.state == LedgerBatch.State.REFUSED
        assert batch.report["refused"]
        page = client.get(reverse("budget:import-review", args=["prov", batch.pk]))
        assert page.status_code == 200
    else:
        assert response.status_code == 422
    assert LedgerRow.objects.count() == 0


@pytest.mark.parametrize("name", ["utfall.xls", "utfall.xlsm", "utfall.exe", "utfall"])
def test_other_kinds_of_files_are_refused_at_the_door(client, kommun, name):
    response = upload(client, xlsx(GOOD), name=name)
    assert response.status_code == 422
    assert "xlsx eller csv" in response.content.decode()


@pytest.mark.parametrize("name", ["utfall.se", "utfall.SI", "utfall.sie"])
def test_sie_is_refused_at_the_door_with_what_to_do(client, kommun, name):
    response = upload(client, b"#FLAGGA 0", name=name)
    assert response.status_code == 422
    assert "SIE läses inte än. Ta ut utfallet ur ekonomisystemet som xlsx eller csv." in response.content.decode()


def test_a_controller_of_one_unit_does_not_read_in_the_whole_municipality(kommun, client_for):
    unit = kommun.organisations.exclude(kind=Organisation.Kind.ASSEMBLY).first()
    response = upload(client_for(Role.CONTROLLER, unit), xlsx(GOOD))
    assert response.status_code == 403
    assert LedgerBatch.objects.count() == 0


def test_a_controller_of_one_unit_is_told_nothing_of_the_files_and_the_months_of_the_own_units(
    client, kommun, client_for
):
    batch = post(client, read(client, xlsx(GOOD)))
    unit = Organisation.objects.get(ledger_codes__code="1010")
    own = client_for(Role.CONTROLLER, unit)

    pages = [own.get(reverse(f"budget:import{name}", args=args)) for name, args in (
        ("", ["prov"]), *((name, ["prov", batch.pk]) for name in ("-review", "-state", "-errors")),
    )]  # fmt: skip
    months = own.get(reverse("budget:months", args=["prov"]), {"ar": 2026}).text
    rows = own.get(reverse("budget:ledger", args=["prov", unit.code]), {"ar": 2026}).text

    assert [page.status_code for page in pages] == [403] * 4
    assert not any("utfall.xlsx" in page.text for page in pages)
    assert "-78" in months.replace("−", "-")
    assert "-99" not in months.replace("−", "-")
    assert "Beloppen är de egna enheternas" in months
    assert "utfall.xlsx" in rows


def test_somebody_who_loses_the_role_posts_nothing(client, kommun):
    batch = read(client, xlsx(GOOD))
    client.post(reverse("budget:import-confirm", args=["prov", batch.pk]))
    batch.refresh_from_db()
    batch.created_by.role_assignments.all().delete()
    jobs.work(Queue.IMPORTS, "")

    batch.job.refresh_from_db()
    assert batch.job.state == "misslyckad"
    assert LedgerRow.objects.count() == 0


@pytest.mark.parametrize(("role", "where"), [(Role.POLITICIAN, "fullmaktige"), (Role.CONTROLLER, "namnd")])
def test_somebody_who_keeps_another_role_posts_nothing_either(client, kommun, role, where):
    """The municipality is still theirs, the import is not."""
    batch = read(client, xlsx(GOOD))
    client.post(reverse("budget:import-confirm", args=["prov", batch.pk]))
    batch.refresh_from_db()
    place = kommun.organisations.filter(kind=where).first()
    batch.created_by.role_assignments.update(role=role.value, organisation=place)
    jobs.work(Queue.IMPORTS, "")

    batch.job.refresh_from_db()
    assert (batch.job.state, batch.job.reason) == ("misslyckad", "Bara ekonomikontoret läser in utfall.")
    assert LedgerRow.objects.count() == 0


def test_files_that_are_thrown_away_leave_nothing_on_disk(client, kommun, django_capture_on_commit_callbacks):
    batch = read(client, xlsx(GOOD))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("budget:import-discard", args=["prov", batch.pk]))
    assert list(folder().iterdir()) == []


def test_a_closed_month_opens_only_with_a_reason(client, kommun):
    address = reverse("budget:month", args=["prov", 2026, 7])
    client.post(address)
    assert ClosedMonth.objects.count() == 1

    assert client.post(address, {"gor": "oppna", "reason": " "}).status_code == 422
    assert ClosedMonth.objects.count() == 1
    client.post(address, {"gor": "oppna", "reason": "Rättad lön"})
    assert ClosedMonth.objects.count() == 0
    assert "Rättad lön" in AuditEvent.objects.get(type=AuditEvent.Type.PERIOD_OPENED).summary


def test_closing_a_month_is_logged_once_with_who_did_it(client, kommun):
    address = reverse("budget:month", args=["prov", 2026, 7])
    client.post(address)
    client.post(address)

    event = AuditEvent.objects.get(type=AuditEvent.Type.PERIOD_CLOSED)
    closed = ClosedMonth.objects.get()
    assert (event.summary, event.municipality, event.target_id) == ("juli 2026", kommun, closed.pk)
    assert event.user == closed.closed_by is not None


OUTCOME = "INSERT INTO budget_outcome (municipality_id, organisation_id, account_group_id, year, month, amount) VALUES (%s, %s, %s, 2026, %s, -1)"


@pytest.fixture
def closed_july(kommun):
    """A row of outcome and the posted row behind it in July, which is closed, and the same in August, which is open."""
    unit, group = kommun.organisations.last(), AccountGroup.objects.last()
    for month in (7, 8):
        batch = OutcomeFactory(organisation=unit, account_group=group, year=2026, month=month).batch
        LedgerRow.objects.create(
            municipality=kommun,
            batch=batch or LedgerBatchFactory(municipality=kommun, year=2026),
            organisation=unit,
            account_group=group,
            year=2026,
            month=month,
            account=6000,
            amount=-1,
            row_number=2,
        )
    ClosedMonth.objects.create(municipality=kommun, year=2026, month=7)
    return [kommun.pk, unit.pk, AccountGroup.objects.first().pk]


@pytest.mark.parametrize(
    "statement",
    [
        OUTCOME.replace("%s, -1", "7, -1"),
        "UPDATE budget_outcome SET amount = -2 WHERE month = 7",
        "UPDATE budget_outcome SET month = 7, account_group_id = %s WHERE month = 8",
        "UPDATE budget_outcome SET month = 9 WHERE month = 7",
        "DELETE FROM budget_outcome WHERE month = 7",
    ],
    ids=["written", "changed", "moved in", "moved out", "deleted"],
)
def test_the_trigger_outcome_month_is_open_keeps_a_closed_month_whoever_writes(closed_july, statement):
    given = closed_july[3 - statement.count("%s") :]
    with (
        pytest.raises(DatabaseError, match="Månaden är stängd") as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, given)

    assert refused.value.__cause__.diag.constraint_name == "outcome_month_is_open"
    assert sorted(Outcome.objects.values_list("month", flat=True)) == [7, 8]


POSTED = """INSERT INTO budget_ledgerrow
    (municipality_id, organisation_id, account_group_id, batch_id, account, amount, row_number, year, month)
    SELECT municipality_id, organisation_id, account_group_id, batch_id, account, amount, 3, 2026, {}
    FROM budget_ledgerrow WHERE month = 8"""


@pytest.mark.parametrize(
    "statement",
    [
        POSTED.format(7),
        "UPDATE budget_ledgerrow SET amount = -2 WHERE month = 7",
        "UPDATE budget_ledgerrow SET amount = -2",
        "UPDATE budget_ledgerrow SET month = 7 WHERE month = 8",
        "UPDATE budget_ledgerrow SET month = 9 WHERE month = 7",
        "DELETE FROM budget_ledgerrow WHERE month = 7",
        "DELETE FROM budget_ledgerrow",
    ],
    ids=["written", "changed", "changed among others", "moved in", "moved out", "deleted", "deleted among others"],
)
def test_posted_rows_of_a_closed_month_stay_as_its_sums_do_whoever_writes(closed_july, statement):
    with (
        pytest.raises(DatabaseError, match="Månaden är stängd") as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert refused.value.__cause__.diag.constraint_name == "outcome_month_is_open"
    assert sorted(LedgerRow.objects.values_list("month", "amount")) == [(7, -1), (8, -1)]


def test_without_its_triggers_a_closed_month_does_change(closed_july):
    """Negative control: it is they that refuse, and the statements above do reach the rows."""
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("UPDATE budget_outcome SET amount = -2 WHERE month = 7")
        cursor.execute("UPDATE budget_ledgerrow SET amount = -2 WHERE month = 7")
    assert Outcome.objects.get(month=7).amount == LedgerRow.objects.get(month=7).amount == -2


def test_posted_rows_of_an_open_month_are_written_changed_and_deleted(closed_july):
    with connection.cursor() as cursor:
        cursor.execute(POSTED.format(9))
        cursor.execute("UPDATE budget_ledgerrow SET month = 9 WHERE month = 8")
        cursor.execute("DELETE FROM budget_ledgerrow WHERE month = 9 AND row_number = 3")
    assert sorted(LedgerRow.objects.values_list("month", flat=True)) == [7, 9]


def test_the_trigger_leaves_an_open_month_alone(closed_july):
    with connection.cursor() as cursor:
        cursor.execute(OUTCOME, [*closed_july, 8])
        cursor.execute("UPDATE budget_outcome SET month = 9 WHERE month = 8")
        cursor.execute("DELETE FROM budget_outcome WHERE month = 9")

    assert list(Outcome.objects.values_list("month", flat=True)) == [7]


class TestCommand:
    """The same for schedulers and scripts."""

    def run(self, path, *options) -> tuple[str, str]:
        out, err = io.StringIO(), io.StringIO()
        call_command("import_ledger", "prov", str(path), "--year", "2026", *options, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    def test_it_reads_in_the_file(self, kommun, tmp_path):
        (tmp_path / "u.xlsx").write_bytes(xlsx(GOOD))
        out, _ = self.run(tmp_path / "u.xlsx", "--json")
        assert json.loads(out)["rader"] == 3
        assert Outcome.objects.exists()

    def test_a_dry_run_changes_nothing_and_leaves_nothing(self, kommun, tmp_path):
        (tmp_path / "u.xlsx").write_bytes(xlsx(GOOD))
        out, _ = self.run(tmp_path / "u.xlsx", "--dry-run", "--json")
        assert json.loads(out)["inlast"] is False
        assert json.loads(out)["rader"] == 3
        assert (Outcome.objects.count(), LedgerBatch.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)
        assert list(folder().iterdir()) == []

    def test_a_dry_run_of_a_wrong_file_fails_and_leaves_nothing(self, kommun, tmp_path):
        (tmp_path / "u.csv").write_text("ansvar;konto;period;belopp\n1010;5010;2026-07;x\n", encoding="utf-8")
        with pytest.raises(CommandError, match="Rad 2, belopp"):
            self.run(tmp_path / "u.csv", "--dry-run")
        assert (LedgerBatch.objects.count(), AuditEvent.objects.count()) == (0, 0)

    def test_it_says_what_it_replaces_what_agrees_and_what_deserves_a_look(self, kommun, tmp_path):
        (tmp_path / "a.xlsx").write_bytes(xlsx(GOOD))
        self.run(tmp_path / "a.xlsx")
        (tmp_path / "b.xlsx").write_bytes(xlsx([*GOOD[:2], ["Summa", None, None, -78499.75]]))
        for options in (["--dry-run"], []):
            out, err = self.run(tmp_path / "b.xlsx", *options)
            assert "Ersätter a.xlsx." in out
            assert "Summaraden på rad 4 stämmer" in out
            assert "2\u00a0rader " in out
            assert "Netto \u221278\u00a0499,75 kr." in out
            assert "Varning: Har utfall nu men saknas i filen" in err

    def test_a_file_that_cannot_replace_a_wider_one_fails_already_when_tried(self, kommun, tmp_path):
        (tmp_path / "a.xlsx").write_bytes(xlsx([["1010", 5010, "2026-06", -1], ["1010", 5010, "2026-07", -2]]))
        self.run(tmp_path / "a.xlsx")
        (tmp_path / "b.xlsx").write_bytes(xlsx(GOOD))
        for options in (["--dry-run"], []):
            with pytest.raises(CommandError, match="lästes in med fler månader: juni"):
                self.run(tmp_path / "b.xlsx", *options)
        assert Outcome.objects.count() == 2
        assert not LedgerBatch.objects.filter(state=LedgerBatch.State.STAGED).exists()

    @pytest.mark.parametrize("year", ["1999", "20260", "-1", "0"])
    def test_a_year_that_cannot_be_is_refused(self, kommun, tmp_path, year):
        (tmp_path / "u.xlsx").write_bytes(xlsx(GOOD))
        with pytest.raises(CommandError, match="mellan 2000 och 2100"):
            call_command("import_ledger", "prov", str(tmp_path / "u.xlsx"), f"--year={year}")
        assert not LedgerBatch.objects.exists()

    @pytest.mark.parametrize("path", ["/dev/zero", "/", "finns-inte.xlsx", "/proc/self/mem"])
    def test_what_is_no_file_is_told(self, kommun, path):
        with pytest.raises(CommandError, match=r"Filen .+ (finns inte|går inte att läsa)"):
            self.run(path)
        assert not LedgerBatch.objects.exists()

    def test_a_file_that_is_too_large_is_not_copied(self, kommun, tmp_path):
        with (tmp_path / "u.csv").open("wb") as file:
            file.truncate(100_000_001)
        with pytest.raises(CommandError, match="större än 100 MB"):
            self.run(tmp_path / "u.csv")
        assert list(folder().iterdir()) == []

    def test_errors_are_swedish_and_the_exit_is_not_zero(self, kommun, tmp_path):
        (tmp_path / "u.xlsx").write_bytes(xlsx([["9999", 5010, "2026-07", "x"]]))
        with pytest.raises(CommandError, match="Rad 2"):
            self.run(tmp_path / "u.xlsx")
        assert Outcome.objects.count() == 0

    def test_an_unknown_code_is_told_with_how_it_is_added(self, kommun, tmp_path):
        (tmp_path / "u.xlsx").write_bytes(xlsx([["4711", 5010, "2026-07", -1]]))
        with pytest.raises(CommandError, match=r"Okända koder: 4711\. Lägg till dem under enhetens koder"):
            self.run(tmp_path / "u.xlsx")

    def test_an_unknown_municipality_is_told(self, kommun):
        with pytest.raises(CommandError, match="finns inte"):
            call_command("import_ledger", "nowhere", "x.xlsx", "--year", "2026")


def review_of(client, batch: LedgerBatch) -> str:
    page = client.get(reverse("budget:import-review", args=["prov", batch.pk])).content.decode()
    return page.replace("\u00a0", " ")


def test_the_same_file_again_says_who_read_it_in_and_changes_nothing(client, kommun):
    content = xlsx(GOOD)
    first = post(client, read(client, content))

    again = read(client, content, name="kopia.xlsx")
    page = review_of(client, again)
    assert "Samma fil är redan inläst" in page
    assert f"{first.created_by.name} läste in den" in page
    post(client, again)

    assert Outcome.objects.aggregate(total=Sum("amount"))["total"] == first.total
    assert [row.state for row in LedgerBatch.objects.order_by("pk")] == ["ersatt", "inlast"]


def test_the_same_file_with_other_signs_is_not_the_same(client, kommun):
    content = b"ansvar;konto;period;belopp\n1010;5010;2026-07;80000\n"
    post(client, read(client, content, name="a.csv", sign="kostnad_plus"))

    turned = read(client, content, name="a.csv", sign="intakt_plus")

    assert "Samma fil" not in review_of(client, turned)


def test_the_review_names_the_file_it_replaces_and_whose_outcome_would_be_gone(client, kommun):
    first = post(client, read(client, xlsx(GOOD), name="juli.xlsx"))
    name = Organisation.objects.get(ledger_codes__code="1020").name

    page = review_of(client, read(client, xlsx(GOOD[:2]), name="juli2.xlsx"))

    assert "Ersätter juli.xlsx (inläst" in page
    assert first.created_by.name in page
    assert "1 enhet har utfall nu men saknas i filen" in page
    assert f"{name}. Läser du in filen" in page


def months_of(page: str) -> str:
    """The text of the table of months, with its words."""
    panel = page[page.index('aria-labelledby="h-man"') : page.index('aria-labelledby="h-klass"')]
    return " ".join(re.sub(r"<[^>]+>", " ", panel).split())


def test_the_review_of_a_posted_file_says_what_stood_there_before_it(client, kommun):
    first = post(client, read(client, xlsx(GOOD), name="juli.xlsx"))
    assert "Ingen av månaderna hade utfall innan." in months_of(review_of(client, first))

    second = post(client, read(client, xlsx([["1020", 6010, "2026-07", -1]]), name="juli2.xlsx"))

    shown = months_of(review_of(client, second))
    assert "Ersatte juli.xlsx (inläst" in shown
    assert "Månad Före kr I filen kr Ändring kr" in shown
    assert "juli 2026 −98 500 −1 +98 499" in shown
    first.refresh_from_db()
    assert "hade utfall innan" in months_of(review_of(client, first))  # the one that was replaced too


def test_a_file_posted_before_that_was_kept_does_not_say_that_nothing_stood_there(client, kommun):
    batch = post(client, read(client, xlsx(GOOD)))
    del batch.report["before"]
    batch.save()

    shown = months_of(review_of(client, batch))
    assert "Vad som stod här innan filen lästes in är inte sparat." in shown
    assert "juli 2026 – −98 500 –" in shown


def test_the_review_says_that_rows_with_errors_are_in_no_sum(client, kommun):
    post(client, read(client, xlsx(GOOD[:1])))
    batch = read(client, xlsx([*GOOD, ["4711", 5010, "2026-07", -7], ["4711", 5010, "2026-07", -8]]))

    page = review_of(client, batch)
    assert "2 rader med fel är inte med i summorna." in months_of(page)
    assert "Raderna utan fel" in months_of(page)
    assert "juli 2026 1 500 −98 500 –" in months_of(page)
    assert "Okända koder: 4711. Säg här under var de hör hemma, så läses filen om." in " ".join(page.split())


def test_a_file_that_cannot_replace_a_wider_one_says_so_before_it_is_confirmed(client, kommun):
    wide = [["1010", 5010, "2026-06", -1], ["1010", 5010, "2026-07", -2]]
    post(client, read(client, xlsx(wide), name="halvar.xlsx"))

    narrow = read(client, xlsx(GOOD), name="juli.xlsx")
    page = review_of(client, narrow)

    assert "Filen halvar.xlsx lästes in med fler månader: juni. Läs in en fil med samma månader." in page
    assert "Läs in 3" not in page


def test_a_file_of_another_year_gives_the_same_answer_once_with_its_count(client, kommun):
    batch = read(client, xlsx([[row[0], row[1], "2025-07", row[3]] for row in GOOD]))

    page = review_of(client, batch)

    assert batch.state == LedgerBatch.State.REFUSED
    assert "<b>3 rader</b>, period: Raden gäller 2025, men importen gäller 2026." in page
    assert "Först på rad 2." in page


def test_a_closed_month_is_opened_with_a_reason_and_read_in(client, kommun):
    month = reverse("budget:month", args=["prov", 2026, 7])
    client.post(month, {"gor": "stang"})
    refused = read(client, xlsx(GOOD))
    assert "Juli 2026 är stängd. Öppna månaden eller ta bort raden." in review_of(client, refused)

    assert client.post(month, {"gor": "oppna", "reason": ""}).status_code == 422
    client.post(month, {"gor": "oppna", "reason": "Rättad faktura"})
    batch = post(client, read(client, xlsx(GOOD)))

    assert batch.state == LedgerBatch.State.APPLIED
    opened = AuditEvent.objects.get(type=AuditEvent.Type.PERIOD_OPENED)
    assert opened.summary == "juli 2026: Rättad faktura"


def test_a_file_with_a_too_long_name_is_told_what_is_wrong(client, kommun):
    answer = upload(client, xlsx(GOOD), name=f"{'u' * 196}.xlsx")
    assert (answer.status_code, LedgerBatch.objects.exists()) == (422, False)
    assert "Filens namn är längre än 200 tecken. Döp om filen och välj den på nytt." in answer.text
    assert read(client, xlsx(GOOD), name=f"{'u' * 195}.xlsx").row_count == 3


STRANGE_NAMES = [
    "../../../../etc/passwd.xlsx", "..\\..\\windows\\system32.xlsx", "/etc/cron.d/jobb.xlsx", "C:\\utfall.xlsx", "....//....//u.xlsx",
    "%2e%2e%2futfall.xlsx", "..%c0%afutfall.xlsx", "~/.ssh/nycklar.xlsx", "$(id).xlsx", "`id`.xlsx", "|id.xlsx", "-rf.xlsx", ".xlsx",
    "a\tb.xlsx", "con.xlsx", "utfall.xlsx/", "utfall.php.xlsx", "\u202exslx.exe.xlsx", "utfall .xlsx", "åäö € ☂.xlsx",
]  # fmt: skip


def sent_as(client, name: str):
    """Upload as no browser would: the name is sent as it stands."""
    fields = {"year": "2026", "month": "", "sign": "intakt_plus"}
    parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = ("".join(parts) + head).encode() + xlsx(GOOD) + b"\r\n--x--\r\n"
    return client.post(reverse("budget:import", args=["prov"]), body, content_type="multipart/form-data; boundary=x")


def test_no_name_of_a_file_says_where_it_lies(client, kommun, tmp_path):
    """It gets a name of ours in our folder, whatever it was called; what it was called is only told."""
    for name in STRANGE_NAMES:
        kept = LedgerBatch.objects.count()
        answer = sent_as(client, name)
        Job.objects.all().delete()
        assert answer.status_code in {302, 422}, name
        if LedgerBatch.objects.count() > kept:
            batch = LedgerBatch.objects.latest("pk")
            assert re.fullmatch(r"[0-9a-f]{32}(\.xlsx)?", batch.staged_path), name
            assert not set(batch.filename) & {"/", "\r", "\n"}, name
    assert LedgerBatch.objects.count() > 12
    staged = {tmp_path / "utfall" / batch.staged_path for batch in LedgerBatch.objects.all()}
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == staged


def test_a_refused_file_leaves_its_errors_but_not_the_upload(client, kommun):
    batch = read(client, xlsx([["1010", 5010, "2026-07", "x"]]))

    assert batch.state == LedgerBatch.State.REFUSED
    assert list(folder().iterdir()) == []
    lose(batch.job)
    jobs.work(Queue.IMPORTS, "")
    batch.refresh_from_db()
    assert batch.job.attempts == 2
    assert batch.report["error_count"] == 1


def test_of_two_files_that_are_reviewed_the_one_that_is_posted_last_stands(client, kommun):
    one, other = read(client, xlsx(GOOD), name="a.xlsx"), read(client, xlsx(GOOD[:2]), name="b.xlsx")

    post(client, other)
    post(client, one)

    assert {row.filename: row.state for row in LedgerBatch.objects.all()} == {"a.xlsx": "inlast", "b.xlsx": "ersatt"}
    assert LedgerRow.objects.count() == 3
    assert Outcome.objects.aggregate(total=Sum("amount"))["total"] == one.total


def test_the_files_own_sum_is_held_against_its_rows(client, kommun):
    total = sum(Decimal(str(row[3])) for row in GOOD)
    right = read(client, xlsx([*GOOD, ["Summa", None, None, float(total)]]))
    assert "Summaraden på rad 5 stämmer med raderna: −98 500,25 kr." in review_of(client, right)

    wrong = read(client, xlsx([*GOOD, ["Summa", None, None, -1]]))
    assert "Summaraden på rad 5 är −1,00 kr, men raderna blir −98 500,25 kr." in review_of(client, wrong)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("utfall.xlsx", b"", "tom"),
        ("utfall.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "Filen ska vara xlsx eller csv"),
        ("utfall.pdf", b"%PDF-1.7", "Filen ska vara xlsx eller csv"),
        ("utfall", b"a;b", "Filen ska vara xlsx eller csv"),
    ],
)
def test_what_is_no_such_file_is_refused_at_the_door(client, kommun, name, content, message):
    answer = upload(client, content, name=name)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not LedgerBatch.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("utfall.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "det äldre formatet xls"),
        (
            "utfall.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "Filen har lösenord",
        ),
        ("utfall.xlsx", b"%PDF-1.7", "Filen är en pdf"),
        ("utfall.csv", b"%PDF-1.7", "Filen är en pdf"),
        ("utfall.csv", b"PK\x03\x04" + bytes(60), "Filen är en Excelfil trots namnet"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_with_a_reason(client, kommun, name, content, message):
    batch = read(client, content, name=name)
    assert batch.state == LedgerBatch.State.REFUSED
    assert message in review_of(client, batch)


def test_the_review_asks_no_more_for_a_larger_file(client, kommun):
    top = kommun.organisations.get(kind=Organisation.Kind.ASSEMBLY)
    counts = []
    for size in (2, 40):
        codes = [f"{size}{number:03d}" for number in range(size)]
        for code in codes:
            LedgerCodeFactory(organisation=OrganisationFactory(municipality=kommun, parent=top), code=code)
        post(client, read(client, xlsx([[code, 5010, "2026-07", -1] for code in codes])))
        batch = read(client, xlsx([[code, 5010, "2026-07", -2] for code in codes[:-1]]))
        with CaptureQueriesContext(connection) as captured:
            assert "saknas i filen" in review_of(client, batch)
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 12


def test_a_file_with_fewer_units_than_the_month_before_is_looked_at(client, kommun):
    june = [[row[0], row[1], "2026-06", row[3]] for row in GOOD]
    post(client, read(client, xlsx(june), name="juni.xlsx"))
    name = Organisation.objects.get(ledger_codes__code="1020").name

    page = review_of(client, read(client, xlsx(GOOD[:2]), name="juli.xlsx"))

    assert "1 enhet hade utfall i juni men saknas i filen" in page
    assert f"{name}. Kontrollera att filen är hel." in page
    assert "Ingen av månaderna har utfall sedan tidigare." in page
    assert "Läs in 2 rader" in page


def test_january_has_no_month_before(client, kommun):
    post(client, read(client, xlsx([["1010", 5010, "2026-12", -1]]), name="dec.xlsx"))
    page = review_of(client, read(client, xlsx([["1020", 5010, "2026-01", -1]]), name="jan.xlsx"))
    assert "saknas i filen" not in page


def test_one_month_is_read_out_of_a_file_for_the_year_to_date(client, kommun):
    for month in range(1, 7):
        client.post(reverse("budget:month", args=["prov", 2026, month]), {"gor": "stang"})
    rows = [[row[0], row[1], f"2026-{month:02d}", row[3]] for month in range(1, 8) for row in GOOD]

    batch = post(client, read(client, xlsx(rows), month="7"))

    assert (batch.state, batch.months, batch.row_count) == (LedgerBatch.State.APPLIED, [7], 3)
    assert "18 rader för andra månader än juli lästes inte in." in review_of(client, batch)


def test_a_file_without_the_month_that_was_chosen_is_refused(client, kommun):
    batch = read(client, xlsx(GOOD), month="8")
    page = review_of(client, batch)
    assert batch.state == LedgerBatch.State.REFUSED
    assert "Filen har inga rader att läsa in." in page
    assert "3 rader för andra månader än augusti lästes inte in." in page
