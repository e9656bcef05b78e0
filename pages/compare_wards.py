"""Compare wards: each ward's figure and its interval against the borough."""

from svd.ui import frame, ward_intervals, ward_view

evidence, selection = frame.open_page("Compare wards")
indicator = ward_view.ask_indicator(evidence, selection, is_bare=True)
view = ward_view.view_wards(evidence, selection, indicator)
ward_intervals.show_intervals(evidence, selection, view)
