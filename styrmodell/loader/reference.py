"""The reference page and the JSON Schema of the format, written from the schema itself. Pure: no Django.

`python -m styrmodell.loader.reference` writes both; a test compares them with the schema."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from styrmodell.loader.schema import DEFAULT_ACCOUNT_GROUPS, SteeringFile
from styrmodell.loader.write import json_schema
from styrmodell.rules.terms import DEFAULT_TERMS

HOW = "Skriv om filerna: python -m styrmodell.loader.reference"
FOLDER = Path("docs") / "reference"

_HEAD = """# Styrmodell som YAML

<!-- Sidan skrivs av `python -m styrmodell.loader.reference`. Ändra schemat eller texten där, inte här. -->

En fil beskriver hur en kommun styr: organisation, nivåer, ord, skalor, tillfällen och årshjul. Inget av det står i
programmet. De fem filerna i `fixtures/` är färdiga exempel att utgå från.

## Läsa in och skriva ut

```
python manage.py load_styrmodell fixtures/hallsberg.yaml --check   # granska, ändra inget
python manage.py load_styrmodell fixtures/hallsberg.yaml           # läs in, allt eller inget
python manage.py export_styrmodell hallsberg --to hallsberg.yaml   # skriv ut
```

- Är något fel läses ingenting in. Alla fel visas på en gång, med fil, rad och vad du ska göra.
- Samma fil två gånger ändrar ingenting. Det som läses in och skrivs ut igen är samma modell.
- Det som försvinner ur filen tas bort ur styrmodellen. Används det redan, till exempel en nivå som har mål, säger
  systemet ifrån. Höj då `version`: den gamla modellen får vara kvar för det som redan är beslutat.
- Organisationer och områden som filen inte nämner blir kvar, eftersom pengar och historik hänger på dem.

## Så skriver du

- Indrag med mellanslag, aldrig tabb. Ett bindestreck börjar varje rad i en lista.
- Text som innehåller kolon eller börjar med ett specialtecken omges av citattecken: `"text: mer text"`. Inom
  klamrar `{ }` gäller det också komma och frågetecken.
- Ja och nej skrivs `ja` och `nej`. Datum skrivs `2026-10-14`. Månader skrivs med namn, `mars`, eller siffra.
- `dag: sista` är månadens sista dag, också i februari.
- En kod är ett kort fast namn med små bokstäver, siffror och bindestreck. Ändra den inte när den väl används.
- En nyckel utan värde räknas som utelämnad. En nyckel som inte finns är ett fel, så att inget försvinner tyst.
- `kalla` säger i ord var i källdokumentet uppgiften står. `exempel: ja` säger att den inte står där: gränssnittet
  visar då *Exempel*.
- Skriv överst i filen, så kompletterar och granskar redigeraren medan du skriver:
  `# yaml-language-server: $schema=../docs/reference/styrmodell.schema.json`

## Regler som gäller hela filen

- Överst i organisationen står `fullmaktige`. Det finns en enda `styrelse`. Koder och ansvarskoder är unika.
- En nivås `foraldrar` har lägre `ordning`. Kedjan kan därför aldrig gå i ring.
- Ett tillfälles `kedja` börjar med `lamna_in` för `enhet`. Sista steget av slaget `besluta` låser det inlämnade, så
  inget steg med samma `galler` kan komma efter. Steg för `helhet` gäller hela kommunen samlat.
- `senast` med månad och dag är den första sådana dagen efter brytdagen, även om det blir nästa år. Ett tillfälle
  med flera brytdagar anger i stället `dagar_efter`.
- Konton får bara höra till en kontogrupp. Utan `kontogrupper` gäller grupperna längst ned på sidan.
- Det finns minst en skala av slaget `mal` och en av slaget `indikator`.

## Äldre filer

Filen börjar med `format: 2`. En fil som börjar med `format: 1`, eller inte säger något format, läses som förut, och
felen sägs med de ord som står i den. Det som skrivs ut är format 2. Så skiljer de sig:

| format 1 | format 2 |
|---|---|
| `rapporter` | `tillfallen`, för planer och rapporter är samma slags tillfällen |
| `rapporttyp` i `rapporter` | `slag` i `tillfallen` |
| `rapporterar` i `rapporter` | `lamnas_av` i `tillfallen` |

## Nycklar
"""


def page() -> str:
    """The whole reference page."""
    parts = [_HEAD, *(_table(title, model) for title, model in _models())]
    return "\n".join([*parts, _choices(), _terms(), _account_groups()])


def _models() -> Iterator[tuple[str, type[BaseModel]]]:
    """Every part of the file once, in the order a reader meets them."""
    waiting: list[tuple[str, type[BaseModel]]] = [("Hela filen", SteeringFile)]
    seen: set[type[BaseModel]] = set()
    while waiting:
        title, model = waiting.pop(0)
        if model in seen:
            continue
        seen.add(model)
        yield title, model
        inner = [(field.alias or name, _part(field.annotation)) for name, field in model.model_fields.items()]
        waiting = [(key, part) for key, part in inner if part is not None] + waiting


def _table(title: str, model: type[BaseModel]) -> str:
    heading = title if model is SteeringFile else f"`{title}`"
    last = {"source", "is_example"}
    fields = sorted(model.model_fields.items(), key=lambda item: item[0] in last)
    rows = [_row(name, field) for name, field in fields]
    return "\n".join([f"### {heading}\n", "| nyckel | krävs | värde | betyder |", "|---|---|---|---|", *rows, ""])


def _row(name: str, field: FieldInfo) -> str:
    required = "ja" if field.is_required() else ""
    return f"| `{field.alias or name}` | {required} | {_kind(field)} | {field.description or ''} |"


def _kind(field: FieldInfo) -> str:
    many = "lista: " if get_origin(_bare(field.annotation)) is list else ""
    part, enum = _part(field.annotation), _enum(field.annotation)
    if part is not None:
        return f"{many}se nedan"
    if enum is not None:
        return many + (", ".join(f"`{member.value}`" for member in enum) if len(enum) <= 6 else f"se *{_title(enum)}*")
    return many + _plain(field)


def _bare(annotation: Any) -> Any:
    inner = [part for part in get_args(annotation) if part is not type(None)]
    return inner[0] if type(None) in get_args(annotation) and inner else annotation


def _plain(field: FieldInfo) -> str:
    text = f"{field.annotation} {field.metadata}"
    word = next((word for sign, word in _SIGNS if sign in text), None)
    if word is not None:
        return word
    return next((_WORDS[kind] for kind in _types(field.annotation) if kind in _WORDS), "text")


_SIGNS = (
    ("_yes_no", "ja eller nej"),
    ("_month", "månad"),
    ("_day", "dag 1–31 eller sista"),
    ("Literal", "2"),
    ("a-z0-9-", "kod"),
)
_WORDS: dict[type, str] = {date: "datum", Decimal: "tal", int: "heltal"}


def _part(annotation: Any) -> type[BaseModel] | None:
    return next((kind for kind in _types(annotation) if issubclass(kind, BaseModel)), None)


def _enum(annotation: Any) -> type[StrEnum] | None:
    return next((kind for kind in _types(annotation) if issubclass(kind, StrEnum)), None)


def _types(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        yield annotation
    if get_origin(annotation) is Literal:
        return
    inner = get_args(annotation)
    for part in inner[:1] if get_origin(annotation) is Annotated else inner:
        yield from _types(part)


def _title(enum: type[StrEnum]) -> str:
    return _TITLES[enum.__name__]


_TITLES = {
    "OrganisationKind": "Typer av organisation",
    "Symbol": "Tecken",
    "OccasionKind": "Slag av tillfällen",
    "Content": "Innehåll",
    "AccountRow": "Rader i resultaträkningen",
    "Role": "Roller",
    "TermKey": "Ord i gränssnittet",
}


def _choices() -> str:
    enums = {
        enum.__name__: enum
        for _, model in _models()
        for field in model.model_fields.values()
        if (enum := _enum(field.annotation)) is not None and len(enum) > 6 and enum.__name__ != "TermKey"
    }
    lists = [
        f"**{_TITLES[name]}**: {', '.join(f'`{member.value}`' for member in enum)}\n" for name, enum in enums.items()
    ]
    return "\n".join(["## Värden att välja bland\n", *lists])


def _terms() -> str:
    rows = [f"| `{key.value}` | {' | '.join(forms)} |" for key, forms in DEFAULT_TERMS.items()]
    head = "| nyckel | singular | plural | bestämd form |\n|---|---|---|---|"
    return "\n".join(
        ["## Ord i gränssnittet\n", "Gäller när filens `termer` inte säger något annat.\n", head, *rows, ""]
    )


def _account_groups() -> str:
    rows = [
        f"| `{group.code}` | {group.name} | {group.account_from}–{group.account_to} | `{group.statement_row.value}` |"
        for group in DEFAULT_ACCOUNT_GROUPS
    ]
    head = "| kod | namn | konton | rad i resultaträkningen |\n|---|---|---|---|"
    return "\n".join(["## Kontogrupper\n", "Kommun-Bas, när filen inte har egna.\n", head, *rows, ""])


def main() -> None:
    """Write both files under the current folder."""
    (FOLDER / "styrmodell.schema.json").write_text(json_schema(), encoding="utf-8")
    (FOLDER / "styrmodell-format.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
