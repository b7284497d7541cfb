"""Which body decides a goal, in all five municipalities: read by hand from their own documents."""

from __future__ import annotations

import pytest

from demo.load import FIXTURES
from goals.actions.steering import load_whole_file
from goals.models import Goal
from goals.selectors.bodies import goal_bodies
from styrmodell.access import system_access
from styrmodell.loader.read import read_steering_file
from styrmodell.loader.sync import ApplyError
from styrmodell.models import Level, Organisation
from tests.factories import DecisionFactory

pytestmark = pytest.mark.django_db

# Municipality, level, owner: who can have decided such a goal. The owner's own body, never a list of other nämnder.
DECIDED_BY = {
    "alingsas": [("prioriterat-mal", "kf", ["kf"])],
    "ange": [
        ("inriktningsmal", "kf", ["kf"]),
        ("finansiellt-mal", "ks", ["kf"]),
        ("utvecklingsmal", "ks", ["ks"]),
        ("personalpolitiskt-mal", "ks", ["ks", "kf"]),  # the document does not say who
    ],
    "hallsberg": [
        ("mal-geh", "ks", ["kf"]),
        ("namndmal", "bin", ["bin"]),
        ("namndmal", "ks", ["ks"]),
        ("namndmal", "bolag-1", ["bolag-1"]),
    ],
    "strategiplan": [
        ("fullmaktigemal", "kf", ["kf"]),
        ("mal-utifran-uppdraget", "sn", ["sn"]),
        ("eget-resultatmal", "ks", ["ks"]),
        ("eget-resultatmal", "bolag-1", ["bolag-1"]),
    ],
    "svenljunga": [
        ("fullmaktigemal", "kf", ["kf"]),
        ("namndmal", "omsorg", ["omsorg"]),
        ("namndmal", "ks", ["ks"]),
        ("namndmal", "bolag-1", ["bolag-1"]),
    ],
}


@pytest.mark.parametrize("slug", DECIDED_BY)
def test_a_goal_is_decided_by_the_body_that_the_document_says(slug: str) -> None:
    kommun = load_whole_file(file=read_steering_file(FIXTURES / f"{slug}.yaml")).municipality
    access = system_access(kommun)
    levels = {level.code: level for level in Level.objects.filter(model__municipality=kommun)}
    owners = {row.code: row for row in Organisation.objects.filter(municipality=kommun)}

    found = [
        (level, owner, [body.code for body in goal_bodies(access, levels[level], owners[owner].pk)])
        for level, owner, _ in DECIDED_BY[slug]
    ]

    assert found == DECIDED_BY[slug]


def test_a_file_does_not_rewrite_what_is_decided() -> None:
    """A new term's file moved the old term's financial goal to the new years."""
    file = read_steering_file(FIXTURES / "svenljunga.yaml")
    kommun = load_whole_file(file=file).municipality
    goal = Goal.objects.get(municipality=kommun, code="ekonomi-i-balans")
    decision = DecisionFactory(organisation=goal.organisation)
    Goal.objects.filter(pk=goal.pk).update(decision=decision)
    load_whole_file(file=file)

    earlier = Goal.objects.exclude(pk=goal.pk).filter(level__kind="omrade").first()
    Goal.objects.filter(pk=earlier.pk).update(year_to=2025, decision=decision)

    with pytest.raises(ApplyError, match="ändras bara med ett nytt beslut"):
        load_whole_file(file=file)
