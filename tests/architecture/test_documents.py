"""What the product offers stands in its documents: a command or page without words there is a fault."""

import re
from pathlib import Path

import pytest

from svd.cli import main
from tests.browser.visit import TITLES

PROJECT = Path(__file__).resolve().parents[2]


def read_document(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(main.commands))
def test_the_readme_shows_every_command(command: str) -> None:
    assert f"python -m svd {command}" in read_document("README.md")


@pytest.mark.parametrize("title", TITLES)
def test_the_user_guide_has_a_section_on_every_page(title: str) -> None:
    assert f"\n### {title}\n" in read_document("docs/user-guide.md")


@pytest.mark.parametrize("name", ["README.md", "docs/user-guide.md", "docs/decisions.md", "CHANGELOG.md"])
def test_every_link_to_a_file_leads_to_one(name: str) -> None:
    missing = [link for link in find_links(read_document(name)) if not (PROJECT / name).parent.joinpath(link).exists()]

    assert missing == []


def test_a_link_to_nowhere_would_be_found() -> None:
    assert find_links("[a](docs/a.md#part), ![b](b.png), [c](https://example.org), [d](#here)") == [
        "docs/a.md",
        "b.png",
    ]


def find_links(text: str) -> list[str]:
    """The files that a document links to, without the part of them it points at."""
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    return [link.split("#")[0] for link in links if not link.startswith(("http", "#"))]
