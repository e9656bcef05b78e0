"""A chart as a PNG for slides and packs, written without a browser or a network."""

from textwrap import wrap

from svd.views.palette import MUTED
from svd.views.vega import LayerChart, Spec, write_png


def draw_chart_picture(
    chart: LayerChart, *, source_line: str = "", width: int = 960, height: int | None = None, scale: float = 2
) -> bytes:
    """The chart as PNG, ``scale`` times its size in pixels, with the source line below it."""
    sized = chart.properties(width=width) if height is None else chart.properties(width=width, height=height)
    return write_png(sign_chart(sized, source_line, width), scale)


def sign_chart(chart: LayerChart, source_line: str, width: int) -> Spec:
    """The dressed chart, of a width in pixels, with its source below; what only a page needs is taken off."""
    bare = chart.properties(autosize=None, usermeta=None)
    if not source_line:
        return bare.to_dict()
    lines = wrap(source_line, round(width / 7))
    size = {"fontSize": 14, "fontWeight": "normal", "lineHeight": 18, "offset": 16}
    title = {"text": lines, "orient": "bottom", "color": MUTED, **size}
    held = bare.properties(config=None).to_dict()
    return {"vconcat": [held], "title": title, "config": chart.settings["config"]}
