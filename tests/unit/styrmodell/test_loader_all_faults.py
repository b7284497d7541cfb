"""Every fault of a file is told at once, whatever its kind, and nothing that only the fault beside it would break."""

from __future__ import annotations

from pathlib import Path

import pytest

from styrmodell.loader.read import SteeringFileError, parse_steering_file

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
HALLSBERG = (FIXTURES / "hallsberg.yaml").read_text(encoding="utf-8")


def faults(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    """Place and message of each fault, after pieces of Hallsberg's file were replaced."""
    text = HALLSBERG
    for old, new in pairs:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    with pytest.raises(SteeringFileError) as refused:
        parse_steering_file(text.encode(), "hallsberg.yaml")
    return [(error.where, error.message) for error in refused.value.errors]


def line_of(text: str) -> int:
    return HALLSBERG[: HALLSBERG.index(text)].count("\n") + 1


def test_a_word_that_does_not_exist_and_a_level_that_does_not_are_told_together():
    told = dict(
        faults(
            ("slag: strategi", "slag: strategii"),  # shape: no such kind
            ("foraldrar: [vision]", "foraldrar: [visionn]"),  # between parts: no such level
            (
                "mandatperiod: {fran: 2022-10-15, till: 2026-10-14}",
                "mandatperiod: {fran: 2026-10-15, till: 2022-10-14}",
            ),
        )
    )
    messages = " ".join(told.values())
    assert "”strategii” finns inte att välja. Menade du strategi?" in messages
    assert "Nivån visionn finns inte. Menade du vision?" in messages
    assert "Mandatperioden slutar innan den börjar" in messages
    assert len(told) == 3, told


def test_what_only_the_faulty_level_would_break_is_not_told():
    told = faults(("kod: namndmal\n", "kod: namndmal\n    ordnin: 9\n"))
    assert len(told) == 1, told
    assert "Nyckeln ordnin finns inte här. Menade du ordning?" in told[0][1]


def test_a_fault_in_the_organisation_hides_no_fault_beside_it():
    told = faults(("namn: Förskola\n", "namn: [Förskola]\n"), ('koder: ["1030"]', 'koder: ["1040"]'))
    messages = " ".join(message for _, message in told)
    assert "Här ska det stå en text på en rad" in messages
    assert "Ansvarskoden 1040 hör redan till en annan organisation" in messages


def test_each_fault_has_its_own_line_though_those_above_it_were_left_out():
    first, later = "slag: omrade\n", "foraldrar: [vision, strategiskt-omrade]"
    text = HALLSBERG.replace(first, "slag: omradee\n", 1).replace(later, "foraldrar: [vision, annat]", 1)
    with pytest.raises(SteeringFileError) as refused:
        parse_steering_file(text.encode(), "hallsberg.yaml")
    lines = {error.line: error.message for error in refused.value.errors}
    assert "omradee" in lines[line_of(first)]
    assert "Nivån annat finns inte" in lines[line_of(later)]


def test_a_file_without_its_levels_tells_that_alone():
    start, end = HALLSBERG.index("\nnivaer:"), HALLSBERG.index("\nomraden:")
    with pytest.raises(SteeringFileError) as refused:
        parse_steering_file((HALLSBERG[:start] + HALLSBERG[end:]).encode(), "hallsberg.yaml")
    assert [error.message for error in refused.value.errors] == [
        "nivaer saknas. Lägg till raden nivaer: med ett värde."
    ]
