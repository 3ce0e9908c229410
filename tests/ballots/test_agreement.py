import csv
import json
import sys
from collections import defaultdict

import pytest

from kaohe.ballots.agreement import (
    cohen_kappa,
    cronbach_alpha,
    fleiss_kappa,
    intraclass_correlation,
    kendall_w,
)
from kaohe.i18n import use_language


@pytest.fixture(scope="module")
def examples(shared):
    cases = json.loads((shared / "reliability" / "examples.json").read_text("utf-8"))
    return {case["id"]: case for case in cases}


@pytest.fixture(scope="module")
def tables(shared):
    def read(name):
        with (shared / "reliability" / name).open(encoding="utf-8") as lines:
            return list(csv.DictReader(lines))

    return read


def wide(rows, subject, rater, score):
    table = defaultdict(dict)
    for row in rows:
        table[row[subject]][row[rater]] = float(row[score])
    raters = sorted({row[rater] for row in rows})
    return [[scores.get(r) for r in raters] for scores in table.values()]


def contingency(pairs):
    levels = sorted({x for pair in pairs for x in pair})
    return [[sum(pair == (a, b) for pair in pairs) for b in levels] for a in levels]


def counted(rows):
    levels = sorted({x for row in rows for x in row})
    return [[row.count(level) for level in levels] for row in rows]


def test_fleiss_kappa_of_published_counts(examples):
    case = examples["fleiss_wikipedia"]
    assert fleiss_kappa(case["data"]) == pytest.approx(case["expected"], abs=case["tol"])


def test_fleiss_kappa_of_published_diagnoses(examples):
    case = examples["fleiss_diagnoses_1971"]
    assert fleiss_kappa(counted(case["data"])) == pytest.approx(case["expected"], abs=case["tol"])


@pytest.mark.parametrize("number", [2, 3, 4, 5])
def test_free_marginal_kappa(examples, number):
    case = examples[f"randolph_{number}"]
    assert fleiss_kappa(case["data"]) == pytest.approx(case["expected_fleiss"], abs=case["tol"])
    assert fleiss_kappa(case["data"], free_marginal=True) == pytest.approx(case["expected_randolph"], abs=case["tol"])


def test_fleiss_kappa_is_not_defined_for_one_choice(examples):
    case = examples["randolph_1"]
    assert fleiss_kappa(case["data"], free_marginal=True) == pytest.approx(case["expected_randolph"])
    with use_language("en"), pytest.raises(ValueError, match="kappa is not defined"):
        fleiss_kappa(case["data"])


@pytest.mark.parametrize(
    ("case_id", "weights"), [("cohen_sas_unweighted", None), ("cohen_sas_linear_weighted", "linear")]
)
def test_cohen_kappa_of_a_published_table(examples, case_id, weights):
    case = examples[case_id]
    assert cohen_kappa(case["data"], weights) == pytest.approx(case["expected"], abs=case["tol"])


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_cohen_kappa_of_published_pairs(examples, weights):
    case = examples[f"anxiety_raters_2_3_{weights or 'unweighted'}"]
    table = contingency([(b, c) for _, b, c in case["data"]])
    assert cohen_kappa(table, weights) == pytest.approx(case["expected"], abs=case["tol"])


def test_six_intraclass_correlations_of_the_wine_panel(examples, tables):
    case = examples["icc_wine"]
    found = intraclass_correlation(wide(tables("icc_wine_long.csv"), "Wine", "Judge", "Scores"))
    names = ("ICC1_single", "ICC2_single_absolute", "ICC3_single_consistency", "ICC1k", "ICC2k", "ICC3k")
    values = (found.icc1, found.icc2, found.icc3, found.icc1k, found.icc2k, found.icc3k)
    for name, value in zip(names, values, strict=True):
        assert value == pytest.approx(case["expected"][name], abs=case["tol"]), name


@pytest.mark.parametrize("missing", ["pairwise", "listwise"])
def test_alpha_with_blank_answers(examples, tables, missing):
    case = examples[f"cronbach_missing_{missing}"]
    rows = [[float(x) if x else None for x in row.values()] for row in tables(case["file"])]
    assert cronbach_alpha(rows, missing) == pytest.approx(case["expected"], abs=case["tol"])


def test_alpha_of_likert_answers(examples, tables):
    case = examples["cronbach_likert"]
    rows = wide(tables(case["file"]), "Subj", "Items", "Scores")
    assert cronbach_alpha(rows) == pytest.approx(case["expected"], abs=case["tol"])


def test_kendall_w_by_hand():
    # three raters rank four subjects 1 2 3 4, 1 3 2 4, 2 1 3 4: rank sums 4 6 8 12, S = 35, W = 12·35 ÷ (9·(64 - 4))
    ranks = [[1, 1, 2], [2, 3, 1], [3, 2, 3], [4, 4, 4]]
    assert kendall_w(ranks).w == pytest.approx(12 * 35 / (9 * 60))


def test_kendall_w_is_corrected_for_ties():
    # raters 1 2 2 4 and 1 2 3 4: ranks 1 2.5 2.5 4, S = 18.5, T = 6, W = 12·18.5 ÷ (4·60 - 2·6)
    assert kendall_w([[1, 1], [2, 2], [2, 3], [4, 4]]).w == pytest.approx(12 * 18.5 / (4 * 60 - 2 * 6))


def test_kendall_w_needs_an_order():
    with use_language("en"), pytest.raises(ValueError, match="no order to agree on"):
        kendall_w([[5, 5], [5, 5], [5, 5]])


@pytest.mark.parametrize("scores", [[[1, 2], [2, 3]], [[1], [2], [3]], [[1, 2], [1], [2, 3]]])
def test_too_few_or_ragged_scores_are_told(scores):
    with use_language("en"), pytest.raises(ValueError, match="at least 3 subjects and 2 raters"):
        kendall_w(scores)


def test_a_missing_score_is_told_with_its_place():
    with use_language("en"), pytest.raises(ValueError, match="Row 2, rater 1"):
        intraclass_correlation([[1, 2], [None, 3], [2, 3]])


def test_a_missing_library_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pingouin", None)
    with pytest.raises(ImportError, match=r"kaohe\[stats\]"):
        cronbach_alpha([[1, 2], [2, 1]])
