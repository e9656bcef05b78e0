"""What an evaluation takes for granted, and how it is worked out, in words: shown beside every result."""

from svd.catalogue.wording import word_count_of
from svd.figures.evaluation import synthetic_control as synthetic
from svd.figures.evaluation.difference import LEVEL
from svd.figures.evaluation.evaluate import Evaluation
from svd.figures.evaluation.panel import LEAST_AFTER, LEAST_BEFORE, LEAST_EVENTS, LEAST_WARDS
from svd.figures.evaluation.placebo import MOST_GROUPS
from svd.measures.question import Evidence

_PARALLEL = (
    "**Alike but for the intervention.** Without it these wards would have risen or fallen in the same proportion as "
    "the comparison wards. The months before can speak for that; nothing can prove it."
)
_ALONE = (
    "**Nothing else at the same time.** No other project, event, change of patrols or of recording set in with it in "
    "these wards alone."
)
_CHOSEN = (
    "**Not chosen for a bad spell.** Wards picked because they had just had an unusually bad time fall back by "
    "themselves, whatever is done."
)
_ASKED = (
    "**Asked before the figures were seen.** Of twenty evaluations of nothing, about one looks like an effect: trying "
    "many indicators, wards or months until one does finds chance."
)


def list_assumptions(evidence: Evidence, found: Evaluation) -> list[str]:
    """The assumptions of this evaluation, a sentence or two each, as Markdown."""
    return [_PARALLEL, _ALONE, _word_spill(evidence, found), _CHOSEN, _ASKED, *found.panel.cautions]


def _word_spill(evidence: Evidence, found: Evaluation) -> str:
    near = set(evidence.geography.neighbours_of(found.design.treated)) & set(found.panel.counts.index)
    told = (
        f"{word_count_of(len(near), 'neighbour is', 'neighbours are')} among them: leave them out and see whether the "
        "answer changes"
        if near
        else "the wards that touch the treated ones are left out"
    )
    return (
        "**The comparison wards stayed as they were.** The intervention moved nothing into them and prevented nothing "
        f"there; {told}."
    )


def word_evaluation_method() -> str:
    """How an effect is worked out and tested, with the sources, for a method note."""
    return (
        "**Difference in differences.** Events by ward and month, in a Poisson regression with an effect for each "
        "ward, each month, and the treated wards after the start. The last is the effect: the treated wards' rate "
        "after over before, divided by the same of the comparison wards. Its variance is widened where months scatter, "
        "or the comparison wards' own changes differ, by more than chance; its 95% limits then follow Student's "
        f"distribution. An effect is called where p is below {LEVEL}, hardly any other group of wards did the like, "
        "and the trends before the start do not clearly differ; with the first alone it only may have. Month effects "
        "take out seasons and whatever moved all wards alike.\n\n"
        "**Placebo tests.** In place: each group of as many wards is taken as if it had the intervention "
        f"({MOST_GROUPS} with a fixed seed where there are more), and p is the share that changed as much by their own "
        "error. In time: a made-up start half way through the months before.\n\n"
        "**Synthetic control.** The mix of comparison wards, with weights that are not negative and sum to 1, whose "
        "rate per resident was nearest that of the treated wards before the start. Compared is how many times wider "
        f"the gap is after than before, with the same of other groups ({synthetic.MOST_GROUPS} where there are more). "
        f"It is not used with fewer than {synthetic.LEAST_WARDS} comparison wards or {synthetic.LEAST_BEFORE} months "
        "before, nor where it was a poor likeness: where before the start all gaps together exceed "
        f"{synthetic.MOST_LEVEL} times what chance brings, or those of a month {synthetic.MOST_MISS:.0f} times.\n\n"
        f"**Not tested** with fewer than {LEAST_WARDS} comparison wards, {LEAST_BEFORE} whole months before, "
        f"{LEAST_AFTER} after, or {LEAST_EVENTS} events of the treated wards before or expected after; nor where "
        "counts by ward are hidden or rounded. Months that are provisional, or not whole in every ward, are left out, "
        "and months before a break where enough are left.\n\n"
        "Sources: Wooldridge 2023, The Econometrics Journal 26:C31; Bertrand, Duflo and Mullainathan 2004, Quarterly "
        "Journal of Economics 119:249; MacKinnon and Webb 2020, Journal of Econometrics 218:435; Abadie, Diamond and "
        "Hainmueller 2010, Journal of the American Statistical Association 105:493; Bloom 1995, Evaluation Review "
        "19:547."
    )
