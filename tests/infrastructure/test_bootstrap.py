"""Making the environment from nothing: what can be tried without a network. The rest is tried by `make` itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from config.env import ROOT
from scripts import bootstrap, libraries, run_checks, sbom, system_packages
from scripts.run_checks import Audit


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty place for the environment."""
    monkeypatch.setattr(bootstrap, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / ".venv" / "installed-requirements")
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    return tmp_path / ".venv"


def fake_python(environment: Path) -> None:
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "python").symlink_to(sys.executable)


def test_an_environment_that_matches_is_left_alone(environment: Path) -> None:
    fake_python(environment)
    bootstrap.STAMP.write_text(f"base {bootstrap.requirement_hash('base')}")
    before = sorted(environment.rglob("*"))
    bootstrap.ensure_environment("base")
    assert sorted(environment.rglob("*")) == before


def test_a_developers_environment_serves_the_demo_too(environment: Path) -> None:
    fake_python(environment)
    bootstrap.STAMP.write_text(f"dev {bootstrap.requirement_hash('dev')}")
    bootstrap.ensure_environment("base")
    assert bootstrap.installed()[0] == "dev"


@pytest.mark.parametrize(
    ("stamp", "expected"), [(None, ("dev", "")), ("base ", ("base", "")), ("dev abc", ("dev", "abc"))]
)
def test_an_environment_of_unknown_origin_is_never_emptied(
    environment: Path, stamp: str | None, expected: tuple[str, str]
) -> None:
    fake_python(environment)
    if stamp is not None:
        bootstrap.STAMP.write_text(stamp)
    assert bootstrap.installed() == expected


def test_no_environment_is_seen_as_none(environment: Path) -> None:
    assert bootstrap.installed() == ("", "")


def test_a_failing_step_says_what_to_do(environment: Path) -> None:
    with pytest.raises(bootstrap.BootstrapError, match=r"PIP_INDEX_URL[\s\S]*ajajaj"):
        bootstrap.run([sys.executable, "-c", "import sys; sys.exit('ajajaj')"], dict(os.environ))


def test_the_packed_pip_works_and_its_index_is_handed_to_uv(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = https://index.example/simple\ncert = /etc/ca.pem\n")
    for name in ("PIP_INDEX_URL", "PIP_CERT", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    assert bootstrap.index_settings() == {
        "UV_DEFAULT_INDEX": "https://index.example/simple",
        "SSL_CERT_FILE": "/etc/ca.pem",
    }
    monkeypatch.setenv("UV_INDEX_URL", "https://other.example/simple")
    monkeypatch.setenv("SSL_CERT_FILE", "/own.pem")
    assert bootstrap.index_settings() == {}


def test_the_packed_pip_is_whole_and_carries_its_licence() -> None:
    with zipfile.ZipFile(bootstrap.PIP) as wheel:
        assert wheel.testzip() is None
        assert any(name.endswith("LICENSE.txt") for name in wheel.namelist())


def test_an_unknown_level_is_refused() -> None:
    result = subprocess.run(
        [sys.executable, "scripts/bootstrap.py", "allt"], cwd=ROOT, capture_output=True, check=False
    )
    assert result.returncode == 2


@pytest.mark.parametrize("name", ["base", "dev", "uv"])
def test_every_locked_package_has_a_version_and_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    blocks = [block for block in re.split(r"\n(?=\S)", text) if block.strip()]
    assert blocks
    for block in blocks:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", block), block.splitlines()[0]
        assert "--hash=sha256:" in block, block.splitlines()[0]
    assert "://" not in text


def test_everything_asked_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for name, asked in (
        ("base", project["project"]["dependencies"]),
        ("dev", project["project"]["dependencies"] + project["dependency-groups"]["dev"]),
    ):
        locked = set(re.findall(r"^([a-z0-9._-]+)(?:\[|==)", (ROOT / "requirements" / f"{name}.txt").read_text(), re.M))
        wanted = {re.split(r"[\[<>=~ ]", item)[0].lower().replace("_", "-").replace(".", "-") for item in asked}
        assert wanted <= {package.replace("_", "-").replace(".", "-") for package in locked}


def test_unpacked_libraries_are_found_by_a_new_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert libraries.environment(tmp_path) == {}
    (libraries.folder(tmp_path) / "usr" / "lib" / "x86_64-linux-gnu").mkdir(parents=True)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/own")
    found = libraries.environment(tmp_path)["LD_LIBRARY_PATH"].split(":")
    assert found == [str(libraries.folder(tmp_path) / "usr" / "lib" / "x86_64-linux-gnu"), "/own"]


def test_without_libraries_and_without_apt_it_is_said_that_pdfs_are_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(libraries, "NEEDED", ("libfinnsinte.so.0",))
    monkeypatch.setenv("PATH", str(tmp_path))
    said: list[str] = []
    libraries.ensure(tmp_path, said.append)
    assert said == [libraries.ADVICE]


def test_missing_programs_are_named_with_the_command_that_installs_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system_packages.main() == 1
    assert "apt-get install chromium poppler-utils" in capsys.readouterr().err


def report(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": list(packages)})


CLEAN = {"name": "a", "version": "1", "vulns": []}
VULNERABLE = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1"}]}
SKIPPED = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("text", "errors", "answer", "words"),
    [
        (report(CLEAN, CLEAN), "", Audit.NONE_KNOWN, "ok, 2 packages"),
        (report(CLEAN, SKIPPED), "", Audit.NOT_ASKED, "ok for 1 packages, 1 NOT CHECKED"),
        (report(SKIPPED, SKIPPED), "", Audit.NOT_ASKED, "NOT CHECKED: the advisory service answered for none of 2"),
        ("", "ServiceError: Connection reset", Audit.NOT_ASKED, "NOT CHECKED"),
        ("", "usage: pip-audit", Audit.FAILED, "FAILED"),
        (report(CLEAN, VULNERABLE, SKIPPED), "", Audit.FAILED, "FAILED"),
    ],
)
def test_what_the_audit_could_not_ask_is_never_called_clean(text: str, errors: str, answer: Audit, words: str) -> None:
    judged, verdict, _ = run_checks.judge_audit(text, errors)
    assert (judged, verdict.startswith(words)) == (answer, True)


@pytest.mark.parametrize(
    ("answer", "alone", "among_all", "warns"),
    [(Audit.NONE_KNOWN, 0, 0, False), (Audit.FAILED, 1, 1, False), (Audit.NOT_ASKED, 2, 0, True)],
)
def test_an_audit_that_asked_nobody_fails_alone_and_is_told_last_among_the_checks(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: Audit,
    alone: int,
    among_all: int,
    warns: bool,
) -> None:
    monkeypatch.setattr(run_checks, "audit", lambda: answer)
    monkeypatch.setattr(run_checks, "commands", lambda: iter([("nothing", [sys.executable, "-c", ""])]))
    assert run_checks.main(["--audit"]) == alone
    capsys.readouterr()
    assert run_checks.main([]) == among_all
    said = capsys.readouterr().out.strip().splitlines()
    assert ("until somebody answers" in said[-1]) is warns


def test_the_list_of_what_the_program_is_made_of_has_every_locked_package_with_its_hashes(tmp_path: Path) -> None:
    assert sbom.write(tmp_path / "sbom.json") == 0
    listed = json.loads((tmp_path / "sbom.json").read_text())
    locked = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements/base.txt").read_text(), re.MULTILINE)
    assert listed["bomFormat"] == "CycloneDX"
    assert listed["metadata"]["component"]["name"] == "styrmodell"
    assert sorted((part["name"], part["version"]) for part in listed["components"]) == sorted(locked)
    assert all(part["externalReferences"][0]["hashes"] for part in listed["components"])
