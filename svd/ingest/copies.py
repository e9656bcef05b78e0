"""The same file twice, under two names: it counts once."""

from collections.abc import Sequence

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.schema import PROBLEMS
from svd.ingest.conform import concat_tables
from svd.ingest.problems import list_whole
from svd.ingest.received import ReceivedFile
from svd.ingest.recognise import is_synthetic, recognise_by_name


def drop_copies(files: Sequence[ReceivedFile], catalogue: Catalogue) -> tuple[list[ReceivedFile], pd.DataFrame]:
    """``files`` without those whose content another has, and a warning for each left out.

    Kept is the name that is marked as made up, else the file of which a person said what it is, else a name that tells
    its source, else the shortest: not 'copy of ...'.
    """

    def rank(file: ReceivedFile) -> tuple:
        name = file.path.name
        is_told = bool(file.source or file.accepted)
        return (
            not is_synthetic(name),
            not is_told,
            recognise_by_name(name, catalogue) is None,
            len(file.name),
            file.name,
        )

    kept: dict[str, ReceivedFile] = {}
    warnings = []
    for file in sorted(files, key=rank):
        first = kept.setdefault(file.sha256, file)
        if first is not file:
            source = recognise_by_name(file.path.name, catalogue)
            warnings.append(list_whole(source.id if source else None, file.name, "same_content", first.name))
    return sorted(kept.values(), key=lambda file: file.name), concat_tables(warnings, PROBLEMS)
