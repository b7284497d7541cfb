"""Which occasions there are to open: this year's, and the year-end of the year before while it is written."""

from __future__ import annotations

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from styrmodell.actions.occasions import open_occasion
from styrmodell.models import AuditEvent, Occasion, OccasionRule, Slot
from styrmodell.permissions import Role
from tests.factories import (
    ForecastLineFactory,
    JudgementFactory,
    OccasionRuleFactory,
    SectionFactory,
    SlotPassageFactory,
    SteeringModelFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def kommun(house):
    """Delårsrapport in July and Årsbokslut in December; the model covers 2023 to 2026, another the years after."""
    later = SteeringModelFactory(municipality=house.kommun, version=2, valid_from="2027-01-01", valid_to="2030-12-31")
    for model in (house.rule.model, later):
        OccasionRuleFactory(model=model, code="arsbokslut", name="Årsbokslut", cutoffs=[{"manad": 12, "dag": 31}])
    return house


def offered(client, kommun) -> list[str]:
    """What the page offers."""
    answer = client.get(reverse("followup:board", args=[kommun.kommun.slug]))
    return [label for _, label in answer.context["openable"]]


def sent(client, kommun, what: str):
    """Send the form with what is to be opened."""
    return client.post(reverse("followup:open", args=[kommun.kommun.slug]), {"what": what}, follow=True)


def taken_back(client, kommun, occasion: Occasion):
    return client.post(reverse("followup:withdraw", args=[kommun.kommun.slug, occasion.pk]), follow=True)


@pytest.fixture
def january():
    """10 January 2027, when the year-end of 2026 is written."""
    with time_machine.travel("2027-01-10T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def client(kommun, january, client_for):
    return client_for(Role.CONTROLLER, kommun.kf)


@pytest.fixture
def year_end(kommun) -> OccasionRule:
    """Årsbokslut of the model that covers 2026."""
    return OccasionRule.objects.get(model=kommun.rule.model, name="Årsbokslut")


@pytest.mark.parametrize(
    ("day", "years"),
    [("2026-12-31", [2026]), ("2027-01-10", [2026, 2027]), ("2027-06-30", [2026, 2027]), ("2027-07-01", [2027])],
)
def test_last_years_year_end_is_opened_in_the_new_year(kommun, client_for, day, years):
    with time_machine.travel(f"{day}T12:00:00+01:00", tick=False):
        client = client_for(Role.CONTROLLER, kommun.kf)
        assert offered(client, kommun) == [f"Årsbokslut, december {year}" for year in years]


def test_what_is_opened_is_offered_no_more_and_stands_in_the_log(kommun, client, year_end):
    sent(client, kommun, f"{year_end.pk}-2026-12")
    occasion = Occasion.objects.get(rule=year_end)
    assert occasion.cutoff.isoformat() == "2026-12-31"
    assert offered(client, kommun) == ["Årsbokslut, december 2027"]
    event = AuditEvent.objects.get(type="occasion.opened", target_id=occasion.pk)
    assert (event.summary, event.user.pk) == (
        "Årsbokslut per 31\u00a0december 2026",
        int(client.session["_auth_user_id"]),
    )


def test_a_new_version_of_the_model_does_not_ask_for_the_same_occasion_again(kommun, client, year_end):
    """The model of 2026 is loaded anew within its term, with the same rules by code."""
    sent(client, kommun, f"{year_end.pk}-2026-12")
    newer = SteeringModelFactory(municipality=kommun.kommun, version=3)
    again = OccasionRuleFactory(model=newer, code=year_end.code, name="Årsbokslut", cutoffs=year_end.cutoffs)
    assert offered(client, kommun) == ["Årsbokslut, december 2027"]

    answer = sent(client, kommun, f"{again.pk}-2026-12")
    assert "går inte att öppna, eller är öppnat redan" in answer.text
    assert Occasion.objects.filter(rule__code=year_end.code).count() == 1


@pytest.mark.parametrize("what", ["{own}-2026-7", "{own}-1999-12", "{own}-2025-12", "{foreign}-2026-12", "", "hej"])
def test_only_what_the_steering_model_asks_for_now_is_opened(what, kommun, client, year_end):
    foreign = OccasionRuleFactory(cutoffs=[{"manad": 12, "dag": 31}])
    before = Occasion.objects.count()
    answer = sent(client, kommun, what.format(own=year_end.pk, foreign=foreign.pk))
    assert "går inte att öppna" in answer.text
    assert Occasion.objects.count() == before


@pytest.mark.parametrize(("year", "month"), [(2026, 7), (1999, 12), (2025, 12), (2028, 12)])
def test_the_action_opens_nothing_else_either(year, month, kommun, january, year_end, access_of):
    with pytest.raises(PermissionDenied, match="går inte att öppna nu"):
        open_occasion(access=access_of(Role.CONTROLLER, kommun.kf), rule=year_end, year=year, month=month)


def test_who_holds_the_right_in_one_unit_opens_and_takes_back_nothing(kommun, january, client_for, year_end):
    client = client_for(Role.CONTROLLER, kommun.namnd)
    assert offered(client, kommun) == []
    assert "Bara ekonomikontoret öppnar" in sent(client, kommun, f"{year_end.pk}-2026-12").text
    assert taken_back(client, kommun, kommun.occasion).status_code == 403
    assert Occasion.objects.filter(pk=kommun.occasion.pk).exists()


def test_what_was_opened_by_mistake_is_taken_back_and_can_be_opened_again(kommun, client, year_end):
    page = sent(client, kommun, f"{year_end.pk}-2026-12")
    assert "Ta tillbaka Årsbokslut per 31\xa0december" in page.text
    occasion = Occasion.objects.get(rule=year_end)

    answer = taken_back(client, kommun, occasion)
    assert "Tillfället Årsbokslut är taget tillbaka." in answer.text
    assert not Slot.objects.filter(occasion_id=occasion.pk).exists()
    assert AuditEvent.objects.get(type="occasion.withdrawn").summary == "Årsbokslut per 31\u00a0december 2026"
    assert "Årsbokslut, december 2026" in offered(client, kommun)


WRITTEN = {
    "text": lambda slot: SectionFactory(slot=slot),
    "forecast": lambda slot: ForecastLineFactory(slot=slot),
    "judgement": lambda slot: JudgementFactory(slot=slot),
    "step": lambda slot: SlotPassageFactory(slot=slot),
    "hand-in": lambda slot: Slot.objects.filter(pk=slot.pk).update(status="inlamnad"),
    "return": lambda slot: Slot.objects.filter(pk=slot.pk).update(status="aterlamnad"),
}


@pytest.mark.parametrize("what", WRITTEN)
def test_what_somebody_has_begun_to_write_in_stands(what, kommun, client):
    WRITTEN[what](kommun.slot)
    page = client.get(reverse("followup:board", args=[kommun.kommun.slug]), {"tillfalle": kommun.occasion.pk})
    assert "Ta tillbaka" not in page.text

    answer = taken_back(client, kommun, kommun.occasion)
    assert (answer.status_code, "Någon har börjat skriva i tillfället" in answer.text) == (403, True)
    assert Slot.objects.filter(occasion=kommun.occasion).count() == 3
    assert not AuditEvent.objects.filter(type="occasion.withdrawn").exists()
