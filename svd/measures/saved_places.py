"""Finds the tables by place and hour of a version where they are saved, or has them made and saves them."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from svd.catalogue import Catalogue
from svd.disk import put_folder_in_place
from svd.geography.wards import Geography
from svd.measures.book import Book, find_restatement, read_book, restate
from svd.measures.build import write_book
from svd.measures.cells import name_sent
from svd.measures.cube import Cube
from svd.measures.place_tables import build_places, list_place_sources, list_sent_offences
from svd.measures.places import Places, read_places, write_places
from svd.store.store import Store

FORMAT = 2
"""Written anew with every change of what the tables hold."""
_FOLDER, _UNFINISHED = "places-", ".unfinished-"


def find_places(store: Store, catalogue: Catalogue, geography: Geography, restated: date) -> Path:
    """The folder, there or not, of the store's tables under what changes them: no caption is among that."""
    shapes = hashlib.sha256(b"".join(geography.wards.geometry.to_wkb())).hexdigest()
    declared = [
        [
            source.id,
            catalogue.rules[source.small_number_rule].hide_up_to,
            catalogue.hot_spots.cell_m[source.location_precision],
            [[name, name_sent(catalogue, source, name)] for name in list_sent_offences(catalogue, source)],
        ]
        for source in list_place_sources(catalogue)
    ]
    text = json.dumps([FORMAT, store.version, declared, shapes, str(restated)])
    return store.folder / f"{_FOLDER}{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def prepare_places(
    store: Store,
    catalogue: Catalogue,
    geography: Geography,
    find_key: Callable[[], bytes | None],
    today: date,
    months: tuple[int, ...],
    find_cube: Callable[[], Cube],
) -> Places:
    """The store's tables: read where they are saved, else made and saved with what the book now says was shown.

    ``find_key`` gives None where no rule applies; ``months``: those of the year in which shown totals are written anew;
    ``find_cube`` gives what else is shown, which is written into the book before.
    """
    folder = find_places(store, catalogue, geography, find_restatement(months, today))
    if folder.is_dir():
        return read_places(folder)
    key = find_key()
    cube = None if key is None else find_cube()
    book = None if key is None else read_book(store.folder.parents[1], key)
    if book is not None:
        restate(book, months, today)
    places = replace(build_places(store, catalogue, geography, book, cube), name=folder.name)
    _save(places, book, folder)
    return places


def _save(places: Places, book: Book | None, folder: Path) -> None:
    """Write the book, then the tables into ``folder`` within the version: they are there whole or not at all."""
    unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder.parent))
    try:
        write_places(places, unfinished)
        if book is not None:
            write_book(book, folder.parents[2])
        put_folder_in_place(unfinished, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    for other in folder.parent.glob(f"{_FOLDER}*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
