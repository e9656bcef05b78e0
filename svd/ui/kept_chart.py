"""Charts of figures in a page and in a file; those of a page are kept where it names all that they rest on."""

from dataclasses import dataclass

from svd.ui.keep import keep
from svd.ui.show import show_spec, write_spec
from svd.views.chart_picture import draw_chart_picture
from svd.views.vega import Draw, Spec


def show_drawn(
    draw: Draw,
    figures: object,
    *,
    key: tuple = (),
    before: str = "",
    after: str = "",
    instead: str = "",
    **look: object,
) -> None:
    """``draw(figures, **look)`` as wide as its column, described in the chart's own words.

    ``before`` and ``after`` stand round those words, ``instead`` in their place. ``key`` names all that the figures and
    the look rest on, so that what was drawn serves again; without it the chart is drawn at every run.
    """
    spec, description = _draw_kept(key, draw, figures, look) if key else _draw(draw, figures, look)
    show_spec(spec, instead or f"{before}{description}{after}")


@keep(32)
def _draw_kept(key: tuple, _draw_it: Draw, _figures: object, _look: dict) -> tuple[Spec, str]:
    return _draw(_draw_it, _figures, _look)


def _draw(draw: Draw, figures: object, look: dict) -> tuple[Spec, str]:
    chart = draw(figures, **look)
    return write_spec(chart), chart.description


@dataclass(frozen=True)
class Picture:
    """A chart of ``figures`` under its finding: the page has that as its heading, a file holds it.

    ``title`` is the finding, ``beside`` the chart's own subtitle on the page, ``subtitle`` the one in a file; ``look``
    is shared by both.
    """

    draw: Draw
    figures: object
    title: str
    subtitle: str
    look: dict
    beside: str = ""

    def show(self, *, key: tuple = (), after: str = "", **size: object) -> None:
        """On the page; ``after`` ends its description, ``size`` is of the page alone; ``key`` as in ``show_drawn``."""
        look = {"title": "", "subtitle": self.beside, **self.look, **size}
        show_drawn(self.draw, self.figures, key=key, before=self.title, after=after, **look)

    def write(self, source_line: str) -> bytes:
        """As a PNG that says its finding, what it shows and where that comes from."""
        chart = self.draw(self.figures, title=self.title, subtitle=self.subtitle, **self.look)
        return draw_chart_picture(chart, source_line=source_line)
