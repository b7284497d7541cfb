"""The figures that whoever watches the service reads: right, in the form that is said, and for nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from accounts.models import Mail
from budget.models import LedgerBatch
from config import env
from styrmodell import audit
from styrmodell.access import system_access
from styrmodell.models import AuditEvent, Job
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

TOKEN = "x7" * 20


@pytest.fixture(autouse=True)
def token(settings):
    settings.METRICS_TOKEN = TOKEN


def figures() -> dict[str, dict[tuple[str, ...], float]]:
    """Each sample by its name and labels; the process is left out."""
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer["Content-Type"].startswith("application/openmetrics-text")
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for family in text_string_to_metric_families(answer.text):
        for sample in family.samples:
            labels = tuple(value for name, value in sorted(sample.labels.items()) if name != "process")
            found.setdefault(sample.name.removeprefix("styrmodell_"), {})[labels] = sample.value
    return found


@pytest.mark.parametrize("given", [None, "", TOKEN, f"Bearer {TOKEN}x", "Bearer ", f"Basic {TOKEN}"])
def test_without_the_token_there_is_no_such_page(given):
    headers = {"Authorization": given} if given is not None else {}
    assert Client().get("/metrics", headers=headers).status_code == 404


def test_where_no_token_is_set_nothing_is_a_token(settings):
    settings.METRICS_TOKEN = ""
    for given in ("Bearer ", "Bearer", "Bearer None"):
        assert Client().get("/metrics", headers={"Authorization": given}).status_code == 404


def test_a_token_that_could_be_guessed_is_refused(monkeypatch):
    monkeypatch.setenv("METRICS_TOKEN", "hemlig")
    with pytest.raises(ImproperlyConfigured, match="METRICS_TOKEN"):
        env.metrics_token()
    monkeypatch.setenv("METRICS_TOKEN", TOKEN)
    assert env.metrics_token() == TOKEN


def test_requests_are_counted_by_route_and_status():
    def counted() -> float:
        return figures()["request_seconds_count"].get(("livez", "200"), 0)

    before = counted()
    Client().get("/livez")
    Client().get("/livez")
    assert counted() == before + 2


def test_what_waits_what_is_read_and_when_it_was_verified_and_backed_up():
    town = MunicipalityFactory(slug="provkoping")
    access = system_access(town)
    assert "backup_timestamp_seconds" not in figures()
    now = timezone.now()
    for number, minutes in enumerate((9, 1)):
        Job.objects.create(
            municipality=town, kind="render_draft", key=str(number), created_at=now - timedelta(minutes=minutes)
        )
    Job.objects.create(municipality=town, kind="render_draft", key="klar", state=Job.State.DONE)
    LedgerBatch.objects.create(municipality=town, year=2026, filename="a.csv", state=LedgerBatch.State.APPLIED)
    audit.record(AuditEvent.Type.DATA_VERIFIED, target=town, access=access, faults=["ett"])
    audit.record(AuditEvent.Type.DATA_VERIFIED, target=town, access=access, faults=["ett", "två"])
    audit.record(AuditEvent.Type.BACKUP_MADE, target=town, access=access)
    Mail.objects.create(content={}, created_at=now - timedelta(minutes=9))
    found = figures()
    assert found["mail_waiting"] == {(): 1}
    assert 540 <= found["mail_oldest_seconds"][()] < 600
    assert found["jobs_waiting"] == {("render_draft",): 2}
    assert 540 <= found["jobs_oldest_seconds"][("render_draft",)] < 600
    assert found["imports"] == {("inlast",): 1}
    assert found["verified_faults"] == {("provkoping",): 2}
    [verified, backup] = [found["verified_timestamp_seconds"][("provkoping",)], found["backup_timestamp_seconds"][()]]
    assert 0 <= backup - verified < 60
    assert 0 <= timezone.now().timestamp() - backup < 60
