"""What the preset tests share: the shipped scheme folders, their cases, and a pocket calculator for the cases."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from kaohe.presets import list_presets, preset_path
from kaohe.scheme import Scheme, load_scheme
from kaohe.scoring.reading import read_data
from kaohe.scoring.reference import score
from kaohe.scoring.sheet import ScoreSheet

SIGNS = str.maketrans({"−": "-", "－": "-", "＋": "+", "×": "*", "÷": "/", "（": "(", "）": ")", "，": ","})
OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def scheme_folders() -> Iterator[str]:
    """Ids of all shipped schemes: ``regime`` or ``regime/scheme``."""
    for preset in list_presets():
        for name in preset.schemes:
            yield f"{preset.id}/{name}".rstrip("/")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for a ``preset`` once per shipped scheme."""
    if "preset" in metafunc.fixturenames:
        metafunc.parametrize("preset", list(scheme_folders()), scope="module")


@pytest.fixture(scope="module")
def folder(preset: str) -> Path:
    return preset_path(preset)


@pytest.fixture(scope="module")
def scheme(folder: Path) -> Scheme:
    return load_scheme(folder)


@pytest.fixture(scope="module")
def sheet(folder: Path, scheme: Scheme) -> ScoreSheet:
    return score(scheme, read_data(folder / "data", scheme))


@pytest.fixture(scope="module")
def cases(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((folder / "cases.yaml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="session")
def calculate() -> Callable[[str], Fraction]:
    """A pocket calculator: ``5 − (100 − 92) × 0.1`` → 21/5, exact; knows + − × ÷ %, brackets, min and max."""

    def value(text: str) -> Fraction:
        plain = re.sub(r"(\d+(?:\.\d+)?)%", r"(\1/100)", str(text).translate(SIGNS))
        return node(ast.parse(plain, mode="eval").body)

    def node(at: ast.expr) -> Fraction:
        match at:
            case ast.Constant(value=number):
                return Fraction(str(number))
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return -node(inner)
            case ast.BinOp(left=left, op=op, right=right):
                return OPERATORS[type(op)](node(left), node(right))
            case ast.Call(func=ast.Name(id="min"), args=args):
                return min(map(node, args))
            case ast.Call(func=ast.Name(id="max"), args=args):
                return max(map(node, args))
        raise ValueError(ast.dump(at))

    return value


@pytest.fixture(scope="session")
def rounded() -> Callable[[Fraction, int], str]:
    """四舍五入 by the book: half away from zero, written with all its places."""

    def write(number: Fraction, places: int) -> str:
        units = int(abs(number) * 10**places + Fraction(1, 2))
        sign = "-" if number < 0 and units else ""
        whole, part = divmod(units, 10**places)
        return f"{sign}{whole}" + (f".{part:0{places}d}" if places else "")

    return write
