"""Who lives in a ward: residents by age band with bars of their share, and the whole area's share as a line on each."""

import pandas as pd

from svd.catalogue.wording import word_number, word_share
from svd.views.embed import embed_svg
from svd.views.palette import DARK_BLUE, GRID, INK, PAPER

_WIDTH, _HEIGHT = 130, 18
_HEADS = ("Age", "Residents", "Ward", "Share", "Borough")


def draw_residents(shares: pd.DataFrame) -> str:
    """An HTML table, a row a band of ``share_residents``."""
    reach = shares[["share", "area_share"]].max().max()
    rows = "".join(_row(band, reach) for band in shares.itertuples())
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    head = f"<caption>Bar: this ward. Line: the borough.</caption><thead><tr>{heads}</tr></thead>"
    table = f'<table class="svd-spine svd-residents">{head}<tbody>{rows}</tbody></table>'
    return f'<div class="svd-spine-fits">{table}</div>'


def _row(band: object, reach: float) -> str:
    ages = band.age_band.replace("-", "–")
    return (
        f'<tr><th scope="row">{ages}</th><td>{word_number(band.residents)}</td><td>{word_share(band.share)}</td>'
        f"<td>{_draw_bar(band.share / reach, band.area_share / reach)}</td><td>{word_share(band.area_share)}</td></tr>"
    )


def _draw_bar(share: float, area_share: float) -> str:
    line = f"M{2 + area_share * (_WIDTH - 4):.1f} 0 V{_HEIGHT}"
    shapes = (
        f'<rect y="4" width="{_WIDTH}" height="10" fill="{GRID}" opacity="0.6"/>'
        f'<rect y="4" width="{share * _WIDTH:.1f}" height="10" fill="{DARK_BLUE}"/>'
        f'<path d="{line}" stroke="{PAPER}" stroke-width="5"/><path d="{line}" stroke="{INK}" stroke-width="2"/>'
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}">'
    return embed_svg(f"{head}{shapes}</svg>", "", _WIDTH, _HEIGHT)
