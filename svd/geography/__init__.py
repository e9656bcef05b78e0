"""Geography: the area's wards, and which of them a point, postcode or small area is in."""

from svd.geography.place import place_rows
from svd.geography.wards import Geography, load_geography

__all__ = ["Geography", "load_geography", "place_rows"]
