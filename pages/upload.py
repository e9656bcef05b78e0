"""Upload: a partner's file is checked, its effect shown, and accepted or discarded; what was accepted can be undone."""

from svd.ui import frame
from svd.ui.upload import ask_file, show_faults, show_oddities, show_preview
from svd.ui.upload_accept import show_decision, show_effect, show_history

evidence, selection = frame.open_page("Upload")

upload = ask_file(evidence.catalogue)
if upload is not None:
    show_faults(upload)
    reasons = show_oddities(upload)
    show_effect(upload, evidence)
    show_decision(upload, reasons)
    show_preview(upload)
show_history(evidence)
