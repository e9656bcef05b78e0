"""The parts of the whole that are no wards: the cells of a map and the hours of a week, as places of answers."""

CELL, HOURS, WARD, AREA = "cell", "hours", "ward", "area"
_APART = " of "
NOWHERE = "none"


def name_cell(side: int, number: int | None = None) -> str:
    """The name of a cell of so many metres; without a number of what is in no cell."""
    return f"{CELL}{_APART}{side}{_APART}{NOWHERE if number is None else number}"


def name_hours(number: int) -> str:
    """The name of a block of the week."""
    return f"{HOURS}{_APART}{number}"


def read_cell(place: str) -> tuple[int, int]:
    """The metres across and the number of a cell, -1 for what is in none."""
    _, side, number = place.split(_APART)
    return int(side), -1 if number == NOWHERE else int(number)


def find_list(place: str, area: str) -> str:
    """Which list of parts the place is of, or that it is the area: parts of two lists overlap."""
    if place == area:
        return AREA
    return next((name for name in (CELL, HOURS) if place.startswith(f"{name}{_APART}")), WARD)
