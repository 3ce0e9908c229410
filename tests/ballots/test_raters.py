import csv
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from kaohe.ballots.raters import Rating, leans, own_group_lean, rater_profiles

ratings = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), st.integers(0, 100).map(lambda n: (n, 1)), max_size=12
).map(lambda given: [Rating(rater, subject, points) for (rater, subject), points in given.items()])


@given(ratings)
def test_leans_on_one_subject_cancel_out(cast):
    sums = defaultdict(Fraction)
    for rating, lean in leans(cast):
        sums[rating.subject] += Fraction(*lean)
    assert set(sums.values()) <= {0}


@given(ratings)
def test_raters_who_judged_alone_have_no_profile(cast):
    together = {r.rater for r in cast if any(o.subject == r.subject and o.rater != r.rater for o in cast)}
    assert {p.rater for p in rater_profiles(cast)} == together


def test_the_most_generous_rater_comes_first():
    cast = [Rating("b", "x", (60, 1)), Rating("a", "x", (90, 1)), Rating("c", "x", (90, 1))]
    assert [(p.rater, p.lean) for p in rater_profiles(cast)] == [("a", (15, 1)), ("c", (15, 1)), ("b", (-30, 1))]


def test_own_people_are_compared_with_others():
    cast = [Rating("a", "x", (9, 1)), Rating("b", "x", (7, 1)), Rating("a", "y", (6, 1)), Rating("b", "y", (6, 1))]
    assert own_group_lean(cast, {"a": "A", "b": "B"}, {"x": "A", "y": "C"}) == ((2, 1), (-2, 3))
    assert own_group_lean(cast, {}, {}) is None


def test_skating_judges_favour_their_own_country(shared):
    folder = shared / "judges"
    nations = {}
    with (folder / "performances_2016_17_dev.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            nations[row["performance_id"]] = (row["competition"], row["program"], row["nation"])
    seats = {}
    with (folder / "judge_seats_2016_17_dev.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            seats[row["competition"], row["program"], row["seat"]] = (row["judge_id"], row["judge_country"])
    rows = pl.read_parquet(folder / "components_2016_17_dev.parquet").filter(pl.col("aspect_desc") == "Skating Skills")
    cast, judges, skaters = [], {}, {}
    for row in rows.iter_rows(named=True):
        competition, program, nation = nations[row["performance_id"]]
        skaters[row["performance_id"]] = nation
        for seat in (f"J{n}" for n in range(1, 10)):
            judge = seats.get((competition, program, seat))
            if row[seat] and judge is not None:
                judges[judge[0]] = judge[1]
                points = Decimal(str(row[seat])).as_integer_ratio()
                cast.append(Rating(judge[0], row["performance_id"], points))
    own, others = own_group_lean(cast, judges, skaters)
    assert own[0] / own[1] > 0.1
    assert abs(others[0] / others[1]) < 0.02
