"""Explore and export: the selection's figures or records at the level asked for, to look through and to take away."""

from svd.ui import frame
from svd.ui.explore import ask_listing, list_rows, show_extracts, show_files, show_heading, show_rows, show_shorthand

evidence, selection = frame.open_page("Explore and export")

listing = ask_listing(evidence, selection)
rows = list_rows(evidence, selection, listing)
show_heading(evidence, selection, listing, rows)
show_files(evidence, selection, listing, rows)
show_rows(evidence, selection, listing, rows)
show_extracts(evidence, selection, rows)
show_shorthand()
