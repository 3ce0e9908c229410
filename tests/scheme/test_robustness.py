"""Whatever is wrong with a document, it is said and never falls over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scheme.sample import Plain, sample

from kaohe.scheme.check import check
from kaohe.scheme.document import from_plain
from kaohe.scheme.findings import Places
from kaohe.scheme.layout_read import read_layout
from kaohe.scheme.lint import lint
from kaohe.scheme.yaml_io import read_yaml, write_yaml

ODD = st.sampled_from(
    (
        *(None, True, "", " ", "0", "-1", "1e30", "99%", "A", "A1", "*", "null", "经", [], {}, ["A"], {"*": "1"}),
        *([None, None, "1"], [["1", "0", "1"]], {"code": "A", "name": "甲", "children": []}, {"town": "1"}),
        *("按完成比例得分", "weighted", "score"),
    )
)


def _ways(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every way into the document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in items:
        yield (*way, key)
        yield from _ways(below, (*way, key))


WAYS = sorted(_ways(sample()), key=str)


def _change(plain: Plain, way: tuple[Any, ...], value: Any, *, remove: bool) -> None:
    """Replace or remove what stands at the end of a way; earlier damage may have cut the way off."""
    node: Any = plain
    try:
        for step in way[:-1]:
            node = node[step]
        if remove:
            del node[way[-1]]
        else:
            node[way[-1]] = value
    except (KeyError, IndexError, TypeError):
        return


@given(changes=st.lists(st.tuples(st.sampled_from(WAYS), ODD, st.booleans()), min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_any_damage_to_a_scheme_is_said(changes: list[tuple[tuple[Any, ...], Any, bool]]) -> None:
    plain = sample()
    for way, value, remove in changes:
        _change(plain, way, value, remove=remove)
    reading = from_plain(plain, Places("a"))
    if reading.spec is None:
        assert reading.findings
        return
    scheme, findings = check(reading.spec)
    assert (scheme is None) == any(f.severity == "error" for f in findings)
    found = lint(reading.spec)
    assert set(findings) <= set(found)
    assert all(f.message and f.place.file == "" for f in found)
    assert read_yaml(write_yaml(reading.spec)).spec == reading.spec


CELLS = st.sampled_from(
    (
        *("", "一级指标", "二级指标", "分值", "评分标准", "编号", "上级编号", "名称", "部分", "字段", "内容", "设置"),
        *(
            "指标",
            "A",
            "A / A1",
            "10",
            "20分",
            "按完成比例得分",
            "经济（40分）",
            "合计",
            "2026",
            "乡镇",
            "classes",
            "[",
        ),
        *("考核办法", "cycle", "{year: 2026}"),
    )
)


@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_no_table_makes_reading_fall_over(rows: list[list[str]]) -> None:
    text = "\n".join(",".join(row) for row in rows)
    reading = read_layout(text.encode(), "text", "县2026.csv")
    assert reading.spec is not None or reading.findings
