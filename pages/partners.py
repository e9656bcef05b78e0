"""Partners and data: who sent what, when, and what could not be used."""

from svd.ui import frame
from svd.ui.partners import show_faults, show_files, show_partnership, show_receipts

evidence, selection = frame.open_page("Partners and data")

show_receipts(evidence, selection)
show_files(evidence, selection)
show_faults(evidence, selection)
show_partnership(evidence)
