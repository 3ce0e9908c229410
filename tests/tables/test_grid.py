from kaohe.tables.grid import Grid
from kaohe.tables.place import Place


def test_merged_ranges_are_filled_as_far_as_the_sheet_is_used():
    grid = Grid(Place("f"), [["a", "", "b"], ["", "c"]], [(1, 1, 9, 9)])
    grid.fill_merged()
    assert grid.rows == [["a", "a", "a"], ["a", "a", "a"]]
    assert len(grid.filled) == 5


def test_a_merged_range_without_text_fills_nothing():
    grid = Grid(Place("f"), [["", "x"]], [(1, 1, 1, 2)])
    grid.fill_merged()
    assert grid.rows == [["", "x"]]


def test_cells_are_put_anywhere():
    grid = Grid(Place("f"), [["a"]])
    assert grid.text(5, 5) == ""
    grid.put(3, 2, "b")
    assert grid.rows == [["a"], [], ["", "b"]]
    assert not grid.is_empty
    assert Grid(Place("f"), [[""], []]).is_empty
