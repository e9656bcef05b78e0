"""Evaluation: did what we did change anything? An intervention's wards before and after, against other wards."""

from svd.ui import data, frame
from svd.ui.evaluation import show_checks, show_effect, show_reason, show_synthetic
from svd.ui.evaluation_charts import Shown
from svd.ui.evaluation_design import ask_design

evidence, selection = frame.open_page("Evaluation")

design = ask_design(evidence, selection)
shown = Shown(evidence, data.evaluate_design(evidence, design))

if shown.found.effect is None:
    show_reason(shown)
else:
    show_effect(shown)
    show_checks(shown)
    show_synthetic(shown)
