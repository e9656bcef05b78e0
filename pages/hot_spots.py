"""Hot spots: where events gather beyond chance, and whether a place is new, emerging, persistent or past."""

from svd.ui import frame, hot_spots

evidence, selection = frame.open_page("Hot spots")
question = hot_spots.ask_question(evidence, selection)
part, has_streets = hot_spots.ask_part()
hot_spots.show_part(question, part, has_streets=has_streets)
