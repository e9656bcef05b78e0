"""Charts of figures in a page and in a file: drawn anew at every run, for that is quicker than to tell them apart."""

from dataclasses import dataclass

from svd.ui.show import show_chart
from svd.views.chart_picture import draw_chart_picture
from svd.views.vega import Draw


def show_drawn(
    draw: Draw, figures: object, *, before: str = "", after: str = "", instead: str = "", **look: object
) -> None:
    """``draw(figures, **look)`` as ``svd.ui.show.show_chart`` shows it, described in the chart's own words.

    ``before`` and ``after`` stand round those words, ``instead`` in their place.
    """
    chart = draw(figures, **look)
    show_chart(chart, instead or f"{before}{chart.description}{after}")


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

    def show(self, *, after: str = "", **size: object) -> None:
        """On the page; ``after`` ends its description, ``size`` is of the page alone."""
        look = {"title": "", "subtitle": self.beside, **self.look, **size}
        show_drawn(self.draw, self.figures, before=self.title, after=after, **look)

    def write(self, source_line: str) -> bytes:
        """As a PNG that says its finding, what it shows and where that comes from."""
        chart = self.draw(self.figures, title=self.title, subtitle=self.subtitle, **self.look)
        return draw_chart_picture(chart, source_line=source_line)
