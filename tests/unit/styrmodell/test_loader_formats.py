"""A file of format 1 means what it always meant, and is spoken of in its own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from styrmodell.loader.read import SteeringFileError, parse_steering_file
from styrmodell.loader.schema import SteeringFile
from styrmodell.loader.write import write_steering_file

OLD = (Path(__file__).parent / "format_1.yaml").read_text(encoding="utf-8")
NEW = (
    OLD.replace("\nformat: 1\n", "\nformat: 2\n")
    .replace("\nrapporter:\n", "\ntillfallen:\n")
    .replace("    rapporttyp: ", "    slag: ")
    .replace("    rapporterar: ", "    lamnas_av: ")
)


def read(text: str) -> SteeringFile:
    return parse_steering_file(text.encode(), "fil.yaml")


def told(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(SteeringFileError) as caught:
        read(text)
    return [(error.line, error.where, error.message) for error in caught.value.errors]


def line_of(text: str, words: str) -> int:
    return text.count("\n", 0, text.index(words)) + 1


def test_an_old_file_means_the_same():
    assert read(OLD) == read(NEW)
    assert len(read(OLD).occasion_rules) == 4


def test_a_file_that_says_no_format_is_an_old_one():
    assert read(OLD.replace("\nformat: 1\n", "\n")) == read(NEW)


def test_what_is_read_as_old_is_written_as_new():
    written = write_steering_file(read(OLD))
    assert "\nformat: 2\n" in written
    assert "\ntillfallen:\n" in written
    assert "rapporttyp" not in written
    assert read(written) == read(OLD)


def test_a_format_that_does_not_exist_is_refused():
    (error,) = told(NEW.replace("\nformat: 2\n", "\nformat: 3\n"))
    assert error[1:] == ("format", "”3” finns inte att välja. Välj bland: 2.")


WRONG = [
    # what is replaced, with what, the words on the line of the error, the place, what is said
    (
        "rapporttyp: tertialrapport",
        "rapporttyp: tertial",
        "rapporttyp: tertial\n",
        "rapporter › 2 (tertialrapport) › rapporttyp",
        "”tertial” finns inte att välja. Menade du tertialrapport?",
    ),
    (
        "    rapporttyp: tertialrapport\n",
        "",
        "- kod: tertialrapport",
        "rapporter › 2 (tertialrapport) › rapporttyp",
        "rapporttyp saknas. Lägg till raden rapporttyp: med ett värde.",
    ),
    (
        "    rapporttyp: tertialrapport\n",
        "    rapporttypp: tertialrapport\n",
        "rapporttypp",
        "rapporter › 2 (tertialrapport) › rapporttypp",
        "Nyckeln rapporttypp finns inte här. Menade du rapporttyp? Möjliga nycklar: analys_av_alla, atgarder_vid, avsnitt, "
        "beskrivning, exempel, innehall, kalla, kedja, kod, krav_ar_exempel, krav_pa_enheter, lagstadgad, namn, per, rapporterar, "
        "rapporttyp.",
    ),
    (
        "rapporterar: [styrelse, namnd, bolag]",
        "rapporterar: [styrelse, utskott]",
        "rapporterar: [styrelse, utskott]",
        "rapporter › 4 (verksamhetsberattelse) › rapporterar › 2",
        "Ingen organisation i filen är av typen utskott.",
    ),
    (
        "    rapporttyp: tertialrapport\n",
        "    slag: tertialrapport\n",
        "    slag: tertialrapport\n",
        "rapporter › 2 (tertialrapport) › slag",
        "Nyckeln slag finns inte här. Den hör till format 2. Skriv format: 2 överst i filen.",
    ),
    (
        "\nrapporter:\n",
        "\ntillfallen:\n",
        "tillfallen:\n",
        "tillfallen",
        "Nyckeln tillfallen finns inte här. Den hör till format 2. Skriv format: 2 överst i filen.",
    ),
]


@pytest.mark.parametrize(("old", "new", "words", "where", "message"), WRONG, ids=[row[4][:40] for row in WRONG])
def test_an_old_file_is_told_in_its_own_words(old, new, words, where, message):
    assert old in OLD
    text = OLD.replace(old, new, 1)
    errors = told(text)
    assert [(line, place) for line, place, said in errors if said.startswith(message)] == [
        (line_of(text, words), where)
    ]
    assert not [said for _, _, said in errors if "lamnas_av" in said]


def test_an_old_word_in_a_new_file_is_shown_its_new_name():
    text = NEW.replace("    lamnas_av: ", "    rapporterar: ", 1)
    line = line_of(text, "    rapporterar: ")
    said = "Nyckeln rapporterar finns inte här. I format 2 heter den lamnas_av. Möjliga nycklar: "
    assert next(error for error in told(text) if error[2].startswith(said))[:2] == (
        line,
        "tillfallen › 1 (manadsrapport) › rapporterar",
    )
