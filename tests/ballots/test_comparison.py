import pytest

from kaohe.ballots import tally
from kaohe.ballots.comparison import compare_pairs, ratings_by_class, widest_gaps

PEERS = {"x": (90, 1), "y": (80, 1), "z": (70, 1)}
PUBLIC = {"x": (111, 2), "y": (50, 1), "z": (60, 1), "w": (1, 1)}


def test_only_common_subjects_are_compared():
    (pair,) = compare_pairs({"peers": PEERS, "public": PUBLIC})
    assert pair.subjects == 3
    assert pair.mean_difference == (149, 6)  # (34.5 + 30 + 10) ÷ 3


def test_rank_correlation_of_three_subjects():
    # ranks 1 2 3 against 2 3 1: Σd² = 1 + 1 + 4, ρ = 1 - 6·6 ÷ (3·8)
    (pair,) = compare_pairs({"peers": PEERS, "public": PUBLIC})
    assert pair.rank_correlation == pytest.approx(-0.5)


def test_too_few_subjects_or_no_spread_have_no_correlation():
    assert compare_pairs({"a": {"x": (1, 1), "y": (2, 1)}, "b": {"x": (1, 1), "y": (2, 1)}})[0].rank_correlation is None
    flat = dict.fromkeys("xyz", (80, 1))
    assert compare_pairs({"peers": PEERS, "flat": flat})[0].rank_correlation is None
    assert compare_pairs({"a": {"x": (1, 1)}, "b": {"y": (1, 1)}})[0].mean_difference is None


def test_every_two_ratings_make_a_pair():
    assert [(p.first, p.second) for p in compare_pairs({"a": PEERS, "b": PEERS, "c": PEERS})] == [
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    ]


def test_widest_gap_comes_first():
    gaps = widest_gaps({"peers": PEERS, "public": PUBLIC})
    assert [(g.subject, g.highest, g.lowest) for g in gaps] == [
        ("x", "peers", "public"),
        ("y", "peers", "public"),
        ("z", "peers", "public"),
    ]
    assert gaps[0].points == (69, 2)


def test_ratings_of_a_tally_leave_small_classes_out(campaign, vote):
    rows = [vote("leader", s, "优秀", count=5) for s in "uv"] + [vote("peer", "u", "称职", count=6)]
    rows += [vote("peer", "v", "称职", count=4)]
    counted = tally(campaign({"leader": "50", "peer": "50"}), rows)
    assert ratings_by_class(counted) == {"leader": {"u": (100, 1), "v": (100, 1)}, "peer": {"u": (80, 1)}}
