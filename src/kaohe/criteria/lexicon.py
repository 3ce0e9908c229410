"""Words of the language as patterns: units, verbs, words of comparison.

Every pattern is a non-capturing regular expression over normalised text.
"""

from __future__ import annotations

from kaohe.criteria.numerals import CHINESE, DIGITS


def any_of(words: str) -> str:
    """Join words, longest first, into one pattern."""
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


PERCENT_UNITS = any_of("个百分点 百分点 个百分比 % ‰ 个千分点 成")
COUNT_UNITS = any_of(
    "人次 户次 件次 项次 批次 场次 班次 车次 例次 处次 点次 台次 篇次 小节 节课 课时 学时 人日 人天 人份 次 起 件 项 处 个 人 名 户 条 份 篇 "
    "家 门 例 本 张 台 宗 场 期 批 套 支 辆 座 栋 间 所 幅 封 部 首 块 节 届 枚 头 株 棵 根 组 队 具 种 单 笔 案 环节 单位 行业 事项 项目 "
    "企业 岗位 村 社区 班级 宿舍 点位 字 页 颗 盏 只 把 床 桌 趟 轮 遍 回 幢 片 道 题 款 格 盘 袋 箱 桶 瓶 扇 类 步 声 句 段 "
    "学生 职工 员工 教师 党员 案件 问题 部门 科室 学期 台 处室 车 样 批 班"
)
TIME_UNITS = any_of(
    "个工作日 工作日 个自然日 自然日 个小时 小时 分钟 个月 个季度 季度 个年度 个学期 个周期 个学年 周岁 天 日 周 年 岁 秒 月"
)
PLACE_UNITS = any_of("个位次 个名次 位次 名次 个位 位")
MEASURE_UNITS = any_of(
    "万平方米 平方米 平方公里 万立方米 立方米 公里 千米 厘米 毫米 米 万亩 亩 公顷 万吨 吨 公斤 千克 斤 克 升 千瓦时 度 万元 亿元 千元 百元 "
    "万美元 美元 元 万人次 万人 万户 万 亿 倍 ㎡ m² 分贝 ℃"
)
POINTS = "分(?!之|钟|别|开|工|管|数线|局|公司|类|级|解|析|包|支|部|期|项|步|段|布|配|享|散|母|子|镇|制|为(?!止|限|满|上|最|基|该|本|封)|成(?!绩))(?:值)?"
UNITS = f"(?:{PERCENT_UNITS}|{MEASURE_UNITS}|{TIME_UNITS}|{PLACE_UNITS}|{COUNT_UNITS})"
VALUE = rf"(?:{DIGITS}|百分之{CHINESE}|{CHINESE}|半)"

DEDUCT = "(?:扣除|扣减|扣罚|罚扣|核减|倒扣|追扣|减扣|扣去|扣掉|减去|减掉|罚分|扣分|减分|扣|减|罚)"
ADD = "(?:奖励分|加分|奖分|奖励|奖|附加分|附加|加计|加记|加加|追加|增加|加)(?!减)"
SET = (
    r"(?:(?<=[，。；、的%))])得分(?:为|:|：)?|(?<![获取不心值使觉懂])得|获得(?=\d)|获(?=\d)|(?<![小合累总共统估])计为|(?<![小合累总共统估])计|"
    "(?<![登笔标])记为|(?<![登笔标])记|赋予|赋分|赋|给予|给|(?<![测考互自民点])评|打|(?<![分值额准数高低])为)"
)
BETWEEN = r"(?:(?![最不超完每按满各达扣加减奖得×÷=+])[^，。；：、()\d\n%零一二两三四五六七八九十百半]){0,8}?"

BELOW = any_of("少完成 少于 低于 不足 未达到 未达 达不到 短少 缺少 减少 降低 下降 下滑 回落 缩减 减低 减 低出 低 少 降 下跌 落后 短 欠 差 缩短")
ABOVE = any_of(
    "超额完成 超额 超过 超出 高于 高出 多于 大于 增加 增长 增幅 提高 提升 上升 超 多出 多 高 增 升 上涨 反弹 延长"
)
CHANGES = any_of("减少 降低 下降 下滑 回落 缩减 减 降 下跌 缩短 增加 增长 提高 提升 上升 增 升 上涨 反弹 延长")

AT_LEAST = any_of(
    "不低于 不少于 不小于 不得低于 不得少于 不得小于 至少 大于等于 大于或等于 高于或等于 达到或超过 达到了 达到 ≥ 不少 不低"
)
AT_LEAST = f"(?:{AT_LEAST}|完成(?!率|比|度|情况)|达(?!标|成|到|率|人))"
MORE_THAN = any_of("超过 超出 高于 大于 多于 高出 突破 超 >")
AT_MOST = any_of(
    "不超过 不高于 不大于 不多于 不得超过 不得高于 不得多于 不得大于 小于等于 小于或等于 低于或等于 控制在 不超 ≤ 至多"
)
LESS_THAN = any_of("低于 小于 少于 不足 不满 不到 未达到 未达 达不到 没有达到 没达到 未满 <")
UP = any_of("及以上 或以上 以上 及其以上 (含)以上 含以上")
DOWN = any_of("及以下 或以下 以下 以内 之内 及以内 及其以下 (含)以下 (含)以内 含以下")
OUTSIDE = any_of("以外 之外")
INCLUDING = r"\((?:含|包含|包括|含本数|含\d[^)]{0,8})\)"
EXCLUDING = r"\((?:不含|不包含|不包括|不含本数|不含\d[^)]{0,8})\)"
