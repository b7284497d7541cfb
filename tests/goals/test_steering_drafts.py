"""The steering model in the municipality's own hands: a file becomes a draft, its differences are read, and it is read in
whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goals.actions.drafts import keep_draft, load_draft
from goals.actions.steering import load_whole_file
from goals.loader.whole import export_whole_file, fingerprint
from goals.models import Goal
from goals.pages.model_draft import draft_page
from goals.rules.model_effect import Effect
from styrmodell.access import Access
from styrmodell.loader.read import parse_steering_file
from styrmodell.loader.schema import SteeringFile
from styrmodell.loader.sync import ApplyError
from styrmodell.models import AuditEvent, Edition, Level, Municipality, OccasionRule, Organisation, SteeringModel
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Role
from tests import factories as make
from tests.fixtures import new_access, new_client

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
TEXT = (FIXTURES / "hallsberg.yaml").read_text(encoding="utf-8")
SPAN = ("tidsrymd: budgetår\n", "tidsrymd: två år\n")
WORD = ("    singular: strategi\n", "    singular: väg\n")

pytestmark = pytest.mark.django_db


def changed(*pairs: tuple[str, str]) -> str:
    text = TEXT
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def read(text: str) -> SteeringFile:
    return parse_steering_file(text.encode(), "hallsberg.yaml")


def without_strategies() -> str:
    start = TEXT.index("  - kod: strategi\n")
    end = TEXT.index("  - kod: ", start + 10)
    return (TEXT[:start] + TEXT[end:]).replace("foraldrar: [namndmal, strategi]", "foraldrar: [namndmal]")


@pytest.fixture
def top() -> Organisation:
    loaded = load_whole_file(file=read(TEXT))
    return Organisation.objects.get(municipality=loaded.municipality, kind=Organisation.Kind.ASSEMBLY)


@pytest.fixture
def access(top: Organisation) -> Access:
    return new_access(Role.ADMINISTRATOR, top)


@pytest.fixture
def client(top: Organisation) -> Client:
    return new_client(Role.ADMINISTRATOR, top)


def send(client: Client, text: str, name: str = "ny.yaml"):
    given = SimpleUploadedFile(name, text.encode(), content_type="application/yaml")
    return client.post(reverse("goals:model-upload", args=["hallsberg"]), {"file": given})


def span() -> str:
    return Level.objects.get(code="namndmal").span


def test_a_file_is_read_in_words_confirmed_and_kept(client: Client):
    answer = send(client, changed(SPAN))
    draft = Edition.objects.get(number=None)
    assert answer.headers["Location"] == reverse("goals:model-edition", args=["hallsberg", draft.pk])
    page = client.get(answer.headers["Location"])
    said = page.content.decode()
    assert "1\N{NO-BREAK SPACE}ändring. Inget ändras förrän du bekräftar." in said
    assert "<del>budgetår</del>" in said
    assert "<ins>två år</ins>" in said
    assert span() == "budgetår", "nothing is changed before it is confirmed"

    done = client.post(
        reverse("goals:model-load", args=["hallsberg", draft.pk]), {"seen": page.context["page"].seen}, follow=True
    )

    assert "version 1, är inläst" in done.content.decode()
    assert span() == "två år"
    kept = Edition.objects.get(pk=draft.pk)
    assert (kept.name, kept.filename, kept.number) == ("Version 1.1", "ny.yaml", 2)
    assert kept.text == changed(SPAN)
    assert kept.changes == ["Nämndmål, tidsrymd: budgetår → två år"]
    assert kept.loaded_by is not None
    assert kept.loaded_at is not None
    types = list(AuditEvent.objects.order_by("pk").values_list("type", flat=True))
    assert types == ["steering.loaded", "steering.drafted", "steering.loaded"]
    assert "Version 1.1, gäller" in client.get(reverse("goals:model", args=["hallsberg"])).content.decode()


def test_what_is_downloaded_and_sent_again_changes_nothing(client: Client):
    fetched = client.get(reverse("goals:model-file", args=["hallsberg", 1]))
    assert read(fetched.content.decode()) == read(TEXT)
    page = client.get(send(client, fetched.content.decode()).headers["Location"])
    assert "Inget skiljer sig från modellen som gäller" in page.content.decode()


def test_all_faults_are_told_at_once_and_nothing_is_kept(client: Client):
    wrong = changed(
        ("slag: strategi", "slag: strategii"),
        ("foraldrar: [vision]", "foraldrar: [visionn]"),
        ("namn: Förskola\n", "\n"),
    )
    answer = send(client, wrong)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Menade du strategi?" in said
    assert "Nivån visionn finns inte. Menade du vision?" in said
    assert "namn saknas" in said
    assert not Edition.objects.filter(number=None).exists()


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("kommun: [", "trasig.yaml", "Raden går inte att läsa"),
        (TEXT.replace("slug: hallsberg", "slug: ange"), "annan.yaml", "Filen gäller ange men du arbetar i hallsberg."),
        (TEXT, "modell.xlsx", "Filen ska vara YAML."),
        ("x" * 1_000_001, "stor.yaml", "Filen är större än 1 MB."),
        ("\x00\x01", "binar.yaml", "osynligt styrtecken"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(client: Client, text: str, name: str, said: str):
    answer = send(client, text, name)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Edition.objects.filter(number=None).exists()


def test_a_level_in_use_stops_the_draft_and_nothing_is_half_done(top: Organisation, access: Access, client: Client):
    make.GoalFactory.create_batch(
        3, municipality=top.municipality, organisation=top, level=Level.objects.get(code="strategi")
    )
    draft = keep_draft(file=read(without_strategies().replace(*SPAN)), access=access)
    page = draft_page(access, draft)
    stops = [row for _, rows in page.groups for row in rows if row.effect is Effect.STOPS]
    assert [row.meaning for row in stops] == [
        "Nivå ”strategi” används av 3 mål och kan inte tas bort. Lägg tillbaka den i filen, eller höj versionen så att "
        "den gamla styrmodellen får vara kvar."
    ]
    address = reverse("goals:model-load", args=["hallsberg", draft.pk])

    answer = client.post(address, {"seen": page.seen})

    assert answer.status_code == 409
    assert f'action="{address}"' not in answer.content.decode(), "no way to confirm what stops"
    assert span() == "budgetår"
    assert Goal.objects.filter(level__code="strategi").count() == 3


def test_every_reason_is_told_at_once(top: Organisation):
    make.GoalFactory(municipality=top.municipality, organisation=top, level=Level.objects.get(code="strategi"))
    rule = OccasionRule.objects.get(code="delarsrapport")
    make.OccasionFactory(rule=rule)
    file = read(without_strategies())
    smaller = file.model_copy(
        update={"occasion_rules": [row for row in file.occasion_rules if row.code != "delarsrapport"]}
    )
    with pytest.raises(ApplyError) as refused:
        load_whole_file(file=smaller)
    assert "Nivå ”strategi” används av 1 mål" in str(refused.value)
    assert "används av 1 tillfälle" in str(refused.value)


@pytest.mark.parametrize(
    ("term", "stops"),
    [
        ("{fran: 2026-01-01, till: 2029-12-31}", True),
        ("{fran: 2026-10-14, till: 2030-10-14}", True),
        ("{fran: 2026-10-15, till: 2030-10-14}", False),
    ],
)
def test_a_term_that_overlaps_another_models_is_refused(access: Access, term: str, stops: bool):
    text = changed(("mandatperiod: {fran: 2022-10-15, till: 2026-10-14}", f"mandatperiod: {term}"))
    start, end = text.index("\nomraden:"), text.index("\ngranser:")
    text = (text[:start] + text[end:]).replace("  version: 1\n", "  version: 2\n", 1)
    page = draft_page(access, keep_draft(file=read(text), access=access))
    said = [row.meaning for _, rows in page.groups for row in rows if row.effect is Effect.STOPS]
    overlap = (
        "Mandatperioden överlappar version 1, som gäller 2022-10-15–2026-10-14. Ändra första eller sista dagen, eller "
        "korta version 1 först."
    )
    assert said == ([overlap] if stops else [])


def test_the_second_of_two_administrators_is_told(top: Organisation, access: Access):
    other = new_access(Role.ADMINISTRATOR, top)
    mine = keep_draft(file=read(changed(SPAN)), access=access)
    theirs = keep_draft(file=read(changed(WORD)), access=other)
    seen, their_view = draft_page(access, mine).seen, draft_page(other, theirs).seen
    load_draft(draft=mine, access=access, seen=seen)

    with pytest.raises(Stale):
        load_draft(draft=theirs, access=other, seen=their_view)

    assert span() == "två år", "what the first read in stands"
    again = draft_page(other, theirs)
    assert again.newer is not None
    assert "Nämndmål, tidsrymd: två år → budgetår" in [
        row.difference.sentence for _, rows in again.groups for row in rows
    ], "what would be taken back is told"
    load_draft(draft=theirs, access=other, seen=again.seen)
    assert span() == "budgetår"


def test_a_draft_that_is_read_in_is_not_read_in_again(access: Access):
    draft = keep_draft(file=read(changed(SPAN)), access=access)
    seen = draft_page(access, draft).seen
    load_draft(draft=draft, access=access, seen=seen)
    with pytest.raises(Stale):
        load_draft(draft=draft, access=access, seen=seen)
    assert Edition.objects.filter(model_version=1).count() == 2


def test_open_occasions_get_the_new_chain(top: Organisation, access: Access):
    rule = OccasionRule.objects.get(code="delarsrapport")
    for year in (2024, 2025, 2026):
        occasion = make.OccasionFactory(rule=rule, year=year, month=8)
        make.SlotFactory.create_batch(1, occasion=occasion, organisation=top)
    old = "namn: Budgetdialog om delårsrapporterna,"
    draft = keep_draft(file=read(changed((old, "namn: Samtal om delårsrapporterna,"))), access=access)
    rows = [row for _, rows in draft_page(access, draft).groups for row in rows]
    told = {row.difference.sentence: (row.effect, row.meaning) for row in rows if row.difference.inner[1]}
    assert list(told.values()) == [(Effect.NOTHING, "Visas där tillfället förklaras.")]
    later = read(TEXT)
    shorter = [
        row.model_copy(update={"steps": [step for step in row.steps if "dialog" not in step.kind]})
        if row.code == "delarsrapport"
        else row
        for row in later.occasion_rules
    ]
    draft = keep_draft(file=later.model_copy(update={"occasion_rules": shorter}), access=access)
    rows = [row for _, rows in draft_page(access, draft).groups for row in rows]
    assert {(row.effect, row.meaning) for row in rows} == {
        (Effect.OPEN_WORK, "3\N{NO-BREAK SPACE}öppna tillfällen får ny kedja.")
    }


def test_a_kept_edition_never_changes(top: Organisation):
    kept = Edition.objects.get(number=1)
    for change in (lambda: Edition.objects.filter(pk=kept.pk).update(text="annat"), kept.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_draft_asks_no_more_when_there_is_more(top: Organisation, access: Access):
    draft = keep_draft(file=read(changed(SPAN, WORD)), access=access)
    level = Level.objects.get(code="strategi")
    counts = []
    for more in (2, 12):
        make.GoalFactory.create_batch(more, municipality=top.municipality, organisation=top, level=level)
        with CaptureQueriesContext(connection) as queries:
            draft_page(access, Edition.objects.get(pk=draft.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_home_page_asks_no_more_when_there_is_more(client: Client, access: Access):
    address = reverse("goals:model", args=["hallsberg"])
    counts = []
    for more in (1, 5):
        for _ in range(more):
            keep_draft(file=read(changed(SPAN)), access=access)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_draft_can_be_thrown_away(client: Client, access: Access):
    draft = keep_draft(file=read(changed(SPAN)), access=access)
    answer = client.post(reverse("goals:model-discard", args=["hallsberg", draft.pk]), follow=True)
    assert "Utkastet är kastat." in answer.content.decode()
    assert not Edition.objects.filter(pk=draft.pk).exists()
    assert AuditEvent.objects.filter(type=AuditEvent.Type.STEERING_DISCARDED).count() == 1


def test_the_model_of_each_version_is_its_own_file(top: Organisation):
    text = changed(
        ("mandatperiod: {fran: 2022-10-15, till: 2026-10-14}", "mandatperiod: {fran: 2026-10-15, till: 2030-10-14}")
    )
    start, end = text.index("\nomraden:"), text.index("\ngranser:")
    later = read((text[:start] + text[end:]).replace("  version: 1\n", "  version: 2\n", 1))
    load_whole_file(file=later)
    municipality = Municipality.objects.get(slug="hallsberg")
    first, second = SteeringModel.objects.order_by("version")
    assert export_whole_file(municipality, first) == read(TEXT)
    assert fingerprint(export_whole_file(municipality, second)) == fingerprint(later)
