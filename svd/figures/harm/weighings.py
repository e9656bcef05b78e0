"""Which weighings an indicator admits: as harm, as harm without what outweighs all else, and as cost."""

from collections.abc import Iterator

from svd.catalogue.declarations import Indicator
from svd.catalogue.harm import WeightIndex, default_index, reason_left_out
from svd.measures.question import Question
from svd.measures.seen import find_indicator, list_sent, list_weighed, name_weighed

_KINDS = ("harm", "cost")


def find_weighings(question: Question) -> dict[str, Indicator]:
    """The question's indicator weighed in each way it admits, by the way's words, such as ``Harm without homicide``.

    Harm comes before cost, each by its default index. An index is admitted where it has a weight, or a reason for
    having none, for each offence counted; what it sets apart is left out where that leaves some and makes a difference.
    Only rates are weighed: a weighed sum is per resident, and what is declared a bare number is never to be that. An
    indicator that is weighed already admits its own index alone.
    """
    return {words: find_indicator(question.evidence.catalogue, name) for words, name in _list_names(question)}


def _list_names(question: Question) -> Iterator[tuple[str, str]]:
    indicator, catalogue = question.indicator, question.evidence.catalogue
    for index in _find_indices(question):
        weighed = set(list_weighed(catalogue, indicator, question.offences, index.id))
        if not weighed or not _is_explained(question, index, weighed):
            continue
        yield index.kind.capitalize(), name_weighed(indicator, index)
        apart = weighed & set(index.sets_apart)
        if index.kind == "harm" and apart and weighed - apart:
            words = f"Harm without {' and '.join(index.sets_apart)}"
            yield words, name_weighed(indicator, index, is_apart=True)


def _find_indices(question: Question) -> list[WeightIndex]:
    how, catalogue = question.indicator.calculation, question.evidence.catalogue
    if how.form == "weighed":
        return [catalogue.indices[how.weights]]
    is_weighable = how.basis == "facts" and how.form == "rate" and how.measure == "offences"
    defaults = [default_index(catalogue, kind) for kind in _KINDS] if is_weighable else []
    return [index for index in defaults if index is not None]


def _is_explained(question: Question, index: WeightIndex, weighed: set[str]) -> bool:
    """Whether every offence counted that the index doesn't weigh has a reason for that."""
    catalogue = question.evidence.catalogue
    sent = list_sent(catalogue, question.indicator)
    counted = sent if question.offences is None else sent & question.offences
    return all(reason_left_out(catalogue, index.id, [name]) for name in counted - weighed)
