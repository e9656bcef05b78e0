"""Compare wards: which differ from the borough, which stand out, and which place each could hold."""

from svd.ui import frame, ward_comparison

evidence, selection = frame.open_page("Compare wards")
asked = ward_comparison.ask_comparison(evidence, selection)
ward_comparison.show_comparison(evidence, selection, asked)
