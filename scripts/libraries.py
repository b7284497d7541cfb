"""The system libraries WeasyPrint draws text with, for a machine that lacks them.

They are fetched as Debian packages by apt, from the sources this machine is set up for, and unpacked under
``VAR_DIR``: nothing is installed in the system and no administrator is needed. Standard library only.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape  # writes only; nothing is parsed

NEEDED = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
ADVICE = f"PDF kan inte skapas här förrän systemets bibliotek Pango finns ({', '.join(PACKAGES)} i Debian)."


def system_has_them() -> bool:
    """Whether every library loads from the system's own places."""
    try:
        for name in NEEDED:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def folder(var_dir: Path) -> Path:
    """Where the unpacked packages lie."""
    return var_dir / "system-libraries"


def environment(var_dir: Path) -> dict[str, str]:
    """Variables that make a new process find the unpacked libraries; empty when the system has its own."""
    root = folder(var_dir)
    if not root.exists():
        return {}
    places = [str(path) for path in sorted((root / "usr" / "lib").glob("*-linux-*")) if path.is_dir()]
    if os.environ.get("LD_LIBRARY_PATH"):
        places.append(os.environ["LD_LIBRARY_PATH"])
    variables = {"LD_LIBRARY_PATH": ":".join(places)}
    if not Path("/etc/fonts/fonts.conf").exists():
        variables["FONTCONFIG_PATH"] = str(root / "etc" / "fonts")
    return variables


def ensure(var_dir: Path, say: Callable[[str], None]) -> None:
    """Fetch and unpack the libraries unless they are there. Failing is told, not raised: only PDFs need them."""
    if folder(var_dir).exists() or system_has_them():
        return
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        say(ADVICE)
        return
    say("Hämtar bibliotek för PDF …")
    try:
        _fetch(var_dir)
    except (OSError, subprocess.CalledProcessError):
        say(ADVICE)


def _fetch(var_dir: Path) -> None:
    """Let apt keep its lists in our folder, download what is missing, unpack, and put the whole in place at once."""
    work = var_dir / "apt"
    shutil.rmtree(work, ignore_errors=True)
    for name in ("lists/partial", "archives/partial", "root"):
        (work / name).mkdir(parents=True)
    options = {
        "Dir::State::lists": str(work / "lists"),
        "Dir::Cache": str(work),
        "Dir::Cache::archives": str(work / "archives"),
        "Dir::Cache::pkgcache": "",
        "Dir::Cache::srcpkgcache": "",
        "Acquire::Languages": "none",
        "APT::Sandbox::User": "",
        "Debug::NoLocking": "1",
    }
    apt = ["apt-get", "-qq", "-y", *(part for item in options.items() for part in ("-o", "=".join(item)))]
    for step in (["update"], ["--no-install-recommends", "--download-only", "install", *PACKAGES]):
        subprocess.run([*apt, *step], check=True, capture_output=True, stdin=subprocess.DEVNULL)
    for package in (work / "archives").glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", str(package), str(work / "root")], check=True, capture_output=True)
    _tell_where_fonts_are(work / "root", folder(var_dir) / "usr" / "share" / "fonts")
    (work / "root").rename(folder(var_dir))
    shutil.rmtree(work, ignore_errors=True)


def _tell_where_fonts_are(root: Path, fonts: Path) -> None:
    """Fontconfig's own file names the system's folders only."""
    settings = root / "etc" / "fonts" / "conf.d"
    settings.mkdir(parents=True, exist_ok=True)
    text = f"<?xml version='1.0'?><fontconfig><dir>{escape(str(fonts))}</dir></fontconfig>\n"
    (settings / "00-unpacked.conf").write_text(text, encoding="utf-8")
