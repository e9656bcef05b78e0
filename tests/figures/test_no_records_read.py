"""No figure and no page reads records of people: what they show of them was counted and protected in the build."""

from pathlib import Path

import pytest

import svd

READS = ("incidents_of(", "count_incidents(", '.table("incidents")', ".table('incidents')")
"""How a store's records are read."""
PLACES = "figures/places"


def find_readers(program: Path) -> list[str]:
    """Files of figures and pages that read records, but for those about places."""
    paths = [*(program / "figures").rglob("*.py"), *(program / "ui").rglob("*.py"), *(program / "views").rglob("*.py")]
    return [
        path.relative_to(program).as_posix()
        for path in sorted(paths)
        if not path.relative_to(program).as_posix().startswith(PLACES)
        and any(read in path.read_text(encoding="utf-8") for read in READS)
    ]


def test_figures_and_pages_read_no_records():
    assert find_readers(Path(svd.__path__[0])) == []


@pytest.mark.parametrize("read", READS)
def test_a_figure_that_reads_records_is_found(tmp_path, read):
    for folder in ("figures/people", "figures/places", "ui", "views"):
        (tmp_path / folder).mkdir(parents=True)
    call = f"found = store{'' if read.startswith('.') else '.'}{read}\n"
    (tmp_path / "figures/people/ages.py").write_text(call, encoding="utf-8")
    (tmp_path / "figures/places/located.py").write_text(call, encoding="utf-8")

    assert find_readers(tmp_path) == ["figures/people/ages.py"]
