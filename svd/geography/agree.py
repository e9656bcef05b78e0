"""Whether the catalogue's facts about the area are those of the files in geo/."""

from collections.abc import Iterator

from svd.catalogue import Catalogue
from svd.errors import CatalogueError
from svd.geography.wards import Geography


def check_area(catalogue: Catalogue, geography: Geography) -> None:
    """Raise CatalogueError listing every fact that the catalogue and the geography tell differently."""
    faults = list(_faults(catalogue, geography))
    if faults:
        raise CatalogueError(f"area.toml, area: {' '.join(faults)}", "Correct area.toml, or the files in geo/.")


def _faults(catalogue: Catalogue, geography: Geography) -> Iterator[str]:
    area, newest = catalogue.area, geography.resident_years[-1]
    if area.residents_year != newest:
        yield f"residents_year is {area.residents_year}, and the newest in residents.csv is {newest}."
    if area.ward_count != len(geography.ward_names):
        yield f"ward_count is {area.ward_count}, and the map has {len(geography.ward_names)} wards."
    unknown = [code for code in area.footfall if code not in geography.ward_names]
    if unknown:
        yield f"footfall names {', '.join(unknown)}, which the map lacks."
