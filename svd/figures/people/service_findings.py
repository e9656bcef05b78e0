"""What police, hospital and ambulance say of violence side by side, in plain words, and why they differ."""

from collections.abc import Sequence

import pandas as pd

from svd.catalogue.declarations import SmallNumberRule
from svd.catalogue.wording import word_count_of, word_number, word_range
from svd.figures.people.service_gaps import PER, Gap
from svd.figures.people.services import AMBULANCE, COUNTED_AS, HOSPITAL, POLICE, SERVICE_NAMES, Counted
from svd.measures.result import UNALLOCATED

_SAW = {
    HOSPITAL: "the emergency department saw {} people after an assault",
    AMBULANCE: "ambulances went to {} assaults",
}
_MOST_NAMES = 5


def word_gaps(gaps: Sequence[Gap], before: Counted | None) -> tuple[str, str]:
    """What hospital and ambulance see for every 100 police offences and whether it changed by the test; and before.

    The second sentence gives the earlier figures, or why there is no test.
    """
    shown = [gap for gap in gaps if not pd.isna(gap.value)]
    if not shown:
        return "Hospital and ambulance can't be set beside the police: a count is hidden, missing or zero.", ""
    saw = [
        _SAW[gap.service].format(f"{word_number(gap.value)} ({word_range(gap.lower, gap.upper, 0)})") for gap in shown
    ]
    opening = f"For every {PER} police offences of violence with injury, {' and '.join(saw)}"
    tested = [gap for gap in shown if gap.verdict != "not tested"]
    if before is None or not tested:
        reason = next((gap.reason for gap in shown if gap.reason), "there is no period before")
        return f"{opening}.", f"Change not tested: {reason}."
    changed = [gap for gap in tested if gap.verdict != "no clear change"]
    untested = [gap for gap in shown if gap not in tested]
    named = tested if untested else changed
    verdict = "; ".join(_word_verdict(gap) for gap in named) or "no clear change"
    earlier = " and ".join(f"{SERVICE_NAMES[gap.service]} {word_number(gap.value_before)}" for gap in tested)
    reasons = "".join(f" {SERVICE_NAMES[gap.service]} not tested: {gap.reason}." for gap in untested)
    return f"{opening}: {verdict}.", f"Before, in {before.period}: {earlier}.{reasons}"


def _word_verdict(gap: Gap) -> str:
    what = f"{SERVICE_NAMES[gap.service].lower()} {COUNTED_AS[gap.service]}"
    return f"no clear change in {what}" if gap.verdict == "no clear change" else f"{what} {gap.verdict}"


def word_left_out(counted: Counted) -> str:
    """How many months are left out of all three, and who did not send them; an empty text where none is."""
    if counted.left_out.empty:
        return ""
    who = " and ".join(SERVICE_NAMES[name] for name in counted.lacking)
    months = word_count_of(len(counted.left_out), "month is", "months are")
    return f"{months} left out of all three in {counted.period}: not received whole from {who}."


def word_loose(counted: Counted, service: str) -> str:
    """How many events of the service, and of the police, have no known ward and so are in no ward's figure."""
    loose = counted.wards[counted.wards["ward_code"] == UNALLOCATED].set_index("service")["count"]
    parts = []
    for one in (service, POLICE):
        of = counted.count_of(one)
        if loose.get(one, 0) > 0 and not pd.isna(of):
            parts.append(f"{word_number(loose[one])} of {word_number(of)} {COUNTED_AS[one]}")
    return f"In no ward's figure, for their ward is not known: {' and '.join(parts)}." if parts else ""


def word_ward_gaps(wards: pd.DataFrame, service: str) -> str:
    """In which wards the service goes more often than police offences would suggest, or less often."""
    known = wards[wards["compared"] != "not compared"]
    if known.empty:
        return f"{SERVICE_NAMES[service]} against police: no ward can be compared, for the numbers are small."
    parts = [
        f"{_join(known.loc[known['compared'] == word, 'ward_name'])} {way}"
        for word, way in (("higher", "more"), ("lower", "less"))
        if (known["compared"] == word).any()
    ]
    opening = f"{SERVICE_NAMES[service]} for every {PER} police offences"
    if not parts:
        return f"{opening}: no ward clearly differs from the others."
    return f"{opening}: {'; '.join(parts)} than elsewhere."


def word_why() -> str:
    """Why the three differ and what the difference is not."""
    return (
        "They count different things. Some people never report to the police; some are hurt too little for an "
        "ambulance, or go by themselves; some come from elsewhere, or are hurt here and treated elsewhere; one event "
        "may be in all three or in one. So no figure says how much violence there is, none is an upper or a lower "
        "bound of it, and they are never added together. A change in the ratio may be a change in reporting, in "
        "recording or in violence."
    )


def word_service_method(rule: SmallNumberRule) -> str:
    """How the ratio, its limits, its test and the wards' words are made; for a method note."""
    return (
        f"{word_why()}\n\n**Months:** only those that all three sent whole; others are left out of all three.\n\n"
        f"**Ratio:** events for every {PER} police offences of violence with injury. 95% limits: exact, given the sum "
        "of the two counts (Clopper and Pearson 1934), wider by what rounding adds to them. **Change:** the logarithm "
        "of the ratio now over the ratio before, with the variance of four Poisson counts and of their rounding, made "
        "wider where the months scatter more than chance; "
        "called below p 0.0027, never across a dated break, and never of provisional months alone.\n\n"
        "**Wards:** each ward's ratio against that of all wards with both figures; more or less where the 99.8% limits "
        "leave it out, may be where only the 95% limits do. Both limits are wider by what rounding adds to a count. A "
        "quarter or more of hospital records may have no ward, and an ambulance's ward is where it was sent.\n\n"
        f"**Small numbers:** the police's counts are exact, as published. Of hospital and ambulance: {rule.words}"
    )


def _join(names: pd.Series) -> str:
    listed = list(names)
    if len(listed) > _MOST_NAMES:
        return f"{len(listed)} wards"
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"
