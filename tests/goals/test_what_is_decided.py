"""Which goals a body decides, by hand from the municipalities' own documents, and one rule for page, report and form."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.test import Client

from goals.models import Goal
from goals.rules.drafts import is_decided_on
from goals.selectors.attainment import unjudged
from goals.selectors.chain import read_chain
from styrmodell.permissions import Role
from styrmodell.rules.vocabulary import LevelKind, LevelSphere, OrganisationKind
from tests.factories import LevelFactory, OrganisationFactory
from tests.fixtures import new_access, new_client
from tests.goals.world import YEAR, World, url

# Strategisk handlingsplan, section 3: «Verksamhetsplaner med budget antas därefter årligen i varje styrelse, nämnd och
# bolag» and hold «Kritiska kvalitetsfaktorer och kvalitetsindikatorer».
# Ånge, section 2: «Kommunfullmäktige och kommunstyrelsen fattar beslut om kvalitetsfaktorer och kvalitetsmått för sina
# nivåer»; «Verksamheterna tar fram och ser över sina egna kvalitetsmått».
# Alingsås: «uppföljningen av kritiska verksamhetsfaktorer inte beslutas i nämnden, utan ges som information».
SOURCES = [
    ("strategiplan", "kvalitetsfaktor", "styrelse", True),
    ("strategiplan", "kvalitetsfaktor", "namnd", True),
    ("strategiplan", "kvalitetsfaktor", "bolag", True),
    ("ange", "kvalitetsfaktor", "fullmaktige", True),
    ("ange", "kvalitetsfaktor", "styrelse", True),
    ("ange", "kvalitetsfaktor", "forvaltning", False),
    ("ange", "kvalitetsfaktor", "verksamhet", False),
    ("alingsas", "kritisk-verksamhetsfaktor", "forvaltning", False),
    ("alingsas", "kritisk-verksamhetsfaktor", "bolag", False),
]


@pytest.mark.parametrize(("slug", "code", "owner", "decided"), SOURCES)
def test_quality_factors_are_decided_as_the_source_says(slug: str, code: str, owner: str, decided: bool) -> None:
    file = Path(settings.BASE_DIR) / "fixtures" / f"{slug}.yaml"
    level = next(row for row in yaml.safe_load(file.read_text())["nivaer"] if row["kod"] == code)
    assert owner in level["agare"]
    assert is_decided_on(level["vad_eller_hur"], level["slag"], owner) is decided


@pytest.mark.django_db
def test_the_database_says_the_same_as_the_rule(world: World) -> None:
    for sphere, kind, owner in itertools.product(LevelSphere, LevelKind, OrganisationKind):
        level = LevelFactory(model=world.model, sphere=sphere.value, kind=kind.value)
        body = OrganisationFactory(municipality=world.municipality, kind=owner.value, parent=world.assembly)
        world.levels[level.code] = level
        world.goal(level.code, body)

    kept = set(Goal.objects.without_drafts().values_list("pk", flat=True))
    rows = Goal.objects.select_related("level", "organisation")
    drafts = {goal.pk for goal in rows if is_decided_on(goal.level.sphere, goal.level.kind, goal.organisation.kind)}

    assert (
        len(drafts) == len(OrganisationKind) + 4
    )  # a goal of politics whoever owns it, a factor of four kinds of body
    assert set(rows.values_list("pk", flat=True)) - kept == drafts


@pytest.mark.django_db
def test_an_undecided_factor_is_a_draft_everywhere_and_a_verksamhets_own_never(world: World) -> None:
    world.levels["faktor"] = LevelFactory(model=world.model, code="faktor", singular="faktor", kind="faktor")
    of_nämnd = world.goal("faktor", world.committee, title="Bemötande")
    of_unit = world.goal("faktor", world.unit, title="Frisk luft")
    secretary: Client = new_client(Role.SECRETARY, world.committee)
    access = new_access(Role.SECRETARY, world.committee)

    chain = read_chain(access, YEAR, world.occasion)
    pages = {goal.pk: secretary.get(url(world, "detail", goal.pk)).text for goal in (of_nämnd, of_unit)}

    assert [chain.goals[goal.pk].is_draft for goal in (of_nämnd, of_unit)] == [True, False]
    assert [goal.title for goal in unjudged(access, world.slot)] == ["Frisk luft"]
    for goal, is_draft in ((of_nämnd, True), (of_unit, False)):
        assert ("Utkast, inte beslutat" in pages[goal.pk]) is is_draft
        assert (url(world, "decide", goal.pk) in pages[goal.pk]) is is_draft
