"""The whole of Styrmodell on one machine: embedded servers, and the one command that runs everything.

Stands apart from the apps: no app and no setting imports it. Where its servers listen is said in `config.sockets`.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
