"""Partners and data: who sent what, when, what could not be used, and what to write to whom."""

from svd.ui import choices, frame
from svd.ui.feeds import show_agreements, show_feeds, show_indicators
from svd.ui.messages import show_messages
from svd.ui.partners import show_faults, show_files, show_partnership, show_receipts
from svd.ui.revisions import show_revisions

PARTS = {
    "Received": (show_receipts,),
    "Quality": (show_feeds, show_indicators),
    "Messages": (show_messages,),
    "Files": (show_files,),
    "Revisions": (show_revisions,),
    "Rows set aside": (show_faults,),
    "Agreements": (show_agreements, show_partnership),
}

evidence, selection = frame.open_page("Partners and data")
chosen = choices.ask_way("Part of the page", "part", {name: name for name in PARTS})
for show_part in PARTS[chosen]:
    show_part(evidence, selection)
