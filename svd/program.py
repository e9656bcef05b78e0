"""This program's own code as what rests on it sees it: without comments and docstrings, which change no result."""

import ast
import contextlib
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_ROOT = Path(__file__).resolve().parent.parent
_PACKAGE = Path(__file__).resolve().parent.name


class Module(NamedTuple):
    """What is known of one file of code: a hash of what it does, and every name of ours that it imports."""

    does: str
    imports: tuple[str, ...]


@lru_cache(maxsize=32)
def hash_code(*modules: str, root: Path = _ROOT) -> str:
    """A hash of what ``modules`` of ours and all of ours that they import do; comments and docstrings have no part.

    Another version of Python gives another hash. ``root`` is the folder that holds the package.
    """
    memo = root / _PACKAGE / "__pycache__" / f"program.{sys.implementation.cache_tag}.json"
    known = _load(memo)
    found = find_modules(modules, root, known)
    _save(memo, known)
    told = "\n".join(f"{name} {module.does}" for name, module in sorted(found.items()))
    return hashlib.sha256(f"{sys.version}\n{told}".encode()).hexdigest()


def find_modules(names: tuple[str, ...], root: Path, known: dict[str, Module]) -> dict[str, Module]:
    """``names`` and every module of ours that they import, however far; ``known`` is what files hold, by their hash."""
    found: dict[str, Module] = {}
    left = list(names)
    while left:
        name = left.pop()
        path = _find_file(name, root)
        if path is None or name in found:
            continue
        content = path.read_bytes()
        key = hashlib.sha256(content).hexdigest()
        if key not in known:
            known[key] = _read(content)
        found[name] = known[key]
        # Importing a module runs each package that it lies in.
        packages = [name.rsplit(".", up)[0] for up in range(1, name.count(".") + 1)]
        left += [*packages, *known[key].imports]
    return found


def _find_file(name: str, root: Path) -> Path | None:
    """The file of the module; None for a name that is none, such as a function imported from one."""
    place = root.joinpath(*name.split("."))
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()), None)


def _read(content: bytes) -> Module:
    tree = ast.parse(content)
    imports = tuple(sorted({name for name in _list_imports(tree) if name.split(".")[0] == _PACKAGE}))
    for node in ast.walk(tree):
        for field, value in ast.iter_fields(node):
            if isinstance(value, list):
                setattr(node, field, [each for each in value if not _is_said(each)])
    return Module(hashlib.sha256(ast.dump(tree).encode()).hexdigest(), imports)


def _is_said(node: object) -> bool:
    """Whether the statement is a text that stands by itself: a docstring, or the like of one below a constant."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _list_imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _load(memo: Path) -> dict[str, Module]:
    """What was read before, by the hash of each file: reading all code anew takes as long as a build of nothing new."""
    try:
        return {key: Module(does, tuple(imports)) for key, (does, imports) in json.loads(memo.read_bytes()).items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _save(memo: Path, known: Mapping[str, Module]) -> None:
    """Write ``known`` whole or not at all; a folder that can't be written goes without."""
    with contextlib.suppress(OSError):
        if len(known) == len(_load(memo)):
            return
        memo.parent.mkdir(exist_ok=True)
        handle, part = tempfile.mkstemp(dir=memo.parent)
        with open(handle, "w", encoding="utf-8") as file:
            json.dump(known, file)
        os.replace(part, memo)
