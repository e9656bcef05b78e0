"""A chart as a PNG for slides and packs, written without a browser or a network."""

from textwrap import wrap

import altair as alt
import vl_convert

from svd.views.palette import MUTED


def draw_chart_picture(
    chart: alt.LayerChart, *, source_line: str = "", width: int = 960, height: int | None = None, scale: float = 2
) -> bytes:
    """The chart as PNG, ``scale`` times its size in pixels, with the source line below it."""
    sized = chart.properties(width=width) if height is None else chart.properties(width=width, height=height)
    return vl_convert.vegalite_to_png(sign_chart(sized, source_line, width).to_dict(), scale=scale)


def sign_chart(chart: alt.LayerChart, source_line: str, width: int) -> alt.LayerChart | alt.VConcatChart:
    """The dressed chart, of a width in pixels, with its source below; what only a page needs is taken off."""
    bare = chart.copy(deep=False)
    bare.config = bare.autosize = bare.usermeta = alt.Undefined
    if not source_line:
        return bare.properties(config=chart.config)
    lines = wrap(source_line, round(width / 7))
    size = {"fontSize": 14, "fontWeight": "normal", "lineHeight": 18, "offset": 16}
    return alt.vconcat(bare, title=alt.Title(lines, orient="bottom", color=MUTED, **size), config=chart.config)
