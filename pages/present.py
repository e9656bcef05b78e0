"""Present: a slide each for the headlines, the map and each D, by arrow keys, with the place kept in the URL."""

from svd.ui import data, frame
from svd.ui.present import ask_slide, list_slides, show_controls, show_slide

evidence, selection = frame.open_page("Present", has_header=False)
scores = data.score_indicators(evidence, selection)

slides = list_slides(evidence.catalogue)
number = ask_slide(len(slides))
show_slide(slides, number, evidence, selection, scores)
show_controls(number, len(slides))
