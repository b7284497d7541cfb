"""Goals and judgements of the large municipality, the same every time. Pure."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal

from demo.content import AnalysisText, GoalText, IndicatorText

ASSEMBLY_GOALS = 60
COMMITTEE_GOALS = 240
INDICATORS = 800
FIRST_YEAR, LAST_YEAR = 2018, 2025
SYMBOLS = ("nas", "nas", "nas", "delvis", "delvis", "nasinte")
SUBJECTS = ("trygghet", "lärande", "hälsa", "klimat", "service", "delaktighet", "boende", "arbete", "kultur", "ekonomi")


def goal_texts(levels: tuple[str, str], areas: Sequence[str], bodies: Sequence[str], year: int) -> list[GoalText]:
    """Sixty goals of the assembly under the areas and 240 of the bodies under those; 800 indicators in all.

    `levels` are the codes of the assembly's and the bodies' goals."""
    chance = random.Random("storkommun mål")  # noqa: S311 - examples, not secrets
    total = ASSEMBLY_GOALS + COMMITTEE_GOALS
    counts = [INDICATORS * (place + 1) // total - INDICATORS * place // total for place in range(total)]
    above = [
        _goal(f"kf-{n:03d}", levels[0], "kf", [areas[n % len(areas)]], counts[n], year, chance)
        for n in range(ASSEMBLY_GOALS)
    ]
    below = [
        _goal(
            f"nm-{n:03d}",
            levels[1],
            bodies[n % len(bodies)],
            [above[place].code for place in sorted({n % ASSEMBLY_GOALS, chance.randrange(ASSEMBLY_GOALS)})],
            counts[ASSEMBLY_GOALS + n],
            year,
            chance,
        )
        for n in range(COMMITTEE_GOALS)
    ]
    return [*above, *below]


def _goal(
    code: str, level: str, owner: str, parents: list[str], indicators: int, year: int, chance: random.Random
) -> GoalText:
    subject = chance.choice(SUBJECTS)
    return GoalText(
        code=code,
        level=level,
        owner=owner,
        title=f"Exempelmål {code} om {subject} som invånarna märker",
        parents=parents,
        description="Ett påhittat mål i en påhittad kommun.",
        years=(year - 3, year),
        responsible="Förvaltningschef",
        decision="budget",
        indicators=[_indicator(f"Exempelindikator {code}.{n + 1}", year, chance) for n in range(indicators)],
        judgements={"april": chance.choice(SYMBOLS), "delar": chance.choice(SYMBOLS)},
        analysis=AnalysisText(
            result="Påhittat resultat: utvecklingen går åt rätt håll i de flesta verksamheter.",
            cause="Påhittad orsak: fler har fått stöd i tid.",
            action="Påhittad åtgärd: arbetssättet införs i fler verksamheter.",
            effect="Påhittad effekt: målvärdet väntas nås nästa år.",
            reasons=dict.fromkeys(("april", "delar"), "Påhittat skäl: underlaget är bredare än indikatorerna."),
        ),
    )


def _indicator(name: str, year: int, chance: random.Random) -> IndicatorText:
    value = Decimal(chance.randint(300, 700)) / 10
    values = {}
    for when in range(FIRST_YEAR, LAST_YEAR + 1):
        value += Decimal(chance.randint(-20, 32)) / 10
        values[when] = value
    start = values[year - 4]
    return IndicatorText(
        name=name,
        unit="%",
        decimals=1,
        direction="upp",
        baseline=(year - 4, start),
        targets={year - 3 + step: start + 2 * (step + 1) for step in range(4)},
        values=values,
    )
