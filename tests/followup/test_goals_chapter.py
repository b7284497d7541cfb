"""The goals' chapter: which goals a report holds, where they stand, and what is counted apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

from followup.compose import goals
from followup.document.goals import GoalBlock, GoalOverview
from followup.document.model import Chapter
from goals.selectors.attainment import count_goals
from goals.selectors.chain import read_chain
from goals.selectors.reported import reported_goals
from goals.selectors.scales import judgement_words
from styrmodell.access import Access, system_access
from styrmodell.models import Slot
from tests.factories import IndicatorTargetFactory, LevelFactory
from tests.goals.world import World, build_world


@pytest.fixture
def world(db: None) -> World:
    """The small municipality with quality factors, and goals that the administration sets itself."""
    made = build_world()
    words = {"faktor": ("kvalitetsfaktor", "kvalitetsfaktorer"), "verksamhetsmal": ("verksamhetsmål",) * 2}
    more = {"faktor": {"kind": "faktor"}, "verksamhetsmal": {"sphere": "hur"}}
    for place, (code, (singular, plural)) in enumerate(words.items(), start=10):
        made.levels[code] = LevelFactory(
            model=made.model, code=code, singular=singular, plural=plural, position=place, **more[code]
        )
    return made


@pytest.fixture
def access(world: World) -> Access:
    return system_access(world.municipality)


def chapter(access: Access, slot: Slot) -> Chapter:
    found = goals.chapter(access, slot, reported_goals(access, slot))
    assert found is not None
    return found


def lead(found: Chapter) -> str:
    return " ".join(part.text for part in found.sections[0].blocks[0].paragraphs).replace("\u00a0", " ")  # type: ignore[union-attr]


def overview(found: Chapter) -> dict[str, list[str]]:
    (block,) = [block for block in found.sections[0].blocks if isinstance(block, GoalOverview)]
    return {group.name: [line.title for line in group.goals] for group in block.groups}


def sections(found: Chapter) -> dict[str, list[str]]:
    return {
        part.heading: [block.title for block in part.blocks if isinstance(block, GoalBlock)]
        for part in found.sections[1:]
    }


def test_a_goal_with_two_areas_stands_under_both_and_is_told_once(world: World, access: Access) -> None:
    safety, knowledge = (world.goal("omrade", world.assembly, title=title) for title in ("Trygghet", "Kunskap"))
    goal = world.decided("namndmal", None, safety, knowledge, title="Alla läser")
    world.judged(goal, "delvis", result="Fler läser.")

    found = chapter(access, world.whole)

    assert overview(found) == sections(found) == {"Trygghet": ["Alla läser"], "Kunskap": ["Alla läser"]}
    told = [block.texts for part in found.sections for block in part.blocks if isinstance(block, GoalBlock)]
    assert [(text.label, text.text) for texts in told for text in texts] == [
        ("Resultat", "Fler läser."), ("Redovisas under", "Trygghet"),
    ]  # fmt: skip
    assert lead(found) == "Av 1 mål bedöms 1 som delvis uppfyllt."
    assert [part.summary for part in found.sections[1:]] == [lead(found).replace("1 mål", "1\u00a0mål")] * 2


def test_every_configured_area_is_in_the_whole_municipalitys_report(world: World, access: Access) -> None:
    for title in ("Trygghet", "Omställning"):
        world.goal("omrade", world.assembly, title=title)
    world.judged(world.decided(), "nas")

    found = chapter(access, world.whole)

    assert list(overview(found)) == ["Trygghet", "Omställning", "Utan område"]
    assert overview(found)["Omställning"] == ["Inga mål hör till området"]
    assert [part.heading for part in found.sections] == ["Översikt", "Trygghet", "Omställning", "Utan område"]
    assert found.sections[2].summary == "Inga mål hör till området."
    assert list(sections(chapter(access, world.slot))) == ["Mål"]


def test_the_assemblys_judgement_of_an_area_is_in_its_report(world: World, access: Access) -> None:
    world.levels["omrade"].is_judged = True
    world.levels["omrade"].save()
    area = world.goal("omrade", world.assembly, title="Trygghet")
    world.judged(world.decided("namndmal", None, area, title="Alla är trygga"), "nas")
    world.judged(area, "delvis", world.whole, result="De flesta målen nås.", cause="Vakanser.")

    found = chapter(access, world.whole)

    block = found.sections[1].blocks[0]
    assert isinstance(block, GoalBlock)
    assert (block.title, block.level_word, block.status.label) == ("Så bedöms området", "Omrade", "Delvis uppfyllt")
    assert [text.text for text in block.texts] == ["De flesta målen nås.", "Vakanser."]
    assert overview(found) == {"Trygghet": ["Så bedöms området", "Alla är trygga"]}
    (table,) = [part for part in found.sections[0].blocks if isinstance(part, GoalOverview)]
    assert [row.cells[1] for row in table.table().rows if row.cells] == [None, None]  # nothing is measured: no «0 av 0»
    assert lead(found) == "Av 1 mål bedöms 1 som uppfyllt."  # the area is no goal
    assert sections(chapter(access, world.slot)) == {"Trygghet": ["Alla är trygga"]}


def test_drafts_are_left_out_and_what_the_administration_sets_goes_no_further_than_the_committee(
    world: World, access: Access
) -> None:
    world.judged(world.decided(title="Beslutat"), "nas")
    world.judged(world.goal(title="Utkast"), "nas")
    world.judged(world.goal("verksamhetsmal", world.department, title="Läsgrupper"), "delvis")

    whole, own = chapter(access, world.whole), chapter(access, world.slot)

    assert sections(whole) == {"Mål": ["Beslutat"]}
    assert sections(own) == {"Mål": ["Beslutat"], "Verksamhetsmål": ["Läsgrupper"]}
    assert lead(whole) == "Av 1 mål bedöms 1 som uppfyllt. Ett mål är inte beslutat och redovisas inte."
    assert lead(own) == (
        "Av 1 mål bedöms 1 som uppfyllt. Verksamhetsmål: 1 delvis uppfyllt. "
        "Ett mål är inte beslutat och redovisas inte."
    )


def test_quality_factors_are_counted_apart_in_the_models_own_words(world: World, access: Access) -> None:
    world.judged(world.decided(), "nas")
    world.judged(world.decided("faktor", world.committee, title="Trygg hemtjänst"), "nas")
    world.judged(world.decided("faktor", world.committee, title="Bygglov i tid"), "delvis")
    world.goal()

    found = chapter(access, world.whole)
    chain = read_chain(access, world.occasion.year, world.occasion)
    counts = count_goals(access, chain, judgement_words(access, world.occasion.year))

    assert lead(found).startswith("Av 1 mål bedöms 1 som uppfyllt. Kvalitetsfaktorer: 1 uppfyllt, 1 delvis uppfyllt.")
    assert overview(found)["Kvalitetsfaktorer"] == ["Trygg hemtjänst", "Bygglov i tid"]
    assert found.sections[-1].summary == "1 uppfyllt, 1 delvis uppfyllt."
    assert (counts.total.total, counts.drafts) == (1, 1)
    assert [(row.name, row.counts.total) for row in counts.others] == [("kvalitetsfaktorer", 2)]
    assert [(row.name, row.counts.total) for row in counts.by_level] == [("nämndmål", 1)]


def test_value_and_target_stand_with_their_years(world: World, access: Access) -> None:
    """Ånge's summer jobs: 52 per cent in 2023, 63 in 2025 against 60; 64 wanted in 2026 and 70 in 2027."""
    goal = world.decided()
    indicator = world.measured(
        goal, 52, 57, 63, None, name="Vill komma tillbaka", target=64, baseline=Decimal(52), baseline_year=2023
    )
    for year, target in ((2024, 56), (2025, 60), (2027, 70)):
        IndicatorTargetFactory(indicator=indicator, year=year, value=Decimal(target))

    (block,) = chapter(access, world.slot).sections[1].blocks
    assert isinstance(block, GoalBlock)
    table = block.indicator_table()

    assert table is not None
    assert [col.label for col in table.cols][1:5] == [
        "Ingång 2023", "Målvärde 2025", "Utfall 2025", "Slutvärde 2027"
    ]  # fmt: skip
    assert [cell.value for cell in table.rows[0].cells[1:5]] == [52, 60, 63, 70]  # type: ignore[union-attr]
    assert block.notes == ("Vill komma tillbaka: målvärdet 2026 är 64\u00a0%.",)
    assert block.indicators[0].status is not None
    assert block.indicators[0].status.label == "Når målvärdet"


def test_figures_of_several_years_say_their_own_and_a_volume_has_no_status(world: World, access: Access) -> None:
    goal = world.decided()
    world.measured(goal, 80, name="Nöjda")
    world.measured(goal, 11840, None, name="Timmar", kind="verksamhetsmatt", direction="", target=None)

    (block,) = chapter(access, world.slot).sections[1].blocks
    assert isinstance(block, GoalBlock)

    first, second = block.indicators
    assert block.heads.outcome == "Utfall"
    assert (first.outcome.mark, second.outcome.mark) == ("(2026)", "(2025)")  # type: ignore[union-attr]
    assert block.heads.target == "Målvärde 2026"
    assert (second.name, second.status, second.target) == ("Timmar (följs)", None, None)
