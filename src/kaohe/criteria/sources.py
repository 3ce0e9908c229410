"""How a normal form says where a figure comes from: 满意度〔完成率〕."""

from __future__ import annotations

from kaohe.criteria.model import Source

SOURCE_WORDS: dict[Source, str] = {
    Source.VALUE: "数值",
    Source.COMPLETION: "完成率",
    Source.INVERSE_COMPLETION: "反向完成率",
    Source.SHORTFALL: "不足额",
    Source.EXCESS: "超出额",
    Source.GAP: "差额",
    Source.EXCESS_PCT: "超出率",
    Source.TARGET: "目标值",
    Source.GROWTH: "增幅",
    Source.DECLINE: "降幅",
    Source.CHANGE: "增减额",
    Source.RANK: "名次",
    Source.RANK_ASCENDING: "升序名次",
    Source.GROUP_MAX: "组内最高",
    Source.GROUP_MIN: "组内最低",
    Source.GROUP_MEAN: "组内平均",
    Source.GROUP_SIZE: "组内个数",
}
WORD_SOURCES = {word: source for source, word in SOURCE_WORDS.items()}
