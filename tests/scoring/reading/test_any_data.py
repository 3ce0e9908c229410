"""Whatever stands in the tables: a dataset that fits the scheme, or problems with their places; never anything else."""

import csv
import io
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaohe.scoring.facts import Dataset
from kaohe.scoring.reading import read_data
from kaohe.scoring.reading.columns import COLUMNS
from kaohe.tables.problems import ProblemLog, Problems

CELLS = st.sampled_from(
    [
        "", "东山镇", "南街", "无名", "A", "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8",
        "A9", "J1", "V1", "c1", "c2", "领导", "q1",
        "0", "1", "-1", "2.5", "98%", "1.2万", "12人", "—", "-", "未报", "NaN", "#REF!", "=A1", "1e9", "９",
        "是", "省级", "优秀", "迟报",
        "2024", "2023", "2024Q1", "2024-03-05", "45356", "3/5/2024", "town", "街道", "veto", "grade",
        "score", "exclude", "\ufffd",
        "a\nb", '"', "x" * 300, "合计", "注：无",
    ]
)  # fmt: skip
WIDE = ["A1", "A1:目标", "A2:上年", "A3:迟报", "A9（分）", "人口", "优秀", "良好"]


@st.composite
def tables(draw, name):
    known = [alias for key, names in COLUMNS[name].items() for alias in (key, *names[:2])] + WIDE
    required = {"units": ["unit", "class"], "facts": ["unit"], "events": ["unit", "item"], "ballots": ["subject"]}.get(
        name, []
    )
    header = required + draw(st.lists(st.sampled_from(known), max_size=5, unique=True))
    rows = draw(st.lists(st.lists(CELLS, min_size=len(header), max_size=len(header)), max_size=5))
    stream = io.StringIO()
    csv.writer(stream).writerows([header, *rows])
    return stream.getvalue()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_tables(scheme, tmp_path_factory, data):
    folder: Path = tmp_path_factory.mktemp("data")
    (folder / "units.csv").write_text("unit,class\n东山镇,town\n南街,street\n")
    for name in data.draw(st.sets(st.sampled_from(list(COLUMNS)), min_size=1)):
        (folder / f"{name}.csv").write_text(data.draw(tables(name)))
    log = ProblemLog()
    try:
        dataset = read_data(folder, scheme, log)
    except Problems as problems:
        found = list(problems)
        assert any(not p.is_warning for p in found)
        assert all(p.place.file and str(p) for p in found)
    else:
        check(dataset, scheme)
        assert not log.errors


def check(dataset: Dataset, scheme):
    units = {u.id for u in dataset.units}
    codes = {i.code for i in scheme.leaves} | {a.code for a in scheme.adjustments}
    assert {f.unit for f in dataset.facts} | {e.unit for e in dataset.events} | {
        b.subject for b in dataset.ballots
    } <= units
    assert {f.indicator for f in dataset.facts} | {e.item for e in dataset.events} <= codes
    assert len({(f.unit, f.indicator, f.period) for f in dataset.facts}) == len(dataset.facts)
    assert len(dataset.hash) == 64
