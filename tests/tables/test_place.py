from kaohe.i18n import use_language
from kaohe.tables.place import Place, column_letters


def test_columns_are_lettered_as_in_spreadsheets():
    assert [column_letters(n) for n in (1, 26, 27, 52, 702, 703, 16384)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA", "XFD"]


def test_a_place_is_said_in_both_languages():
    place = Place("facts.xlsx", "一季度", 12, 3)
    with use_language("en"):
        assert str(place) == "file facts.xlsx, sheet 一季度, row 12 column C (C12)"
        assert str(place.at(12)) == "file facts.xlsx, sheet 一季度, row 12"
        assert str(Place("a.csv", column=2)) == "file a.csv, column B"
    with use_language("zh"):
        assert str(place) == "文件 facts.xlsx，表 一季度，第 12 行 C 列（C12）"


def test_places_sort_as_one_reads():
    places = [Place("b"), Place("a", "s", 2, 1), Place("a", "s", 1, 2), Place("a", "s", 1, 1), Place("a")]
    assert sorted(places) == [places[4], places[3], places[2], places[1], places[0]]
