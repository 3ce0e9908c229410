import pytest

from kaohe.ballots import tally
from kaohe.ballots.disclosure import can_be_shown, hidden_classes


@pytest.fixture
def shown(campaign, vote):
    def make(**votes):
        c = campaign(dict.fromkeys(votes, "10"))
        rows = [vote(name, "u", "优秀", count=n) for name, n in votes.items() if n]
        return tally(c, rows).subjects["u"]

    return make


def test_large_classes_are_shown(shown):
    assert hidden_classes(shown(leader=5, peer=20)) == frozenset()


def test_one_small_class_takes_the_next_smallest_with_it(shown):
    assert hidden_classes(shown(leader=4, peer=20, public=9)) == {"leader", "public"}


def test_one_small_class_alone_is_enough_when_the_total_stays_unpublished(shown):
    assert hidden_classes(shown(leader=4, peer=20), total_is_shown=False) == {"leader"}


def test_two_small_classes_hide_each_other(shown):
    assert hidden_classes(shown(leader=4, peer=3, public=9)) == {"leader", "peer"}


def test_a_class_that_did_not_vote_hides_nothing(shown):
    assert hidden_classes(shown(leader=0, peer=9)) == frozenset()


def test_a_result_of_small_classes_only_stays_hidden(shown):
    assert not can_be_shown(shown(leader=4, peer=1))
    assert can_be_shown(shown(leader=4, peer=5))
