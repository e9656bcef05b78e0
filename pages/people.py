"""People: who is hurt and who hurts, who comes back, fairness, and what one service sees and another does not."""

from svd.ui import choices, frame
from svd.ui.people_ages import show_ages
from svd.ui.people_fairness import show_fairness
from svd.ui.people_repeats import show_repeats
from svd.ui.people_services import show_services

PARTS = {
    "Age and sex": show_ages,
    "Repeat": show_repeats,
    "Fairness": show_fairness,
    "Police, hospital and ambulance": show_services,
}

evidence, selection = frame.open_page("People")
chosen = choices.ask_way("Part of the page", "people", {name: name for name in PARTS})
PARTS[chosen](evidence, selection)
