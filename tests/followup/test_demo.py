"""The examples: what load_demo makes, that the figures hold together, and that nothing invented passes for real."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.urls import reverse

from accounts.models import User
from budget.importers.contract import Sign
from budget.importers.mapping import mapping_of
from budget.importers.sandbox import parse_upload
from budget.models import BudgetLine, ForecastLine, LedgerBatch, LedgerRow, Outcome, StatementFigure
from budget.selectors.forecast_slots import forecast_slots
from budget.selectors.slot_lines import lines_of
from demo import example_files
from demo.content import read_content
from demo.kolada import read_series
from demo.load import EXAMPLES, FIXTURES
from demo.people import SHARED
from devserver.runner import EXAMPLE_DAY
from followup.models import Section, Snapshot
from goals.models import Goal, Indicator, IndicatorValue, Judgement, PeerValue
from goals.selectors.attainment import read_judged
from goals.selectors.demands import lacking
from styrmodell.access import system_access
from styrmodell.actions.occasions import open_occasion
from styrmodell.loader.read import read_steering_file
from styrmodell.models import (
    AuditEvent,
    Decision,
    Measure,
    Municipality,
    Occasion,
    OccasionRule,
    Organisation,
    RoleAssignment,
    Slot,
    SlotPassage,
)
from styrmodell.permissions import Role
from styrmodell.rules.workflow import SlotStatus
from styrmodell.selectors.demo import demo_logins
from tests.demo_database import example_municipalities
from tests.factories import MunicipalityFactory

TKR = 1000


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The five examples, in the module's own database."""
    with django_db_blocker.unblock(), example_municipalities():
        yield


pytestmark = [pytest.mark.usefixtures("_loaded"), pytest.mark.django_db, pytest.mark.xdist_group("demo")]


def content_of(slug):
    return read_content(FIXTURES / "demo" / f"{slug}.yaml")


def net(slug, code, year, months=range(1, 13)):
    """Net outcome in tkr, cost as plus, of a nämnd's or verksamhet's own and lower organisations."""
    municipality = Municipality.objects.get(slug=slug)
    access = system_access(municipality)
    top = Organisation.objects.get(municipality=municipality, code=code).pk
    units = [top, *access.tree.descendants(top)]
    rows = Outcome.objects.filter(municipality=municipality, organisation__in=units, year=year, month__in=months)
    return -(rows.aggregate(total=Sum("amount"))["total"] or 0) / TKR


def row_counts():
    models = [model for name in ("accounts", "styrmodell", "goals", "budget", "followup")
              for model in apps.get_app_config(name).get_models()]  # fmt: skip
    return {model.__name__: model._base_manager.count() for model in models}


def test_loading_twice_changes_nothing():
    before = row_counts()
    call_command("load_demo", verbosity=0)
    assert row_counts() == before


def test_examples_are_not_mixed_with_a_real_municipality():
    real = MunicipalityFactory(name="Verkliga kommunen")
    with pytest.raises(CommandError, match=real.name):
        call_command("load_demo", verbosity=0)


def test_an_example_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(CommandError, match=r"Exempelkommunen lund finns inte\. Välj bland hallsberg, "):
        call_command("load_demo", "lund", verbosity=0)


@pytest.mark.parametrize("slug", EXAMPLES)
def test_every_frame_is_the_sum_of_its_verksamheter(slug):
    access = system_access(Municipality.objects.get(slug=slug))
    for committee in content_of(slug).money.committees:
        top = Organisation.objects.get(municipality__slug=slug, code=committee.code).pk
        rows = BudgetLine.objects.filter(organisation__in=[top, *access.tree.descendants(top)])
        assert rows.aggregate(total=Sum("amount"))["total"] == -committee.frame * TKR
        assert sum(activity.budget for activity in committee.activities) == committee.frame


BODIES = {"fullmaktige", "styrelse", "namnd", "utskott"}


@pytest.mark.parametrize("slug", EXAMPLES)
def test_no_body_without_money_is_a_line_of_a_forecast(slug):
    """Kommunstyrelsens arbetsutskott has no money in any of them, a company none yet."""
    access = system_access(Municipality.objects.get(slug=slug))
    for slot in forecast_slots(access):
        lines = lines_of(access, slot).lines
        kinds = {access.ever.organisations[line.key.organisation_id].kind for line in lines if not line.amounts}
        assert lines
        assert not kinds & BODIES
        assert not {line.name for line in lines} & {"Skatteintäkter", "Generella statsbidrag och utjämning"}


def test_hallsbergs_frames_are_those_of_the_story():
    frames = {row.code: row.frame for row in content_of("hallsberg").money.committees}
    assert frames["san"] == 468_900
    assert sum(frames.values()) == 1_211_600


def test_last_years_outcome_is_the_given_one():
    assert net("hallsberg", "san-ifo", 2025) == 50_230


def test_july_is_left_to_import_and_completes_the_given_outcome():
    assert net("hallsberg", "san-ifo", 2026, months=[7]) == 0
    july = -sum(row[4] for row in example_files.july_rows() if row[0] == "3060") / TKR
    assert net("hallsberg", "san-ifo", 2026) + july == 31_860


def test_outcomes_are_the_sums_of_their_rows():
    assert Outcome.objects.aggregate(total=Sum("amount")) == LedgerRow.objects.aggregate(total=Sum("amount"))
    batch = LedgerBatch.objects.filter(municipality__slug="ange", year=2026).first()
    assert batch.row_count == LedgerRow.objects.filter(batch=batch).count()


@pytest.mark.parametrize(
    "model", [BudgetLine, ForecastLine, LedgerBatch, Judgement, Section, Measure, Decision], ids=lambda m: m.__name__
)
def test_invented_rows_are_marked(model):
    assert model.objects.exists()
    assert not model.objects.filter(is_example=False).exists()


@pytest.mark.parametrize("slug", EXAMPLES)
def test_only_goals_of_the_source_are_unmarked(slug):
    decided = {area.code for area in read_steering_file(FIXTURES / f"{slug}.yaml").areas if not area.is_example}
    unmarked = Goal.objects.filter(municipality__slug=slug, is_example=False)
    assert set(unmarked.values_list("code", flat=True)) == decided


def test_only_kolada_indicators_are_unmarked():
    for indicator in Indicator.objects.all():
        assert indicator.is_example == (indicator.source != "Kolada"), indicator.name


def test_only_published_statements_are_unmarked():
    published = StatementFigure.objects.filter(is_example=False)
    assert set(published.values_list("municipality__slug", flat=True)) == {"hallsberg"}
    assert not published.filter(year__gt=2023).exists()
    assert not published.filter(source="").exists()
    result = published.get(statement="resultatrakning", row="arets_resultat", year=2020, column="utfall")
    assert result.amount == 59_000_000


def test_kolada_values_are_the_published_ones():
    indicator = Indicator.objects.get(municipality__slug="hallsberg", source_code="U23401")
    values = {row.year: row for row in IndicatorValue.objects.filter(indicator=indicator)}
    assert values[2023].value == 58
    assert values[2025].value == Decimal("47.2414")
    assert values[2020].value is None
    assert [year for year, row in values.items() if row.is_preliminary] == [2025]


def test_peers_are_the_other_municipalities_of_the_extract():
    indicator = Indicator.objects.get(municipality__slug="hallsberg", source_code="N03001")
    codes = set(PeerValue.objects.filter(indicator=indicator).values_list("peer_code", flat=True))
    assert codes == set(read_series(FIXTURES / "data")["N03001"]) - {"1861"}


def test_earlier_reports_are_decided_and_frozen():
    for slug in EXAMPLES:
        *_, newest = Occasion.objects.reports().filter(municipality__slug=slug).order_by("cutoff")
        earlier = Slot.objects.of_reports().filter(municipality__slug=slug).exclude(occasion=newest)
        assert earlier.exists()
        assert set(earlier.values_list("status", flat=True)) == {SlotStatus.DECIDED.value}
        assert Snapshot.objects.filter(slot__in=earlier).count() == earlier.count()


def test_on_the_examples_day_nothing_has_happened_yet_that_lies_ahead():
    day = date.fromisoformat(EXAMPLE_DAY)
    assert Decision.objects.filter(date__gt=day, is_example=True).count() == 0
    assert SlotPassage.objects.filter(held_on__gt=day).count() == 0
    assert Slot.objects.filter(submitted_at__date__gt=day).count() == 0
    newest = [Occasion.objects.reports().filter(municipality__slug=slug).latest("cutoff") for slug in EXAMPLES]
    assert [row.cutoff <= day for row in newest] == [True] * len(EXAMPLES)  # its figures are what Läget shows


def test_the_current_report_has_units_in_every_state():
    slots = Slot.objects.filter(municipality__slug="hallsberg", occasion__rule__code="delarsrapport")
    states = {slot.organisation.code: slot.status for slot in slots.select_related("organisation")}
    assert states["bin"] == SlotStatus.RETURNED.value
    assert states["dsn"] == SlotStatus.SUBMITTED.value
    assert states["san"] == states["kf"] == SlotStatus.DRAFT.value


def test_a_judgement_that_differs_from_the_indicators_says_why():
    for occasion in Occasion.objects.select_related("municipality"):
        for goal in read_judged(system_access(occasion.municipality), occasion, None)[1]:
            assert goal.reason or not goal.differs, goal.code


PLANS_OF_HALLSBERG = {  # organisation → state, § of the plans for 2027; all marked Exempel
    "gpf": {"kf": ("beslutad", "74")},
    "mal-och-budget": {
        "ks": ("inlamnad", ""), "bin": ("utkast", ""), "san": ("aterlamnad", ""), "dsn": ("utkast", ""),
        "mbn": ("utkast", ""), "bolag-1": ("utkast", ""),
    },
    "budget": {"kf": ("utkast", "")},
}  # fmt: skip


def test_hallsbergs_plans_for_2027_are_on_their_way_and_the_other_four_are_opened():
    rows = Slot.objects.filter(occasion__line="plan", occasion__year_from=2027).with_around()
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for slot in rows.filter(municipality__slug="hallsberg"):
        paragraph = slot.decision.paragraph if slot.decision else ""
        found.setdefault(slot.occasion.rule.code, {})[slot.organisation.code] = (slot.status, paragraph)
    assert found == PLANS_OF_HALLSBERG
    opened = {slot.municipality.slug: slot.occasion.rule.code for slot in rows.exclude(municipality__slug="hallsberg")}
    assert opened == {
        "alingsas": "kommunens-budget", "svenljunga": "verksamhetsplan-namnd",
        "strategiplan": "verksamhetsplan", "ange": "budgetdokument",
    }  # fmt: skip
    assert not Section.objects.filter(slot__in=rows, is_example=False).exists()


def test_every_municipality_has_its_roles():
    for slug in EXAMPLES:
        held = set(RoleAssignment.objects.filter(municipality__slug=slug).values_list("role", flat=True))
        assert held == {role.value for role in Role}


def test_the_login_page_lets_anybody_be_the_controller(client, settings):
    settings.DEMO_MODE = True
    groups = {municipality.slug: logins for municipality, logins in demo_logins()}
    login = next(row for row in groups["hallsberg"] if row.role.startswith("Controller"))
    assert login.value in client.get(reverse("account_login")).content.decode()
    client.post(login.url, {"anvandare": login.value})
    page = client.get(reverse("followup:board", args=["hallsberg"]))
    assert page.status_code == 200
    assert client.get(reverse("followup:board", args=["ange"])).status_code == 404


def test_somebody_works_in_all_of_them_and_can_switch(client):
    client.force_login(User.objects.get(email=SHARED))
    page = client.get(reverse("styrmodell:choose")).content.decode()
    for slug in EXAMPLES:
        address = reverse("followup:status-view", args=[slug])
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
    assert "fem kommuner" in page


def test_laget_speaks_the_words_of_the_municipalitys_scale(client):
    said = {}
    for slug in ("hallsberg", "svenljunga"):
        client.force_login(User.objects.get(email=f"politiker@{slug}.example"))
        said[slug] = " ".join(client.get(reverse("followup:status-view", args=[slug])).text.split())
    assert "</strong> nås helt eller delvis" in said["hallsberg"]
    assert "</strong> bedöms som uppfyllda eller delvis uppfyllda" in said["svenljunga"]
    assert "Mål som nås" not in said["svenljunga"]
    assert "nås inte" not in said["svenljunga"]


def test_nothing_is_said_of_texts_that_a_report_does_not_ask_for(client):
    client.force_login(User.objects.get(email="controller@ange.example"))
    rule = OccasionRule.objects.get(municipality__slug="ange", code="ekonomisk-rapport")
    access = system_access(rule.municipality)
    occasion = open_occasion(access=access, rule=rule, year=2026, month=9)
    page = client.get(f"{reverse('followup:board', args=['ange'])}?tillfalle={occasion.pk}").content.decode()
    assert "Ekonomisk rapport" in page
    assert "texter är skrivna" not in page


def test_demo_users_have_no_password():
    for _, logins in demo_logins():
        for login in logins:
            user = RoleAssignment.objects.filter(user__email=login.value).select_related("user")[0].user
            assert not user.has_usable_password()


def test_people_are_roles_and_the_municipality_without_name_is_called_by_its_document():
    assert not AuditEvent.objects.filter(user__is_demo=False).exists()
    assert Municipality.objects.get(slug="strategiplan").code == ""


def test_the_excel_files_are_the_generated_ones():
    for name, content in example_files.files().items():
        assert (FIXTURES / "demo" / name).read_bytes() == content


def parsed(name: str, tmp_path: Path):
    access = system_access(Municipality.objects.get(slug="hallsberg"))
    mapping = mapping_of(access, 2026)
    return parse_upload(
        FIXTURES / "demo" / name,
        filename=name,
        year=2026,
        month=7,
        sign=Sign.INCOME_PLUS,
        known_units=mapping.units,
        account_ranges=mapping.accounts,
        closed_months=mapping.closed,
        rows_path=tmp_path / "rader",
    )


def test_the_right_file_can_be_imported(tmp_path):
    found = parsed(example_files.RIGHT, tmp_path)
    assert found.is_clean
    assert found.row_count == len(example_files.july_rows())
    assert found.total == sum(row[4] for row in example_files.july_rows())


def test_the_other_file_has_four_errors(tmp_path):
    found = parsed(example_files.WRONG, tmp_path)
    assert not found.is_clean
    assert sorted(error.row for error in found.errors) == [place + 2 for place, _, _ in example_files.MISTAKES]


def test_what_is_handed_in_meets_the_demands_on_goals():
    """Reports of the examples could have been handed in by their own rule: judged, analysed and with measures."""
    for municipality in Municipality.objects.all():
        access = system_access(municipality)
        for slot in Slot.objects.filter(municipality=municipality).with_around():
            if not slot.is_open:
                assert lacking(access, slot) == [], slot
