"""The table that offices publish: its columns, the names they bear, and how a cell is written and read.

一级指标 | 二级指标 | [三级指标] | 分值 | 权重 | 评分标准 | 计量单位 | 数据来源 | 责任单位 | 报送频次
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

CODE_TITLE = "编号"
STEP = " / "
"""Between the codes of a row in the column 编号: A / A1 / A1.2. Codes have no blanks, so this divides them surely."""

NUMERALS = "一二三四五六七八九"
MAX_LEVELS = len(NUMERALS)

TITLES: Mapping[str, str] = {
    "code": CODE_TITLE,
    **{f"level{n}": f"{numeral}级指标" for n, numeral in enumerate(NUMERALS, 1)},
    "points": "分值",
    "weight": "权重",
    "criterion": "评分标准",
    "unit": "计量单位",
    "owner": "数据来源",
    "lead": "责任单位",
    "frequency": "报送频次",
    "target": "目标值",
}
"""Field → column title as Kaohe writes it."""

ALIASES: Mapping[str, tuple[str, ...]] = {
    "code": (CODE_TITLE, "指标编码", "编码", "代码", "指标代码", "code"),
    "level1": (
        "一级指标", "考核项目", "考核类别", "指标类别", "考核内容", "项目", "类别", "评价维度", "考核维度", "一级",
        "level1",
    ),
    "level2": ("二级指标", "考核指标", "指标名称", "指标", "考核要点", "主要指标", "二级", "指标内容", "level2"),
    "level3": ("三级指标", "具体指标", "考核细目", "细化指标", "三级", "具体内容", "level3"),
    **{f"level{n}": (f"{NUMERALS[n - 1]}级指标", f"level{n}") for n in range(4, MAX_LEVELS + 1)},
    "points1": ("一级指标分值", "一级分值", "项目分值", "一级指标:分值", "points1"),
    "points": (
        "分值", "标准分", "标准分值", "满分", "分数", "基本分", "权重分", "权重分值", "二级指标分值", "三级指标分值",
        "考核分值",        "指标分值", "二级指标:分值", "三级指标:分值", "points", "points2",
    ),
    "weight1": ("一级权重", "一级指标权重", "weight1"),
    "weight": ("权重", "权数", "指标权重", "二级权重", "二级指标权重", "权重系数", "weight"),
    "criterion": (
        "评分标准", "评分办法", "评分细则", "评分方法", "评分规则", "计分办法", "计分方法", "计分标准", "考核标准",
        "考核评分标准",        "考核办法", "考评标准", "考评办法", "赋分办法",
        "赋分标准", "赋分方式", "考核细则", "评价标准", "扣分标准",
        "考核内容及评分标准", "scoring_method", "criterion",
    ),
    "unit": ("计量单位", "指标单位", "unit"),
    "target": ("目标值", "年度目标", "年度目标值", "目标任务", "目标", "target"),
    "owner": (
        "数据来源", "数据责任部门", "数据提供单位", "数据提供部门", "数据来源单位", "考核部门", "考核单位",
        "考核责任单位",        "评分单位", "评分部门", "考评单位", "owner",
    ),
    "lead": ("牵头单位", "牵头部门", "lead", "lead_unit"),
    "responsible": ("责任单位", "责任部门", "承办单位", "责任科室", "落实单位", "responsible_unit"),
    "frequency": ("报送频次", "考核周期", "考核频次", "报送周期", "考核时间", "frequency"),
}  # fmt: skip
"""Field → names its column bears in published tables."""

FREQUENCIES: Mapping[str, str] = {"monthly": "月", "quarterly": "季度", "half-yearly": "半年", "yearly": "年度"}

_FREQUENCY_WORDS = {
    **{word: key for key, word in FREQUENCIES.items()},
    **{key: key for key in FREQUENCIES},
    "每月": "monthly",
    "月度": "monthly",
    "月报": "monthly",
    "按月": "monthly",
    "季": "quarterly",
    "每季度": "quarterly",
    "每季": "quarterly",
    "季报": "quarterly",
    "按季": "quarterly",
    "半年度": "half-yearly",
    "半年报": "half-yearly",
    "年": "yearly",
    "每年": "yearly",
    "全年": "yearly",
    "年终": "yearly",
    "年底": "yearly",
    "年报": "yearly",
}

_WORTH = re.compile(r"(?P<name>.*?)\s*[（(]\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>分|%|％)\s*[）)]", re.DOTALL)
_POINTS = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*分?")


def read_frequency(text: str) -> str:
    """Give the frequency a word means, the word itself when it is none."""
    return _FREQUENCY_WORDS.get(unicodedata.normalize("NFKC", text).strip(), text)


def read_points(text: str) -> str:
    """Take 分 off a number of points; anything else is left for the check to complain about."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _POINTS.fullmatch(plain)
    return found[1] if found else plain


def split_worth(text: str) -> tuple[str, str, str]:
    """Take the worth off a heading: ``经济发展（40分）`` → name, points, weight.

    Examples
    --------
    >>> split_worth("经济发展（40分）"), split_worth("党建(30%)"), split_worth("安全")
    (('经济发展', '40', ''), ('党建', '', '30%'), ('安全', '', ''))
    """
    found = _WORTH.fullmatch(text.strip())
    if not found or not found["name"]:
        return text.strip(), "", ""
    number = found["number"]
    return (found["name"], number, "") if found["unit"] == "分" else (found["name"], "", f"{number}%")


def is_plain(text: str) -> bool:
    """True when a cell gives the text back as it was written: one line, nothing a program would trim or read into."""
    if not text or text != text.strip() or split_worth(text) != (text, "", ""):
        return False
    return all(unicodedata.category(c)[0] != "C" and c not in "\u2028\u2029\u0085" for c in text)


@dataclass
class Sheet:
    """A table to be written: header rows, body rows, merged ranges.

    Attributes
    ----------
    title
        Heading above the table.
    header, body
        Rows of cells; a decimal is written as a number.
    merges
        First row, first column, last row, last column, from 0 with the header's first row as row 0.
    wide
        Columns that hold sentences.
    """

    title: str
    header: list[list[str]]
    body: list[list[str | Decimal]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    wide: frozenset[int] = frozenset()

    @property
    def rows(self) -> list[list[str | Decimal]]:
        """Header and body."""
        header: list[list[str | Decimal]] = [list(row) for row in self.header]
        return header + self.body
