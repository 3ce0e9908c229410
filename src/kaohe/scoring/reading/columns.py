"""Names of the tables and columns of a DATA folder, as programs and as offices write them."""

from __future__ import annotations

import re

from kaohe.tables.names import Ranked, folded

TABLES: dict[str, tuple[str, ...]] = {
    "units": ("unit", "单位", "单位表", "单位名单", "被考核单位", "考核对象", "名单"),
    "facts": ("fact", "指标数据", "数据", "完成情况", "指标完成情况", "填报数据", "指标值", "事实"),
    "events": ("event", "加扣分", "加减分", "加扣分事项", "加分扣分", "事项", "奖惩", "台账"),
    "ballots": ("ballot", "votes", "测评", "测评票", "投票", "计票", "民主测评", "测评结果"),
    "turnout": ("issued", "发票", "发出票数", "票数", "发放票数"),
    "decisions": ("decision", "审定", "决定", "审定意见", "研究决定"),
}

_PERSONS = ("姓名", "真实姓名", "被考核人")
_PLACES = ("被考核单位", "考核单位", "考核对象", "乡镇", "镇街", "县区", "地区", "部门")
_UNIT = Ranked(["unit", "unit_id", "工号", "单位编号", "单位代码", *_PERSONS, "单位", "单位名称", *_PLACES])
_CLASS = ("class_id", "unit_class", "类别", "单位类别", "考核类别", "分类", "类")
_DATE = ("日期", "时间", "发生日期", "发生时间")

UNITS = {
    "id": Ranked(["id", "unit_id", "code", "工号", "单位编号", "单位代码", "单位编码", "编号", "代码"]),
    "unit": Ranked(["unit", *_PERSONS, "单位", *_PLACES]),
    "name": Ranked(["name", "unit_name", "单位名称", "名称", "全称"]),
    "class": _CLASS,
}
FACTS = {
    "unit": _UNIT,
    "indicator": Ranked(
        [
            "indicator",
            "indicator_code",
            "code",
            "指标代码",
            "指标编号",
            "指标编码",
            "指标",
            "指标名称",
            "考核指标",
            "考核项目",
        ]
    ),
    "period": ("周期", "期间", "时期", "考核周期", "报告期", "月份", "季度", "年度", "年份", "year"),
    "actual": ("完成值", "实际值", "完成", "实际完成", "实际完成值", "完成数", "实绩", "实际"),
    "target": ("目标值", "目标", "任务数", "计划数", "目标任务", "年度目标", "计划值"),
    "previous": ("上年值", "上年", "上年同期", "上年完成值", "上年数", "去年同期", "基期值", "基期"),
    "input": ("输入项", "填报项", "数据项", "输入"),
    "value": ("数值", "值", "填报值", "取值"),
    "class": _CLASS,
}
EVENTS = {
    "unit": _UNIT,
    "item": Ranked(
        [
            "item",
            "indicator",
            "code",
            "事项代码",
            "指标代码",
            "加扣分项",
            "加减分项",
            "事项",
            "指标",
            "考核项目",
            "项目",
        ]
    ),
    "date": _DATE,
    "count": ("次数", "数量", "件数", "个数"),
    "points": ("分值", "得分", "分数", "加扣分", "加减分", "扣分", "加分"),
    "level": ("级别", "层级", "等级", "档次", "choice", "选项"),
    "input": ("输入项", "填报项", "扣分情形", "情形"),
    "grounds": ("事由", "依据", "说明", "理由", "内容", "具体内容", "reason", "备注"),
    "class": _CLASS,
}
BALLOTS = {
    "campaign": ("活动", "测评活动", "测评"),
    "voter_class": (
        "voterclass",
        "voter class",
        "评议主体",
        "主体类别",
        "评议主体类别",
        "投票人类别",
        "投票类别",
        "评委类别",
        "票别",
    ),
    "subject": Ranked(["subject", "测评对象", "被测评人", "被测评单位", "被评单位", "unit", "姓名", "单位", "对象"]),
    "item": ("测评项目", "项目", "题目", "测评内容", "内容", "question"),
    "choice": ("选项", "评价", "评价等次", "测评等次", "意见"),
    "value": ("score", "分数", "得分", "打分", "评分"),
    "count": ("票数", "数量", "得票", "得票数", "votes"),
    "ballot": ("票号", "选票编号", "票编号", "ballot_id"),
}
TURNOUT = {
    "campaign": BALLOTS["campaign"],
    "voter_class": BALLOTS["voter_class"],
    "issued": ("发出", "发出票数", "发票数", "发放票数", "应投票数", "应参加人数"),
}
DECISIONS = {
    "unit": _UNIT,
    "kind": ("type", "类型", "决定类型", "种类", "审定类型"),
    "item": ("indicator", "code", "事项", "指标", "项目", "否决事项"),
    "value": ("结果", "等次", "分数", "得分", "审定结果", "grade", "score"),
    "reason": ("grounds", "理由", "原因", "事由"),
    "by": ("decided_by", "决定人", "审定人", "决定机关", "审定机关", "审批人"),
    "basis": ("依据", "文件依据", "文件", "政策依据"),
    "date": (*_DATE, "决定日期", "审定日期"),
}
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "units": UNITS,
    "facts": FACTS,
    "events": EVENTS,
    "ballots": BALLOTS,
    "turnout": TURNOUT,
    "decisions": DECISIONS,
}

IGNORED = frozenset(
    map(
        folded,
        (
            "序号",
            "编号",
            "no",
            "no.",
            "备注",
            "说明",
            "合计",
            "总分",
            "总计",
            "得分",
            "排名",
            "名次",
            "name",
            "note",
            "notes",
        ),
    )
)
"""Columns beside wide facts that are no figures of an indicator."""

_AFTER_NAME = re.compile(r"[\s_\-－—·.（(\d]")


def table_named(name: str) -> str:
    """Give the table that a file or sheet name means; the empty text when it means none.

    The name may go on after a hyphen, blank, digit or bracket: ``facts-2024``, ``指标数据（乡镇）``.

    Examples
    --------
    >>> table_named("指标数据-农业"), table_named("Units"), table_named("factory")
    ('facts', 'units', '')
    """
    known = {folded(alias): table for table, aliases in TABLES.items() for alias in (table, *aliases)}
    word = folded(name)
    if word in known:
        return known[word]
    starts = [a for a in known if word.startswith(a) and _AFTER_NAME.match(word[len(a) :])]
    return known[max(starts, key=len)] if starts else ""
