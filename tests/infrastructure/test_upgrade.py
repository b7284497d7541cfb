"""An earlier version's database, with a municipality in it, comes to today's version with nothing lost.

`earlier/ange.dump.xz` is Ånge as `load_demo` made it in November 2026, with the oldest migrations that installations
may have: 0002 of `styrmodell` and `goals`. It is a dump, so it holds what that version wrote, whatever the code says now."""

from __future__ import annotations

import lzma
import os
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from config.env import ROOT
from config.sockets import PROGRAM
from devserver.postgres import Cluster, stop
from devserver.server_user import installed_programs
from styrmodell.models import Slot
from tests.as_program import connected_to

EARLIER = Path(__file__).with_name("earlier") / "ange.dump.xz"
# What stood in it, as that version's own database answered.
STOOD = {
    "SELECT count(*), sum(amount) FROM budget_ledgerrow": (1720, Decimal("-1242424000.00")),
    "SELECT count(*), sum(amount) FROM budget_outcome": (780, Decimal("-1242424000.00")),
    "SELECT sum(amount) FROM budget_budgetline": (Decimal("-761500000.00"),),
    "SELECT count(*) FROM goals_goal WHERE decision_id IS NOT NULL": (7,),
    "SELECT count(*) FROM goals_judgement": (18,),
    "SELECT count(*) FROM styrmodell_auditevent WHERE type <> 'data.verified'": (11,),
    "SELECT count(*), min(sha256), max(sha256) FROM followup_snapshot": (
        4,
        "57ccf27637859e7e6b132ae3e17337f8b90e933ac374ae568fe0608dce8c1a5c",
        "ee10eb69b54ab084540aa81d66db3cd82a5f92ca29c08e36fd361fc82e0e27f5",
    ),
}
# What stands in it since: whose the thing of each event is, which that version did not write.
SAID_SINCE = """
    SELECT count(*) FILTER (WHERE organisation_id IS NULL), count(*) > 0 FROM styrmodell_auditevent
     WHERE target_type IN ('styrmodell.slot', 'goals.goal', 'followup.section')
"""
PAGES = ("followup:status-view", "goals:tree", "budget:overview", "followup:board", "styrmodell:calendar")


@pytest.fixture(scope="module")
def earlier(tmp_path_factory) -> Iterator[Cluster]:
    """A server with the earlier version's database."""
    folder = tmp_path_factory.mktemp("earlier")
    dump = folder / "ange.dump"
    dump.write_bytes(lzma.decompress(EARLIER.read_bytes()))
    cluster = Cluster(folder / "pg", durable=False)
    cluster.create()
    server = cluster.spawn()
    subprocess.run(
        [installed_programs() / "pg_restore", "--exit-on-error", "--dbname", cluster.url(), dump], check=True
    )
    yield cluster
    stop(server)


def manage(cluster: Cluster, var_dir: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "DATABASE_URL": cluster.url(user=PROGRAM),
        "DATABASE_OWNER_URL": cluster.url(),
        "VAR_DIR": str(var_dir),
    }
    words = [sys.executable, "manage.py", *command]
    return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_what_an_earlier_version_wrote_is_there_holds_together_and_can_be_read(
    earlier: Cluster, tmp_path: Path, django_db_setup, django_db_blocker
):
    assert manage(earlier, tmp_path, "verify").returncode != 0, "the control: it is an earlier version"

    migrated = manage(earlier, tmp_path, "migrate", "--noinput")
    verified = manage(earlier, tmp_path, "verify")

    assert (migrated.returncode, verified.returncode) == (0, 0), migrated.stderr + verified.stdout + verified.stderr
    with psycopg.connect(earlier.url()) as owner:
        assert {question: owner.execute(question).fetchone() for question in STOOD} == STOOD
        assert owner.execute(SAID_SINCE).fetchone() == (0, True)
    with django_db_blocker.unblock(), connected_to(earlier.url(user=PROGRAM)):
        reader = Client()
        reader.force_login(User.objects.get(email="controller@ange.example"))
        decided = Slot.objects.filter(status="beslutad").values_list("pk", flat=True)
        addresses = [reverse(page, args=["ange"]) for page in PAGES]
        addresses += [reverse("followup:preview", args=["ange", pk]) for pk in decided]
        assert len(decided) == 4
        assert {at: reader.get(at).status_code for at in addresses} == dict.fromkeys(addresses, 200)
