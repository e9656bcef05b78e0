"""What every reader holds its rows against: the catalogue's words and the area's wards."""

from dataclasses import dataclass

import pandas as pd

from svd.catalogue import Catalogue
from svd.geography.wards import Geography
from svd.ingest.words import look_up


@dataclass(frozen=True, eq=False)
class Reference:
    """The catalogue and the geography of one area."""

    catalogue: Catalogue
    geography: Geography

    def find_wards(self, codes: pd.Series) -> pd.Series:
        """``codes`` in capitals where the area has that ward; null elsewhere."""
        names = self.geography.ward_names
        return look_up(codes, lambda code: code.upper() if code.upper() in names else None)

    def names_area(self, texts: pd.Series) -> pd.Series:
        """Whether each text is the area's whole name or code; a name that only begins alike is another place."""
        area = self.catalogue.area
        ours = {name.casefold() for name in (area.name, area.short_name, area.code)}
        return look_up(texts, lambda text: text.casefold() in ours, "bool")
