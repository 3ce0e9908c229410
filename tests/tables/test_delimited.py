import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.tables.decode import decode
from kaohe.tables.delimited import delimiter_of
from kaohe.tables.problems import Problems
from kaohe.tables.read import read_table

TEXT = "单位,指标,完成值\r\n东山镇,烤烟面积,95.5\r\n南街,满意度,98%\r\n"
ENCODINGS = ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


def problems(path):
    with pytest.raises(Problems) as raised:
        read_table(path)
    return [(p.code, p.place.row, p.place.column) for p in raised.value]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_are_told_apart(tmp_path, encoding):
    file = tmp_path / "f.csv"
    file.write_bytes(TEXT.encode(encoding))
    table = read_table(file)
    assert [c.name for c in table.columns] == ["单位", "指标", "完成值"]
    assert table.grid == ((2, ("东山镇", "烤烟面积", "95.5")), (3, ("南街", "满意度", "98%")))


def test_rare_characters_of_place_names_survive_gb18030(tmp_path):
    file = tmp_path / "f.csv"
    file.write_bytes(
        ("单位,完成值\n" + "".join(f"{name},1\n" for name in ["东山镇", "丏家村", "亰州街道", "䶮山镇"])).encode(
            "gb18030"
        )
    )
    assert read_table(file).rows[3].text("单位") == "䶮山镇"


def test_big5_is_recognised():
    text = "單位,完成值\n臺北市政府環境保護局,九十五\n新竹縣政府工務處,八十八\n高雄市政府財政局,七十\n" * 3
    assert decode(text.encode("big5")) == (text, "big5")


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=30))
def test_utf8_is_never_taken_for_anything_else(text):
    assert decode(f"单位\n{text}".encode()) == (f"单位\n{text}", "utf-8")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","), ("a\tb\tc\n1,5\t2\t3\n", "\t"), ("a;b\n1,5;2\n", ";"), ("a|b|c\n1|2|3\n", "|"),
        ("单位，完成值\n甲，1\n", "，"), ('标题\n单位,事由\n甲,"奖励，表彰；通报"\n', ","), ("单位\n甲\n乙\n", ","),
    ],
)  # fmt: skip
def test_delimiters_are_found(text, delimiter):
    assert delimiter_of(text) == delimiter


def test_quoted_cells_may_hold_separators_and_line_breaks(tmp_path):
    file = tmp_path / "f.csv"
    file.write_text('单位,事由\n甲,"第一行\n第二行, ""引用"""\n乙,x\n')
    table = read_table(file)
    assert table.rows[0].text("事由") == '第一行\n第二行, "引用"'
    assert table.rows[1].number == 3


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [("T104", 0, 0)]),
        (b" \n\n", [("T104", 0, 0)]),
        ("单位,值\n甲,1,234\n".encode(), [("T115", 2, 0)]),
        ('单位,值\n甲,"1\n乙,2\n'.encode(), [("T110", 2, 0)]),
        ('单位,值\n甲,"1"2\n'.encode(), [("T110", 2, 0)]),
        ("单位,值\n东山\ufffd,1\n".encode(), [("T109", 2, 1)]),
        ("单位,值\n甲,锟斤拷\n".encode(), [("T109", 2, 2)]),
        (b"a,b\n\x81\x81\xff\xfe\xff,1\n", [("T108", 0, 0)]),
        (b"a,b\n1\x00,2\n", [("T108", 0, 0)]),
        (b"PK\x03\x04 no zip", [("T103", 0, 0)]),
        (b"%PDF-1.4 ...", [("T103", 0, 0)]),
        (b"<!DOCTYPE html><html><table>", [("T103", 0, 0)]),
    ],
)
def test_what_is_no_csv_is_refused(tmp_path, content, expected):
    file = tmp_path / "f.csv"
    file.write_bytes(content)
    assert problems(file) == expected
