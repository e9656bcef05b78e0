"""About: what the dashboard is, what it rests on, and how its figures are made, all from the catalogue."""

from svd.ui import frame
from svd.ui.about import show_attribution, show_sections

evidence, selection = frame.open_page("About")

show_sections(evidence)
show_attribution(evidence)
