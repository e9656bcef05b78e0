"""Hot spots: where events gather beyond chance, and whether a place is new, emerging, persistent or past."""

from svd.ui import frame, hot_spots

evidence, selection = frame.open_page("Hot spots")
question, has_streets = hot_spots.ask_question(evidence, selection)
hot_spots.show_spots(question, has_streets=has_streets)
