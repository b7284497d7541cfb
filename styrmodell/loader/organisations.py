"""The organisation tree and its ledger codes, in and out of the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from styrmodell.loader.rows import columns_of, part_of
from styrmodell.loader.schema import OrganisationEntry
from styrmodell.loader.sync import Changes, sync, update
from styrmodell.models import LedgerCode, Municipality, Organisation


def apply_organisations(municipality: Municipality, nodes: Sequence[OrganisationEntry], changes: Changes) -> None:
    """Make the tree like the file's. Organisations that the file does not name stay, for their history's sake."""
    flat = list(_flatten(nodes, None))
    wanted = {node.code: {"position": place, **columns_of(node, Organisation)} for place, (node, _) in enumerate(flat)}
    existing = Organisation.objects.filter(municipality=municipality)
    changes.kept += [row.name for row in existing if row.code not in wanted]
    rows = sync(existing, wanted, {"municipality": municipality}, changes, remove=False)
    for node, parent in flat:
        update(rows[node.code], {"parent_id": rows[parent].pk if parent else None}, changes)
    _apply_ledger_codes(municipality, {node.code: node.ledger_codes for node, _ in flat}, rows, changes)


def _flatten(nodes: Sequence[OrganisationEntry], parent: str | None) -> Sequence[tuple[OrganisationEntry, str | None]]:
    flat: list[tuple[OrganisationEntry, str | None]] = []
    for node in nodes:
        flat += [(node, parent), *_flatten(node.children, node.code)]
    return flat


def _apply_ledger_codes(
    municipality: Municipality,
    codes: Mapping[str, Sequence[str]],
    rows: Mapping[str, Organisation],
    changes: Changes,
) -> None:
    """A code that has moved in the file moves here too."""
    wanted = {code: rows[owner].pk for owner, owned in codes.items() for code in owned}
    mine = {row.pk for row in rows.values()}
    kept: set[str] = set()
    for row in LedgerCode.objects.filter(municipality=municipality):
        if wanted.get(row.code) == row.organisation_id:
            kept.add(row.code)
        elif row.code in wanted or row.organisation_id in mine:
            row.delete()
            changes.removed += 1
    fresh = [
        LedgerCode(municipality=municipality, organisation_id=owner, code=code)
        for code, owner in wanted.items()
        if code not in kept
    ]
    LedgerCode.objects.bulk_create(fresh)
    changes.created += len(fresh)


def export_organisations(municipality: Municipality) -> list[OrganisationEntry]:
    """The tree as it stands in the file, in its order (two queries)."""
    rows = list(Organisation.objects.filter(municipality=municipality).order_by("position", "pk"))
    codes: dict[int, list[str]] = {}
    for organisation_id, code in (
        LedgerCode.objects.filter(municipality=municipality).values_list("organisation_id", "code").order_by("pk")
    ):
        codes.setdefault(organisation_id, []).append(code)
    children: dict[int | None, list[Organisation]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    return _nodes(children, codes, None)


def _nodes(
    children: Mapping[int | None, Sequence[Organisation]], codes: Mapping[int, list[str]], parent: int | None
) -> list[OrganisationEntry]:
    return [
        part_of(
            OrganisationEntry,
            row,
            ledger_codes=codes.get(row.pk, []),
            children=_nodes(children, codes, row.pk),
        )
        for row in children.get(parent, ())
    ]
