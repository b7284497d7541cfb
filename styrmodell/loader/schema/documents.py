"""Types of governing document, and account groups."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from styrmodell.loader.schema.base import Code, Item, Line, Month, Prose, Source, Word

TypicalWord = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^,\n]+$")]


class DocumentType(Item):
    """A type of governing document."""

    code: Code = Field(alias="kod")
    name: Line = Field(alias="namn")
    decided_by: Line | None = Field(default=None, alias="beslutas_av", description="Vem som beslutar, i ord.")
    description: Prose | None = Field(default=None, alias="beskrivning")
    typical_words: list[TypicalWord] = Field(
        default_factory=list, alias="ord", max_length=7, description="Typiska ord i sådana dokument, utan komma."
    )
    chapters: list[Source] = Field(default_factory=list, alias="kapitel", description="Fasta kapitel, i ordning.")
    month: Month | None = Field(default=None, alias="manad", description="Månaden då dokumentet beslutas.")


class StatementLine(StrEnum):
    """Rows of the income statement that ledger accounts belong to (LKBR 5 kap.)."""

    OPERATING_INCOME = "verksamhetens_intakter"
    OPERATING_EXPENSES = "verksamhetens_kostnader"
    DEPRECIATION = "avskrivningar"
    TAX_REVENUE = "skatteintakter"
    GENERAL_GRANTS = "generella_statsbidrag"
    FINANCIAL_INCOME = "finansiella_intakter"
    FINANCIAL_EXPENSES = "finansiella_kostnader"
    EXTRAORDINARY = "extraordinara_poster"


class AccountGroup(Item):
    """A range of accounts and the row of the income statement that it belongs to."""

    code: Code = Field(alias="kod")
    name: Word = Field(alias="namn")
    first: int = Field(alias="fran", ge=1000, le=999_999, description="Första kontot.")
    last: int = Field(alias="till", ge=1000, le=999_999, description="Sista kontot.")
    line: StatementLine = Field(alias="rr_rad", description="Raden i resultaträkningen.")


def _group(code: str, name: str, first: int, last: int, line: StatementLine) -> AccountGroup:
    return AccountGroup(code=code, name=name, first=first, last=last, line=line)


DEFAULT_ACCOUNT_GROUPS: tuple[AccountGroup, ...] = (
    _group("forsaljning-avgifter", "Försäljning, taxor och avgifter", 3000, 3399, StatementLine.OPERATING_INCOME),
    _group("hyror-arrenden", "Hyror och arrenden", 3400, 3499, StatementLine.OPERATING_INCOME),
    _group("bidrag", "Bidrag", 3500, 3599, StatementLine.OPERATING_INCOME),
    _group("ovriga-intakter", "Övriga intäkter", 3600, 3999, StatementLine.OPERATING_INCOME),
    _group("kostnader-klass-4", "Kostnader i kontoklass 4", 4000, 4999, StatementLine.OPERATING_EXPENSES),
    _group("arbetskraft", "Kostnader för arbetskraft", 5000, 5999, StatementLine.OPERATING_EXPENSES),
    _group("ovriga-kostnader", "Övriga verksamhetskostnader", 6000, 7899, StatementLine.OPERATING_EXPENSES),
    _group("avskrivningar", "Avskrivningar", 7900, 7999, StatementLine.DEPRECIATION),
    _group("skatteintakter", "Skatteintäkter", 8000, 8099, StatementLine.TAX_REVENUE),
    _group("statsbidrag-utjamning", "Generella statsbidrag och utjämning", 8200, 8399, StatementLine.GENERAL_GRANTS),
    _group("finansiella-intakter", "Finansiella intäkter", 8400, 8499, StatementLine.FINANCIAL_INCOME),
    _group("finansiella-kostnader", "Finansiella kostnader", 8500, 8599, StatementLine.FINANCIAL_EXPENSES),
    _group("extraordinara", "Extraordinära poster", 8700, 8899, StatementLine.EXTRAORDINARY),
)
"""Kommun-Bas groups used when the file has none of its own."""
