"""Words that leave a score open, with a measurable wording for each; and activity that is not to be scored."""

from __future__ import annotations

from kaohe.i18n import translator

_ = translator("scheme")

VAGUE: tuple[str, ...] = (
    "酌情",
    "视情况",
    "视情节",
    "视情",
    "适当",
    "不够重视",
    "重视不够",
    "高度重视",
    "根据情况",
    "力度不够",
    "不到位",
    "不力",
    "积极",
    "认真",
    "明显",
    "显著",
    "扎实",
    "有力",
    "大力",
    "较为",
    "基本上",
    "有所",
    "一定程度",
    "若干",
)
"""Longer words first where one contains another."""

# 整治形式主义为基层减负: no check-ins, no time online, no likes or forwards, no ranking of activity as a basis.
_FORBIDDEN = (
    "打卡",
    "签到",
    "在线时长",
    "登录次数",
    "登录率",
    "点赞",
    "转发量",
    "转发数",
    "积分排名",
    "活跃度排名",
    "下载量",
)


def forbidden(text: str) -> list[str]:
    """Give the words for activity that is not to be scored."""
    return [word for word in _FORBIDDEN if word in text]


def proposal_for(word: str) -> str:
    """Propose a measurable wording."""
    match word:
        case "酌情" | "视情况" | "视情节" | "视情" | "适当" | "根据情况":
            return _("Say what is counted and how much each counts: 每缺1项扣0.5分，扣完为止.")
        case "不够重视" | "重视不够" | "高度重视":
            return _("Name what shows attention: 主要负责人全年未专题研究的，扣1分.")
        case "不力" | "不到位" | "力度不够" | "有力" | "大力" | "扎实":
            return _("Name the task, the date and the share done: 未按期完成的，每项扣1分.")
        case "明显" | "显著" | "有所" | "较为" | "一定程度" | "基本上":
            return _("Give the number that counts as such: 较上年提高5个百分点以上的，得满分.")
        case "若干":
            return _("Give the number.")
    return _("Name a fact that can be checked, its number and the points for each: 每次扣1分、每项得2分.")
