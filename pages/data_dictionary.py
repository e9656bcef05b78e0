"""Data dictionary: what each feed holds, on which terms, column by column, with the template made from them."""

from svd.ui import frame
from svd.ui.dictionary import choose_feed, show_columns, show_contract

evidence, selection = frame.open_page("Data dictionary")

feed = choose_feed(evidence)
show_contract(feed)
show_columns(feed)
