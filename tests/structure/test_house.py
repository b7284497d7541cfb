"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "ui", "styrmodell", "goals", "budget", "followup", "demo")
MAY_MARK_SAFE = ("ui/templatetags/", "ui/charts/", "ui/drawing/", "followup/rendering/", "followup/templatetags/")
MODULE_LINES, FUNCTION_LINES, VIEW_LINES, TEMPLATE_LINES, TEMPLATE_WIDTH = 500, 40, 25, 150, 160

ENVIRONMENT = r"\bos\.(environ(\[[^]]*\] =(?!=)|\.(update|pop|setdefault|clear)\b)|putenv)|del os\.environ"
SAFE_MARKUP = r"\bmark_safe\(|\bSafeString\("
NO_ESCAPE = r"\|safe\b|autoescape off"
INLINE = r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)"
FLOAT = r"\bfloat\("
SENT_TASK = r"\.delay\(|\.apply_async\(|\.send_task\("
RAW = r"django\.db\.models\.signals|GenericForeignKey|import pickle|yaml\.load\((?!.*Loader=safe_loader)|\.raw\(|\.extra\("
CLOCK = r"timezone\.(now|localdate)\(|timezone\.localtime\(\)|date\.today\(|datetime\.now\(|auto_now"

# Negative control: what each rule forbids, and what looks like it and is allowed.
SAMPLES = [
    (
        ENVIRONMENT,
        ('os.environ["A"] = "1"', "os.environ.pop(name)"),
        ('os.environ["A"] == "1"', "os.environ.get(name)"),
    ),
    (
        SAFE_MARKUP,
        ("return mark_safe(text)", "SafeString(text)"),
        ("format_html('<b>{}</b>', text)", "unmark_safe(text)"),
    ),
    (NO_ESCAPE, ("{{ text|safe }}", "{% autoescape off %}"), ("{{ text|safely }}", "{% autoescape on %}")),
    (
        INLINE,
        ('<p style="x">', "<p onclick=a()>", "<script>a()</script>", '<a href="javascript:a()">'),
        ('<p class="x">', '<script src="/a.js"></script>', '<a href="/javascript/">', "<p data-only=x>"),
    ),
    (FLOAT, ("float(amount)", "x = float('1')"), ("is_float(amount)", "def to_float_less(x): ...")),
    (SENT_TASK, ("work.delay(1)", "work.apply_async()"), ("work.delayed(1)", "jobs.order(kind=KIND)")),
    (
        RAW,
        ("Goal.objects.raw(sql)", "rows.extra(where=[sql])", "import pickle", "yaml.load(text)"),
        ("yaml.load(text, Loader=safe_loader)", "rows.extract()"),
    ),
    (CLOCK, ("timezone.now()", "date.today()"), ("clock.now()", "clock.today()")),
]


def modules(*apps_: str) -> Iterator[Path]:
    for app in apps_ or APPS:
        yield from (path for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts)


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def code_lines(node: ast.FunctionDef) -> int:
    """Lines of a function without its docstring."""
    doc = node.body[0] if ast.get_docstring(node) else None
    return (node.end_lineno or 0) - node.lineno + 1 - ((doc.end_lineno - doc.lineno + 1) if doc else 0)


def offenders(text: str, *apps_: str, allowed: tuple[str, ...] = ()) -> list[str]:
    found = [relative(path) for path in modules(*apps_) if re.search(text, path.read_text())]
    return [name for name in found if not name.startswith(allowed)]


def test_modules_and_functions_are_short():
    long_modules = [relative(p) for p in modules() if len(p.read_text().splitlines()) > MODULE_LINES]
    long_functions = [
        f"{relative(path)}:{node.name} {code_lines(node)}"
        for path in modules()
        for node in functions(path)
        if code_lines(node) > FUNCTION_LINES
    ]
    assert (long_modules, long_functions) == ([], [])


def test_views_are_thin():
    views = [path for path in modules() if "views" in path.parts or path.name == "views.py"]
    found = [
        f"{relative(p)}:{n.name} {code_lines(n)}" for p in views for n in functions(p) if code_lines(n) > VIEW_LINES
    ]
    filters = [relative(path) for path in views if ".filter(" in path.read_text()]
    assert (found, filters) == ([], [])


def test_no_view_hides_a_view():
    """A view is called by what the page does: then its models and arguments can be called by what they are."""
    hidden = []
    for path in (path for path in modules() if "views" in path.parts or path.name == "views.py"):
        views = {node.name: node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}
        for name, view in views.items():
            stored = {n.id for n in ast.walk(view) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
            arguments = {argument.arg for argument in (*view.args.args, *view.args.kwonlyargs)}
            hidden += [f"{relative(path)}:{name} {other}" for other in (stored | arguments) & views.keys()]
    assert hidden == []


def test_every_public_function_says_what_it_is_for():
    missing = [
        f"{relative(path)}:{node.name}"
        for path in modules()
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        if node.name not in {"Migration"} and not node.name.endswith("Config")
    ]
    assert missing == []


def test_a_class_name_means_one_thing():
    """The database's rows have the plain word; see docs/glossary.md for what the others add to it."""
    named: dict[str, list[str]] = defaultdict(list)
    for path in modules(*APPS, "config", "devserver"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and node.name != "Command":
                named[node.name].append(relative(path))
    assert {name: paths for name, paths in named.items() if len(paths) > 1} == {}


def test_nothing_changes_the_environment_while_it_runs():
    """Threads share it, and so does every program that is started meanwhile."""
    assert offenders(ENVIRONMENT) == []


def test_safe_markup_is_made_in_few_places():
    assert offenders(SAFE_MARKUP, allowed=MAY_MARK_SAFE) == []


def test_files_are_handed_over_in_one_way():
    assert offenders(r"FileResponse|\[.Content-Disposition.\] =", allowed=("styrmodell/http.py",)) == []


def test_no_autoescape_is_switched_off_in_templates():
    pages = list((ROOT / "templates").rglob("*.html"))
    assert [relative(p) for p in pages if re.search(NO_ESCAPE, p.read_text())] == []


def test_pages_have_no_inline_style_or_script():
    pages = [page for page in (ROOT / "templates").rglob("*.html") if "followup/document/print" not in relative(page)]
    assert [relative(page) for page in pages if re.search(INLINE, page.read_text())] == []


def templates() -> Iterator[Path]:
    """Every template but the sprite, which has one symbol a line."""
    yield from (path for path in sorted((ROOT / "templates").rglob("*.html")) if path.name != "sprite.html")


def test_templates_and_their_lines_are_short():
    long = [relative(path) for path in templates() if len(path.read_text().splitlines()) > TEMPLATE_LINES]
    wide = [
        f"{relative(path)}:{number}"
        for path in templates()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > TEMPLATE_WIDTH
    ]
    assert (long, wide) == ([], [])


def test_no_space_stands_before_a_comma_that_a_template_adds():
    """The formatter breaks the line between two tags in a row: what begins with a comma would get a space before it."""
    pattern = re.compile(r"^\s*\{% if [^%]*%\}\s*[,.:;)]", re.MULTILINE)
    assert [relative(path) for path in templates() if pattern.search(path.read_text())] == []


def test_components_are_drawn_in_one_place():
    pattern = r'class="(crumbs|notice|empty|dot|panel__head)[ "]'
    pages = [path for path in templates() if "components" not in path.parts]
    assert [relative(path) for path in pages if re.search(pattern, path.read_text())] == []


def test_every_component_is_used_by_a_page():
    tags = (ROOT / "ui/templatetags/components.py").read_text()
    pages = "".join(path.read_text() for path in templates() if "komponenter" not in path.parts)
    components = [relative(path).removeprefix("templates/") for path in (ROOT / "templates/components").glob("*.html")]
    assert [name for name in components if f'"{name}"' not in tags + pages] == []
    assert [tag for tag in re.findall(r"^def (\w+)", tags, re.MULTILINE) if f"{{% {tag} " not in pages] == []


def test_money_is_never_a_float():
    assert offenders(r"\bFloatField\b") == []
    assert offenders(FLOAT, "budget") == []


def test_tasks_are_sent_after_commit_only():
    assert offenders(SENT_TASK, allowed=("styrmodell/jobs.py",)) == []


def test_no_signals_generic_keys_or_raw_pickles():
    assert offenders(RAW) == []


def test_one_clock_tells_what_day_it_is():
    """The rest measure how long something takes: a job's lease, and how long an account has been there."""
    own_time = ("ui/clock.py", "styrmodell/models/job.py", "accounts/models.py")
    assert offenders(CLOCK, allowed=own_time) == []


@pytest.mark.parametrize(("rule", "forbidden", "allowed"), SAMPLES)
def test_a_rule_finds_what_it_forbids_and_nothing_else(rule, forbidden, allowed):
    assert [sample for sample in forbidden if not re.search(rule, sample)] == []
    assert [sample for sample in allowed if re.search(rule, sample)] == []


def test_there_is_no_room_for_leftovers():
    names = {path.stem for path in modules()} | {path.parent.name for path in modules()}
    assert names & {"utils", "util", "helpers", "common", "misc"} == set()


@pytest.mark.parametrize("app", APPS)
def test_every_app_says_what_it_owns(app):
    lines = (ROOT / app / "README.md").read_text().splitlines()
    assert 3 <= len(lines) <= 40


def test_every_table_belongs_to_a_municipality():
    """Tenancy: the key for row-level security and sharding."""
    people = {"accounts.User", "accounts.Mail"}  # they may have roles in several, or none yet
    outside = {*people, "styrmodell.Municipality", "styrmodell.AuditEvent"}  # some events have no tenant yet
    missing = []
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            is_history = model.__name__.endswith("Event") and hasattr(model, "pgh_tracked_model")
            if is_history or model._meta.auto_created or model._meta.label in outside:
                continue
            field = next((f for f in model._meta.fields if f.attname == "municipality_id"), None)
            if field is None or field.null:
                missing.append(model._meta.label)
    assert missing == []


def test_migrations_stand_in_one_line():
    assert MigrationLoader(None).detect_conflicts() == {}


def test_the_project_reads_nothing_outside_itself():
    words = re.compile(r"\.\./shared|/work/|farm-|pypi\.org|pythonhosted|deb\.debian|registry\.npmjs")
    kinds = {".py", ".md", ".toml", ".yml", ".yaml", ".html", ".css", ".js", ".txt", ".json", ""}
    skip = {
        ".git",
        ".venv",
        "var",
        "__pycache__",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
        "staticfiles",
    }
    files = [
        p for p in ROOT.rglob("*") if p.is_file() and p.suffix in kinds and not skip & set(p.relative_to(ROOT).parts)
    ]
    found = [relative(p) for p in files if p != Path(__file__) and words.search(p.read_text(errors="ignore"))]
    assert found == []


def test_two_who_made_migrations_at_once_put_them_in_order() -> None:
    """One last migration in each app: git merges two without a word, and the database refuses them."""
    assert MigrationLoader(None).detect_conflicts() == {}


@pytest.mark.xdist_group("kept together")
def test_tests_of_a_group_are_kept_in_one_process(request: pytest.FixtureRequest) -> None:
    """What is made once for a group is else made once in every process, and nobody would be told."""
    in_groups = getattr(request.config.option, "loadgroup", False)
    assert request.node.nodeid.endswith("@kept together") == in_groups
