"""Types of governing document, and account groups."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from styrmodell.loader.schema.base import Code, Item, Line, Month, Prose, Source, Word
from styrmodell.rules.vocabulary import AccountRow

TypicalWord = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^,\n]+$")]


class DocumentTypeEntry(Item):
    """A type of governing document."""

    code: Code = Field(alias="kod")
    name: Line = Field(alias="namn")
    decided_by: Line | None = Field(default=None, alias="beslutas_av", description="Vem som beslutar, i ord.")
    description: Prose | None = Field(default=None, alias="beskrivning")
    words: list[TypicalWord] = Field(
        default_factory=list, alias="ord", max_length=7, description="Typiska ord i sådana dokument, utan komma."
    )
    chapters: list[Source] = Field(default_factory=list, alias="kapitel", description="Fasta kapitel, i ordning.")
    month: Month | None = Field(default=None, alias="manad", description="Månaden då dokumentet beslutas.")


class AccountGroupEntry(Item):
    """A range of accounts and the row of the income statement that it belongs to."""

    code: Code = Field(alias="kod")
    name: Word = Field(alias="namn")
    account_from: int = Field(alias="fran", ge=1000, le=999_999, description="Första kontot.")
    account_to: int = Field(alias="till", ge=1000, le=999_999, description="Sista kontot.")
    statement_row: AccountRow = Field(alias="rr_rad", description="Raden i resultaträkningen.")


def _group(code: str, name: str, first: int, last: int, row: AccountRow) -> AccountGroupEntry:
    return AccountGroupEntry(code=code, name=name, account_from=first, account_to=last, statement_row=row)


DEFAULT_ACCOUNT_GROUPS: tuple[AccountGroupEntry, ...] = (
    _group("forsaljning-avgifter", "Försäljning, taxor och avgifter", 3000, 3399, AccountRow.OPERATING_INCOME),
    _group("hyror-arrenden", "Hyror och arrenden", 3400, 3499, AccountRow.OPERATING_INCOME),
    _group("bidrag", "Bidrag", 3500, 3599, AccountRow.OPERATING_INCOME),
    _group("ovriga-intakter", "Övriga intäkter", 3600, 3999, AccountRow.OPERATING_INCOME),
    _group("kostnader-klass-4", "Kostnader i kontoklass 4", 4000, 4999, AccountRow.OPERATING_EXPENSES),
    _group("arbetskraft", "Kostnader för arbetskraft", 5000, 5999, AccountRow.OPERATING_EXPENSES),
    _group("ovriga-kostnader", "Övriga verksamhetskostnader", 6000, 7899, AccountRow.OPERATING_EXPENSES),
    _group("avskrivningar", "Avskrivningar", 7900, 7999, AccountRow.DEPRECIATION),
    _group("skatteintakter", "Skatteintäkter", 8000, 8099, AccountRow.TAX_REVENUE),
    _group("statsbidrag-utjamning", "Generella statsbidrag och utjämning", 8200, 8399, AccountRow.GENERAL_GRANTS),
    _group("finansiella-intakter", "Finansiella intäkter", 8400, 8499, AccountRow.FINANCIAL_INCOME),
    _group("finansiella-kostnader", "Finansiella kostnader", 8500, 8599, AccountRow.FINANCIAL_EXPENSES),
    _group("extraordinara", "Extraordinära poster", 8700, 8899, AccountRow.EXTRAORDINARY),
)
"""Kommun-Bas groups used when the file has none of its own."""
