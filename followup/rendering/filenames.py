"""Names of exported files: `<kommun>_<rapporttyp>_<balansdag>.pdf`, for a nämnd `<kommun>_<namnd>_<rapporttyp>_<år>`.

Lower case a–z, underscore between parts and hyphen within. Drafts end `_utkast`, corrected reports `_v2`.
"""

from __future__ import annotations

from followup.document.model import Meta


def filename(meta: Meta, extension: str) -> str:
    """Return the file name of a report, with its extension (pdf, xlsx or json)."""
    parts = [meta.municipality.slug]
    if meta.organisation:
        parts.append(meta.organisation.slug)
    parts.append(meta.report_code)
    parts.append(str(meta.cutoff.year) if meta.year_in_name else meta.cutoff.isoformat())
    if meta.version > 1:
        parts.append(f"v{meta.version}")
    if meta.is_draft:
        parts.append("utkast")
    return f"{'_'.join(parts)}.{extension}"
