"""A small municipality with a chain: a nämnd hands in and decides, then the whole goes to KF."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from styrmodell.models import Organisation, Step
from tests.factories import (
    MunicipalityFactory,
    OccasionFactory,
    OccasionRuleFactory,
    OrganisationFactory,
    ScaleFactory,
    SlotFactory,
    SteeringModelFactory,
    StepFactory,
)

CHAIN = [
    ("enhet", "lamna_in", "Nämnden lämnar in", ""),
    ("enhet", "besluta", "Nämnden beslutar", "namnd"),
    ("helhet", "lamna_in", "Ekonomikontoret lämnar in", ""),
    ("helhet", "dialog", "Dialog", ""),
    ("helhet", "besluta", "Fullmäktige beslutar", "fullmaktige"),
]


@pytest.fixture
def house(db):
    """Municipality, tree, rule with its chain, and the slots of an occasion that holds texts only."""
    kommun = MunicipalityFactory()
    model = SteeringModelFactory(municipality=kommun)
    ScaleFactory(model=model)
    kf = OrganisationFactory(municipality=kommun, kind=Organisation.Kind.ASSEMBLY, code="kf", name="Kommunfullmäktige")
    namnd = OrganisationFactory(municipality=kommun, parent=kf, code="bin", name="Bildningsnämnden")
    other = OrganisationFactory(municipality=kommun, parent=kf, code="son", name="Socialnämnden")
    rule = OccasionRuleFactory(model=model, contents=["text"])
    for position, (scope, kind, name, body) in enumerate(CHAIN):
        StepFactory(rule=rule, scope=scope, kind=kind, name=name, body=body, position=position)
    occasion = OccasionFactory(rule=rule)
    slot = SlotFactory(occasion=occasion, organisation=namnd)
    other_slot = SlotFactory(occasion=occasion, organisation=other)
    whole = SlotFactory(occasion=occasion, organisation=kf, scope=Step.Scope.WHOLE)
    return SimpleNamespace(
        kommun=kommun,
        kf=kf,
        namnd=namnd,
        other=other,
        rule=rule,
        occasion=occasion,
        slot=slot,
        other_slot=other_slot,
        whole=whole,
    )
