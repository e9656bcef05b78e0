"""The rules of the house, each a function of the project's root that gives its faults as sentences."""

import ast
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

FLOORS = (
    ("app", "pages"),
    (
        "svd.cli",
        "svd.cli_evidence",
        "svd.cli_files",
        "svd.cli_intake",
        "svd.cli_measure",
        "svd.cli_residents",
        "svd.__main__",
    ),
    ("svd.ui",),
    ("svd.intake",),
    ("svd.tasks",),
    ("svd.views", "svd.evidence"),
    ("svd.figures",),
    ("svd.measures",),
    ("svd.store", "svd.ingest"),
    ("svd.geography",),
    ("svd.catalogue",),
    ("svd.journal",),
    ("svd.stamp",),
    ("svd.disk",),
    ("svd.errors", "svd.paths", "svd.program", "svd.rows", "svd"),
    ("svd.stats",),
)
"""From the top down; a part imports itself and the floors below it, never its neighbour on the same floor."""

WINGS = ({"svd.ingest"}, {"svd.store", "svd.measures", "svd.figures"})
"""``ingest`` writes, ``store``, ``measures`` and ``figures`` read: neither wing imports the other."""

NEIGHBOURS = {
    ("svd.__main__", "svd.cli"),
    ("svd.paths", "svd.errors"),
}
MODULE_LINES, PAGE_LINES, FUNCTION_LINES = 300, 60, 50
ADMITS_STREAMLIT = {"app", "pages", "svd.ui"}
NAMELESS = {"utils", "helpers", "common", "misc"}
COUNTED_ELSEWHERE = {"groupby", "merge", "pivot", "pivot_table", "join", "agg", "aggregate"}
READS_NO_RECORDS = {"app", "pages", "svd.ui", "svd.views", "svd.evidence", "svd.figures"}
RECORD_CALLS = {"incidents_of", "count_incidents"}
TYPE_OPERATORS = (ast.BitOr, ast.BitAnd)
PATHS_NAMED = {"extracts", "folder", "home", "parent", "path", "place", "store", "target"}
"""What variables and attributes that hold a path are called."""
ONLY_COMMANDS = ("svd/cli", "svd/ingest/fetch/", "svd/intake/watch.py", "svd/tasks.py")
"""Where messages only reach who gave the command, and knows the folders."""
NO_PLACE = {"Borough", "City", "Council", "County", "District", "Royal", "North", "South", "East", "West"}


def find_modules(root: Path) -> Iterator[Path]:
    for pattern in ("app.py", "pages/*.py", "svd/**/*.py"):
        yield from sorted(root.glob(pattern))


def check_imports(root: Path) -> list[str]:
    """A part imports only floors below it, and the two wings never meet."""
    faults = []
    for path in find_modules(root):
        importer = _part(_module_name(root, path))
        for line, name in _imports(root, path):
            imported = _part(name)
            if imported and not _may_import(importer, imported):
                faults.append(f"{_at(root, path, line)}: {importer} must not import {imported}.")
    return faults


def check_streamlit(root: Path) -> list[str]:
    """Only the screen's own folders know Streamlit."""
    return [
        f"{_at(root, path, line)}: only svd/ui, app.py and pages may import {name}."
        for path in find_modules(root)
        if _part(_module_name(root, path)) not in ADMITS_STREAMLIT
        for line, name in _imports(root, path)
        if name.split(".")[0].startswith("streamlit")
    ]


def check_places(root: Path) -> list[str]:
    """No module names the area, its wards or their codes: those stand in data/ and geo/ only."""
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(name) for name in sorted(_places(root))) + r")\b")
    return [
        f"{_at(root, path, line)}: names the place {found.group()!r}; take it from data/ or geo/."
        for path in find_modules(root)
        for line, text in enumerate(_read(path).splitlines(), start=1)
        if (found := pattern.search(text))
    ]


def check_lengths(root: Path) -> list[str]:
    """Modules, pages and functions stay short enough to read in one go."""
    faults = []
    for path in find_modules(root):
        most = PAGE_LINES if path.parent.name == "pages" else MODULE_LINES
        lines = len(_read(path).splitlines())
        if lines > most:
            faults.append(f"{_at(root, path)}: {lines} lines, at most {most}.")
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = node.end_lineno - node.lineno + 1
                if lines > FUNCTION_LINES:
                    faults.append(f"{_at(root, path, node.lineno)}: {node.name} has {lines} lines, at most 50.")
    return faults


def check_finished(root: Path) -> list[str]:
    """No unfinished business, and no module named after nothing."""
    faults = [
        f"{_at(root, path, line)}: unfinished: {text.strip()}"
        for path in find_modules(root)
        for line, text in enumerate(_read(path).splitlines(), start=1)
        if re.search(r"\b(TODO|FIXME|XXX|NotImplementedError)\b", text)
    ]
    return faults + [
        f"{_at(root, path)}: name it after what it holds." for path in find_modules(root) if path.stem in NAMELESS
    ]


def check_pages(root: Path) -> list[str]:
    """A page asks and shows; it counts nothing itself, and knows svd.ui alone.

    Whatever else a page imports could be loaded by two sessions at once, before svd.ui has loaded it for all.
    """
    faults = []
    for path in sorted(root.glob("pages/*.py")):
        faults += [
            f"{_at(root, path, line)}: import {name} in svd/ui and not in a page."
            for line, name in _imports(root, path)
            if name.partition(".")[0] == "svd" and not f"{name}.".startswith("svd.ui.")
        ]
        for node in ast.walk(_tree(path)):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in COUNTED_ELSEWHERE and not _is_text(called.value):
                faults.append(f"{_at(root, path, node.lineno)}: no {called.attr} in a page; ask svd/figures.")
            if isinstance(node, ast.BinOp | ast.AugAssign) and not isinstance(node.op, TYPE_OPERATORS):
                faults.append(f"{_at(root, path, node.lineno)}: no arithmetic in a page; ask svd/figures.")
    return faults


def check_pins(root: Path) -> list[str]:
    """What the project imports is pinned in requirements.txt, so that a clean install has it."""
    pinned = {_plain(name) for name in re.findall(r"^([\w.-]+)(?:\[\w+\])?==", _read(root / "requirements.txt"), re.M)}
    sold_as = packages_distributions()
    faults = set()
    for path in find_modules(root):
        for line, name in _imports(root, path):
            top = name.split(".")[0]
            if top in sold_as and not pinned & {_plain(package) for package in sold_as[top]}:
                faults.add(f"{_at(root, path, line)}: {top} is imported but not pinned in requirements.txt.")
    return sorted(faults)


def check_records(root: Path) -> list[str]:
    """No record is read on a page's path: the tables that pages read are made in svd/measures, and protected there."""
    faults = []
    for path in find_modules(root):
        if _part(_module_name(root, path)) not in READS_NO_RECORDS:
            continue
        for node in ast.walk(_tree(path)):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and (called.attr in RECORD_CALLS or _names_records(called, node)):
                faults.append(f"{_at(root, path, node.lineno)}: reads records; ask a table of svd/measures.")
    return faults


def _names_records(called: ast.Attribute, call: ast.Call) -> bool:
    return called.attr == "table" and any(isinstance(a, ast.Constant) and a.value == "incidents" for a in call.args)


def check_messages(root: Path) -> list[str]:
    """What a fault says names no folder of the server, as a page may show it: a file's or folder's own name will do."""
    return [
        f"{_at(root, path, value.lineno)}: a message names the path {ast.unparse(value)}; say its name alone."
        for path in find_modules(root)
        if not path.relative_to(root).as_posix().startswith(ONLY_COMMANDS)
        for call in ast.walk(_tree(path))
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("Error")
        for value in _told_values(call)
        if PATHS_NAMED & set(ast.unparse(value).split(".")[-1:])
    ]


def _told_values(call: ast.Call) -> Iterator[ast.expr]:
    """What is filled into the texts the call is given."""
    for given in (*call.args, *(keyword.value for keyword in call.keywords)):
        yield from (node.value for node in ast.walk(given) if isinstance(node, ast.FormattedValue))


CHECKS: tuple[Callable[[Path], list[str]], ...] = (
    check_imports,
    check_streamlit,
    check_places,
    check_lengths,
    check_finished,
    check_pages,
    check_records,
    check_pins,
    check_messages,
)


def _may_import(importer: str, imported: str) -> bool:
    if importer == imported or (importer, imported) in NEIGHBOURS:
        return True
    if any(importer in WINGS[here] and imported in WINGS[1 - here] for here in (0, 1)):
        return False
    return _floor(imported) > _floor(importer)


def _floor(part: str) -> int:
    return next(number for number, parts in enumerate(FLOORS) if part in parts)


def _part(module: str) -> str:
    """The part of the house a module belongs to; empty for a package from outside, itself for an unknown folder."""
    top, *rest = module.split(".")
    if top != "svd":
        return top if top in FLOORS[0] else ""
    part = f"svd.{rest[0]}" if rest else "svd"
    assert any(part in parts for parts in FLOORS), f"{part} has no floor: add it to FLOORS"
    return part


def _imports(root: Path, path: Path) -> Iterator[tuple[int, str]]:
    """Line and full module name of every import; ``from svd import store`` counts as svd.store."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(root, path, node)
            for alias in node.names:
                is_part = base == "svd" and _is_module(root / "svd" / alias.name)
                yield node.lineno, f"svd.{alias.name}" if is_part else base


def _absolute(root: Path, path: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = path.parent.relative_to(root).parts
    base = package[: len(package) - node.level + 1]
    return ".".join([*base, *([node.module] if node.module else [])])


def _is_module(path: Path) -> bool:
    return path.is_dir() or path.with_suffix(".py").is_file()


def _module_name(root: Path, path: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _places(root: Path) -> set[str]:
    area = tomllib.loads(_read(root / "data/catalogue/area.toml"))["area"]
    names = {area["short_name"], area["code"], *re.findall(r"\b[A-Z][\w'-]+", area["name"])} - NO_PLACE
    for path in (root / "geo").glob("*.geojson"):
        for feature in json.loads(_read(path))["features"]:
            names |= {feature["properties"]["ward_name"], feature["properties"]["ward_code"]}
    return names


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _at(root: Path, path: Path, line: int = 1) -> str:
    return f"{path.relative_to(root).as_posix()}:{line}"


def _tree(path: Path) -> ast.Module:
    return ast.parse(_read(path))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
