"""From a catalogue entry to the address of its file: placeholders filled in, the newest file picked from a list."""

import json
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from urllib.parse import quote, unquote, urljoin, urlsplit

from svd.catalogue.open_data import Download, find_placeholders
from svd.errors import UserError
from svd.ingest.fetch.faults import RefusedError

_MOST_SHOWN = 12
_WHERE = {
    "area_code": "code in area.toml",
    "ward_codes": "the wards in the geo folder",
    "force": "police_force_id in area.toml, as data.police.uk names the force",
    "month": "the month, as --month 2026-01",
}


def check_values(entry: Download, values: Mapping[str, str]) -> None:
    """Raise UserError where something the address needs is not known."""
    missing = [_WHERE[name] for name in sorted(entry.needs) if not values.get(name)]
    if missing:
        raise UserError(f"{entry.id} can't be fetched without {' and '.join(missing)}.", "Give it and try again.")


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its placeholders filled in, for a file name or pattern."""
    return text.format(**{name: values[name] for name in find_placeholders(text)})


def fill_address(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its placeholders filled in so that no value can change the rest of the address."""
    return fill_in(text, {name: quote(value, safe=",") for name, value in values.items()})


def pick_file(listing: bytes, patterns: Sequence[str], base: str) -> str:
    """The address of the first file of a data set's ``listing`` (JSON, ``resources`` by id or in a row) that fits.

    The patterns are tried in turn, against title and file name; of several that fit one, that which the publisher
    puts first. Raises RefusedError naming the titles there are.
    """
    resources = _read_resources(listing)
    for pattern in patterns:
        for resource in resources:
            address = resource.get("url")
            if isinstance(address, str) and any(_fits(name, pattern) for name in _names(resource)):
                return urljoin(base, address)
    titles = "; ".join(sorted(_names(resource)[0] for resource in resources)[:_MOST_SHOWN])
    raise RefusedError(f"lists no file that fits {' or '.join(patterns)}; it lists: {titles or 'none'}")


def _read_resources(listing: bytes) -> list[dict]:
    try:
        content = json.loads(listing)
        resources = content["resources"]
        found = list(resources.values()) if isinstance(resources, dict) else list(resources)
    except (ValueError, KeyError, TypeError):
        raise RefusedError("sends no list of the data set's files") from None
    return sorted((each for each in found if isinstance(each, dict)), key=_order)


def _order(resource: dict) -> float:
    order = resource.get("order")
    return order if isinstance(order, int | float) else float("inf")


def _names(resource: dict) -> list[str]:
    file = unquote(urlsplit(str(resource.get("url") or "")).path).rsplit("/")[-1]
    return [str(resource.get("title") or resource.get("name") or file), file]


def _fits(name: str, pattern: str) -> bool:
    return fnmatchcase(name.strip().casefold(), pattern.casefold())
