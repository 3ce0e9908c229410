"""The numbered codes of all findings: stable, never given to another meaning.

K001-K019 reading a file, K020-K039 its shape, K040-K099 its sense; K101 and up are lint. The catalogue for people,
``docs/reference/lint.md``, is held equal to this list by a test.
"""

from __future__ import annotations

from dataclasses import dataclass

from kaohe.scheme.findings import Finding, Place, Severity

E, W, N = Severity.ERROR, Severity.WARNING, Severity.INFO


@dataclass(frozen=True, slots=True)
class Code:
    """What a code stands for: its severity and a short title in Chinese and English."""

    severity: Severity
    zh: str
    en: str


CODES: dict[str, Code] = {
    "K001": Code(E, "文件打不开或格式不支持", "file missing, unreadable or of an unknown kind"),
    "K002": Code(W, "文件不是 UTF-8 编码", "file is not UTF-8"),
    "K003": Code(E, "文件过大", "file too large"),
    "K004": Code(E, "用制表符缩进", "tab used as indentation"),
    "K005": Code(E, "YAML 语法错误", "YAML does not parse"),
    "K006": Code(E, "同一层重复的键", "key written twice"),
    "K007": Code(E, "使用了锚点、别名或标签", "anchor, alias or tag used"),
    "K008": Code(E, "嵌套过深或内容过多", "nested too deep or too many nodes"),
    "K009": Code(E, "文件内容为空或不是考核办法", "empty, or not a scheme"),
    "K010": Code(E, "含有无法识别的字符", "characters that are no text"),
    "K011": Code(E, "表格缺少必要的列", "table without a needed column"),
    "K012": Code(E, "文档中没有指标表", "no indicator table in the document"),
    "K020": Code(E, "未知的字段", "unknown field"),
    "K021": Code(E, "缺少必填字段", "needed field missing"),
    "K022": Code(E, "不是有效数字", "not a number"),
    "K023": Code(E, "数字过长", "number too long"),
    "K024": Code(E, "取值不在可选范围内", "word outside the allowed ones"),
    "K025": Code(E, "类型不对", "wrong kind of value"),
    "K026": Code(E, "数字超出允许范围", "number out of range"),
    "K040": Code(E, "编码重复", "code used twice"),
    "K041": Code(E, "引用了不存在的指标", "reference to an unknown indicator"),
    "K042": Code(E, "引用了不存在的类别", "reference to an unknown class"),
    "K043": Code(E, "指标循环引用", "circular tree"),
    "K044": Code(E, "上级指标不存在", "parent indicator unknown"),
    "K045": Code(E, "末级指标没有评分标准", "leaf without criterion"),
    "K046": Code(E, "非末级指标带有评分标准", "criterion on an indicator with children"),
    "K047": Code(E, "末级指标没有分值", "leaf without points"),
    "K048": Code(E, "缺少权重", "weight missing"),
    "K049": Code(E, "权重与分值用法冲突", "weight where points are added"),
    "K050": Code(E, "指标不适用于任何类别", "indicator applies to no class"),
    "K051": Code(E, "没有任何指标", "no indicators"),
    "K052": Code(E, "分值为负", "negative points"),
    "K053": Code(E, "引用了不存在的分组", "reference to an unknown group"),
    "K054": Code(E, "引用了不存在的等次", "reference to an unknown grade"),
    "K055": Code(E, "系数分段有误", "coefficient bands wrong"),
    "K056": Code(E, "周期权重有误", "period weights wrong"),
    "K057": Code(E, "测评设置有误", "ballot settings wrong"),
    "K058": Code(E, "等次顺序有误", "grades in the wrong order"),
    "K060": Code(E, "评分标准读不懂", "criterion does not parse"),
    "K061": Code(E, "结构化规则有误", "structured rule does not read"),
    "K062": Code(E, "句子与结构化规则不一致", "sentence and structured rule disagree"),
    "K063": Code(W, "由人评分", "sentence that a person scores by"),
    "K101": Code(E, "分值合计不符", "points do not add up"),
    "K102": Code(W, "各类别总分不同", "classes can reach different totals"),
    "K103": Code(E, "权重之和不是100%", "weights are not 100 %"),
    "K104": Code(E, "周期、主体或测评项目权重之和不是100%", "weights of periods, voters or questions are not 100 %"),
    "K110": Code(W, "缺少数据责任部门", "no data owner"),
    "K111": Code(W, "缺少报送频次", "no frequency"),
    "K113": Code(W, "指标无法测量", "indicator that no one can measure"),
    "K120": Code(W, "档次永远达不到", "band that nothing reaches"),
    "K121": Code(W, "档次之间有空档", "gap between bands"),
    "K122": Code(E, "档次重叠", "bands overlap"),
    "K125": Code(W, "评分标准可得分超过分值", "criterion can give more than the points"),
    "K126": Code(W, "按评分标准得不到满分", "criterion can never give full points"),
    "K127": Code(W, "评分标准不区分好坏", "criterion gives the same whatever is reported"),
    "K130": Code(W, "不同类别共用一套指标", "unlike classes share one indicator set"),
    "K131": Code(W, "单一方面占比过大", "one dimension dominates"),
    "K132": Code(E, "重点工作占比低于下限", "floor on key work not met"),
    "K133": Code(E, "占比超过上限", "ceiling on a dimension passed"),
    "K140": Code(W, "表述模糊或由人裁量", "vague or discretionary wording"),
    "K141": Code(E, "裁量没有分值范围", "discretion without bounds"),
    "K142": Code(W, "以活动痕迹计分", "activity scored instead of results"),
    "K150": Code(E, "一票否决缺少依据", "veto without basis"),
    "K151": Code(E, "一票否决缺少批准层级", "veto without approving level"),
    "K152": Code(E, "一票否决缺少期限", "veto without expiry"),
    "K153": Code(W, "一票否决已过期", "veto expired"),
    "K160": Code(W, "同一数据重复采集", "same figure asked twice"),
    "K161": Code(W, "指标过多", "too many indicators"),
    "K162": Code(N, "指标分值过小", "indicator too small to matter"),
    "K163": Code(W, "同级指标重名", "same name twice at one level"),
    "K170": Code(W, "目标低于自身上年水平", "target easier than own history"),
    "K171": Code(W, "目标明显低于同类水平", "target far easier than peers"),
    "K180": Code(W, "人工评分占比过大", "much of the total is scored by persons"),
    "K181": Code(W, "加分不封顶", "bonus without cap"),
    "K190": Code(E, "等次分数线达不到", "grade threshold out of reach"),
    "K191": Code(E, "等次比例之和超过100%", "quotas above 100 %"),
    "K192": Code(W, "测评折算不合理", "conversion of votes makes no sense"),
    "K193": Code(W, "缺少考核依据", "no basis document"),
    "K194": Code(N, "含有假定数值", "assumed numbers"),
}


def finding(code: str, place: Place, message: str, proposal: str = "") -> Finding:
    """Make a finding with the severity of its code."""
    return Finding(code, CODES[code].severity, place, message, proposal)
