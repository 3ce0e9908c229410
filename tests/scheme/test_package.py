"""The door of the package."""

import importlib
import subprocess
import sys

import kaohe.scheme


def test_every_public_name_is_there() -> None:
    for name in kaohe.scheme.__all__:
        assert getattr(kaohe.scheme, name).__module__.startswith("kaohe.scheme.")


def test_no_public_name_hides_a_module() -> None:
    for name in kaohe.scheme.__all__:
        assert importlib.util.find_spec(f"kaohe.scheme.{name}") is None


def test_the_package_alone_loads_no_heavy_library() -> None:
    code = "import sys, kaohe.scheme; print({'polars', 'pydantic', 'openpyxl', 'docx', 'yaml'} & set(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "set()"
