"""The project keeps the rules of the house, and each rule is seen to fail on a small tree that breaks it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import house

PROJECT = Path(__file__).resolve().parents[2]
AREA = '[area]\nname = "Borough of Upham and Downley"\nshort_name = "UDBC"\ncode = "E09000099"\n'
PINS = "pandas==3.1.1\nibis-framework[duckdb]==12.0.0\nstreamlit==1.67.0\n"
WARD = {"type": "Feature", "properties": {"ward_name": "Mill & Ford", "ward_code": "E05099001"}, "geometry": None}


def build_project(root: Path, **modules: str) -> Path:
    """A project that keeps every rule, with ``modules`` (``svd__store__cube`` for svd/store/cube.py) added to it."""
    texts = {"data/catalogue/area.toml": AREA, "requirements.txt": PINS}
    texts["geo/wards.geojson"] = json.dumps({"type": "FeatureCollection", "features": [WARD]})
    texts |= {f"svd/{part}/__init__.py": "" for part in ("ui", "views", "figures", "store", "ingest", "catalogue")}
    texts |= {"svd/errors.py": "", "svd/paths.py": "from svd.errors import UserError\n"}
    texts |= {f"{name.replace('__', '/')}.py": text for name, text in modules.items()}
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("check", house.CHECKS, ids=lambda check: check.__name__)
def test_the_project_keeps_every_rule(check: Callable[[Path], list[str]]) -> None:
    assert check(PROJECT) == []


@pytest.mark.parametrize("check", house.CHECKS, ids=lambda check: check.__name__)
def test_a_clean_tree_has_no_faults(tmp_path: Path, check: Callable[[Path], list[str]]) -> None:
    page = "import streamlit as st\nfrom svd.ui import show\n\ncolumns: list | None = None\nst.title(', '.join('ab'))\n"
    measures = "import pandas as pd\nimport ibis\nfrom svd.store import cube\nfrom svd import paths\nfrom . import a\n"
    root = build_project(
        tmp_path, pages__trends=page, svd__ui__show="import streamlit\n", svd__figures__measures=measures
    )

    assert check(root) == []


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("svd__store__cube", "from svd.figures import rates"),
        ("svd__store__cube", "import svd.views.charts"),
        ("svd__store__cube", "from svd import ui"),
        ("svd__store__cube", "from ..views import charts"),
        ("svd__store__cube", "def late():\n    from svd.ui import show\n"),
        ("svd__store__cube", "from svd.ingest import read"),
        ("svd__ingest__read", "from svd.store import cube"),
        ("svd__ingest__read", "from svd.figures import rates"),
        ("svd__figures__rates", "from svd.ingest import read"),
        ("svd__catalogue__load", "from svd.geography import wards"),
        ("svd__errors", "from svd.paths import Paths"),
        ("svd__ui__show", "from pages import trends"),
        ("svd__stats__limits", "from svd.errors import UserError"),
        ("svd__stats__limits", "from svd.figures import rates"),
    ],
)
def test_an_import_upward_or_across_is_a_fault(tmp_path: Path, module: str, text: str) -> None:
    faults = house.check_imports(build_project(tmp_path, **{module: text}))

    assert len(faults) == 1 and faults[0].startswith(module.replace("__", "/"))


def test_a_folder_without_a_floor_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="svd.attic has no floor"):
        house.check_imports(build_project(tmp_path, svd__attic__box="import svd.errors"))


@pytest.mark.parametrize("text", ["import streamlit as st", "from streamlit_folium import st_folium"])
def test_streamlit_below_the_screen_is_a_fault(tmp_path: Path, text: str) -> None:
    assert len(house.check_streamlit(build_project(tmp_path, svd__views__maps=text))) == 1


@pytest.mark.parametrize("text", ["# Downley only", "name = 'Mill & Ford'", "'E09000099'", "'E05099001'", "'UDBC'"])
def test_a_place_in_the_code_is_a_fault(tmp_path: Path, text: str) -> None:
    assert len(house.check_places(build_project(tmp_path, svd__views__maps=text))) == 1


def test_a_word_that_holds_a_place_is_none(tmp_path: Path) -> None:
    assert house.check_places(build_project(tmp_path, svd__views__maps="# Uphampton, a Borough")) == []


@pytest.mark.parametrize(
    ("module", "head", "lines"),
    [
        ("svd__store__cube", "if True:\n", house.MODULE_LINES),
        ("pages__trends", "if True:\n", house.PAGE_LINES),
        ("svd__store__cube", "def count_all():\n", house.FUNCTION_LINES),
    ],
)
def test_one_line_too_many_is_a_fault(tmp_path: Path, module: str, head: str, lines: int) -> None:
    longest = head + "    a = 1\n" * (lines - 1)

    assert house.check_lengths(build_project(tmp_path, **{module: longest})) == []
    assert len(house.check_lengths(build_project(tmp_path, **{module: longest + "    a = 1\n"}))) == 1


@pytest.mark.parametrize("text", ["# TODO: later", "# FIXME", "raise NotImplementedError"])
def test_unfinished_business_is_a_fault(tmp_path: Path, text: str) -> None:
    assert len(house.check_finished(build_project(tmp_path, svd__store__cube=text))) == 1


def test_a_module_named_after_nothing_is_a_fault(tmp_path: Path) -> None:
    assert len(house.check_finished(build_project(tmp_path, svd__store__utils=""))) == 1


@pytest.mark.parametrize("text", ["f.groupby('a')", "f.merge(g)", "g.f.pivot('a')", "a = b * 2", "a += 1"])
def test_counting_in_a_page_is_a_fault(tmp_path: Path, text: str) -> None:
    assert len(house.check_pages(build_project(tmp_path, pages__trends=text))) == 1


@pytest.mark.parametrize("text", ["from svd import store", "from svd.figures.explore import word_comparison"])
def test_a_page_that_loads_more_than_the_screen_is_a_fault(tmp_path: Path, text: str) -> None:
    assert len(house.check_pages(build_project(tmp_path, pages__trends=text))) == 1


def test_a_page_may_load_the_screen(tmp_path: Path) -> None:
    text = "from svd.ui import frame\nfrom svd.ui.trend import show_years"
    assert house.check_pages(build_project(tmp_path, pages__trends=text)) == []


@pytest.mark.parametrize(
    "module", ["svd__ui__show", "svd__figures__places__week", "svd__figures__people__ages", "pages__trends"]
)
@pytest.mark.parametrize("text", ["s.incidents_of('a')", "s.count_incidents('a')", "s.table('incidents')"])
def test_reading_records_for_a_page_is_a_fault(tmp_path: Path, module: str, text: str) -> None:
    assert len(house.check_records(build_project(tmp_path, **{module: text}))) == 1


def test_the_build_reads_records(tmp_path: Path) -> None:
    modules = {"svd__measures__places": "s.table('incidents')", "svd__ui__show": "s.table('coverage')"}

    assert house.check_records(build_project(tmp_path, **modules)) == []


@pytest.mark.parametrize("told", ["{folder}", "{path}", "{path.parent}", "{self.store}", "{folder!r}"])
def test_a_message_that_names_a_path_is_a_fault(tmp_path: Path, told: str) -> None:
    text = f"raise StoreError(f'There is no store in {told}.', 'Build it.')"
    assert len(house.check_messages(build_project(tmp_path, svd__store__cube=text))) == 1
    for fine in (text.replace(told, "{path.parent.name}"), text.replace("StoreError", "print")):
        assert house.check_messages(build_project(tmp_path, svd__store__cube=fine)) == []


@pytest.mark.parametrize("text", ["import pytest", "from hypothesis import given"])
def test_an_import_without_a_pin_is_a_fault(tmp_path: Path, text: str) -> None:
    assert len(house.check_pins(build_project(tmp_path, svd__store__cube=text))) == 1
