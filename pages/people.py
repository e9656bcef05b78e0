"""People: who is hurt and who hurts, by age and sex, each feed by itself."""

from svd.ui import frame
from svd.ui.people_ages import show_ages

evidence, selection = frame.open_page("People")
show_ages(evidence, selection)
