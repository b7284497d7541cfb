"""The answer to «may I?»."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True, slots=True)
class Verdict:
    """True, or a Swedish reason the page can show."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason

    def require(self) -> None:
        """Raise PermissionDenied with the reason unless allowed."""
        if self.reason:
            raise PermissionDenied(self.reason)


ALLOWED = Verdict()
