"""Everything that one run scores."""

from __future__ import annotations

from collections.abc import Sequence

from kaohe.office.planning.models import Cycle, Indicator
from kaohe.office.scoring.moments import Moment
from kaohe.office.scoring.rows.events import events_of
from kaohe.office.scoring.rows.facts import Leaf, facts_from
from kaohe.office.scoring.rows.figures import figures_of
from kaohe.office.scoring.rows.targets import earlier_figures, targets_of
from kaohe.office.scoring.rows.units import KnownUnit, keys_of, units_of
from kaohe.scheme.model import Scheme
from kaohe.scoring.facts import Dataset, Decision

NOW = Moment()


def dataset(
    cycle: Cycle,
    scheme: Scheme,
    moment: Moment = NOW,
    *,
    units: Sequence[KnownUnit] | None = None,
    decisions: Sequence[Decision] = (),
) -> Dataset:
    """Read the data of one run from the rows of the office: a fixed number of queries, however many units there are.

    Parameters
    ----------
    scheme
        The published scheme that the data are for.
    moment
        What was known when, and which figures count.
    units
        Units as an earlier run froze them; None: those of the moment.
    decisions
        Recorded decisions of people: vetoes, grades and scores that were set.

    Returns
    -------
    Dataset
        Equal, by its hash, to what `kaohe.scoring.reading.read_data` reads from the folder that
        `kaohe.office.scoring.folder.write_folder` writes.
    """
    known = keys_of(units_of(cycle, moment) if units is None else units)
    by_code = {leaf.code: leaf for leaf in scheme.leaves}
    codes = dict(Indicator.objects.filter(cycle=cycle, code__in=by_code).values_list("pk", "code"))
    leaves = {key: Leaf(by_code[code]) for key, code in codes.items()}
    targets, earlier = targets_of(cycle, moment, codes), earlier_figures(cycle, moment, scheme)
    return Dataset(
        units=tuple(known.values()),
        facts=facts_from(figures_of(cycle, moment), leaves, known, targets, earlier),
        events=tuple(events_of(cycle, moment, scheme, known)),
        decisions=tuple(decisions),
    )
