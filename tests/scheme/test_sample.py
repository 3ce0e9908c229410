from tests.scheme.sample import sample_spec

from kaohe.scheme.check import check
from kaohe.scheme.lint import lint


def test_the_sample_has_no_finding() -> None:
    assert [str(f) for f in lint(sample_spec())] == []


def test_the_sample_checks() -> None:
    scheme, findings = check(sample_spec())
    assert findings == []
    assert scheme is not None
    assert [node.code for _depth, node in scheme.walk()] == ["A", "A1", "A2", "B", "B1", "B2", "C"]
    assert scheme.by_code["A1"].points == {"town": 25, "street": 10}
    assert scheme.by_code["A1"].owner == "县统计局"
    assert scheme.by_code["A1"].frequency == "quarterly"
    assert scheme.composition_of("A1").weights == {"H1": 30, "year": 70}
    assert scheme.grades[0].quota_by_unit_grade == {"优秀": 25, "合格": 20}
    assert [e.column for e in scheme.exclusions] == ["status", "unit_grade"]
