"""Figures for whoever watches the service, as OpenMetrics: how requests go in this process, and what the database knows.

Each process counts by itself and says which it is: a visit reaches one of them, and the watcher adds them up. So nothing
is written to a disk that may be full, and a process that dies takes only its own count with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.conf import settings
from django.db.models import Count, Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from accounts.http import ANYONE, open_to
from accounts.models import Mail
from budget.models import LedgerBatch
from config.request_count import registry
from styrmodell.models import AuditEvent, Job
from ui import clock


class _Stored(Collector):
    """What the database knows, asked when somebody looks (five queries)."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges."""
        waiting = Job.objects.filter(state=Job.State.QUEUED).values("kind").order_by("kind")
        jobs = list(waiting.annotate(number=Count("pk"), first=Min("created_at")))
        now = clock.now()
        mail = Mail.objects.aggregate(number=Count("pk"), first=Min("created_at"))
        yield _gauge("mail_waiting", "Mail that the mail server has not taken", "", {"": mail["number"]})
        waited = {"": (now - mail["first"]).total_seconds()} if mail["first"] else {}
        yield _gauge("mail_oldest_seconds", "How long the oldest of it has waited", "", waited)
        yield _gauge("jobs_waiting", "Jobs that wait", "kind", {row["kind"]: row["number"] for row in jobs})
        ages = {row["kind"]: (now - row["first"]).total_seconds() for row in jobs}
        yield _gauge("jobs_oldest_seconds", "How long the oldest of them has waited", "kind", ages)
        imports = LedgerBatch.objects.values_list("state").annotate(Count("pk")).order_by("state")
        yield _gauge("imports", "Files with outcome", "state", dict(imports))
        verified = AuditEvent.objects.filter(type=AuditEvent.Type.DATA_VERIFIED).order_by("municipality_id", "-pk")
        latest = list(verified.distinct("municipality_id").select_related("municipality"))
        times = {_slug(event): event.at.timestamp() for event in latest}
        yield _gauge("verified_timestamp_seconds", "When what is stored was last verified", "municipality", times)
        faults = {_slug(event): len(event.data.get("faults", [])) for event in latest}
        yield _gauge("verified_faults", "What was then wrong", "municipality", faults)
        backups = AuditEvent.objects.filter(type=AuditEvent.Type.BACKUP_MADE).aggregate(last=Max("at"))["last"]
        last = {"": backups.timestamp()} if backups else {}
        yield _gauge("backup_timestamp_seconds", "When the last backup was made", "", last)


def _gauge(name: str, words: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(f"styrmodell_{name}", words, labels=[label] if label else [])
    for key, value in values.items():
        gauge.add_metric([key] if label else [], value)
    return gauge


def _slug(event: AuditEvent) -> str:
    return event.municipality.slug if event.municipality else ""


registry.register(_Stored())


@open_to(ANYONE)
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for whoever has the token. For everybody else there is no such page."""
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        raise Http404
    figures = generate_latest(registry)  # type: ignore[no-untyped-call]
    return HttpResponse(figures, content_type=CONTENT_TYPE_LATEST)
