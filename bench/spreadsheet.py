"""The same leaf scores and roll-up as formulas of a workbook, recalculated by LibreOffice: what offices do today."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import polars as pl
import xlsxwriter

from eight_families import FIGURES, LEAVES, SCALE, Leaf, leaves, nodes, roots
from eight_scheme import scheme
from kaohe.scoring.bulk.engine import score_data
from kaohe.scoring.bulk.files import read_parquet

FORMULAS = {
    "ratio": "MIN(100,100*{a}/{t})",
    "step_deduct": "MAX(0,100-{d}*MAX(0,100-{a}/{t}*100))",
    "step_add": "IF({a}>={g},MIN(100,60+{d}*({a}-{g})),0)",
    "flat": "IF({a}>={g},100,0)",
    "bands": "IF({a}>=90,100,IF({a}>=80,{p},IF({a}>=60,{q},0)))",
    "per_event": "MAX(0,100-{d}*{a})",
    "efficacy": "MAX(0,MIN(100,60+40*({a}-{low})/({high}-{low})))",
    "growth": "MAX(0,100-{d}*MAX(0,{g}-({a}-{b})/ABS({b})*100))",
}


def report(folder: Path, cells: int) -> None:
    """Write the workbook, let LibreOffice recalculate and save it, and print the time."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        print("LibreOffice: not measured, soffice is not installed (apt package libreoffice-calc).")
        return
    units = cells // LEAVES
    workbook = folder / "sheet.xlsx"
    _write(folder / "in", workbook, units)
    seconds = _recalculate(office, workbook, folder / "recalculated")
    done, wrong = units * LEAVES, _wrong(folder / "recalculated" / workbook.name, folder / "in")
    print(
        f"LibreOffice Calc, load + recalculate + save of an equivalent workbook, {done:,} cells: {seconds:.1f} s, "
        f"{done / seconds:,.0f} cells/s (leaf scores and roll-up only; start of the program included). "
        f"Totals that differ from Kaohe's: {wrong} of {units:,}."
    )


def _wrong(recalculated: Path, source: Path) -> int:
    totals = pl.read_excel(recalculated, sheet_name="scores", has_header=False).to_series(-1)
    exact = score_data(scheme(), read_parquet(source)).totals.sort("unit")["base"].head(len(totals))
    return int(((totals * 100).round().cast(pl.Int64) != exact).sum())


SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""
"""Recalculate on load, always: by default Calc keeps the stored results of a file it did not write."""


def _recalculate(office: str, workbook: Path, out: Path) -> float:
    profile = out.with_name("profile")
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS)
    command = [office, "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", "xlsx"]
    start = time.perf_counter()
    subprocess.run([*command, "--outdir", str(out), str(workbook)], check=True, capture_output=True, timeout=1800)
    return time.perf_counter() - start


def _write(source: Path, target: Path, units: int) -> None:
    facts = pl.scan_parquet(source / "facts.parquet").slice(0, units * LEAVES).select(FIGURES).collect()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    figures, scores = book.add_worksheet("figures"), book.add_worksheet("scores")
    plan = leaves()
    for unit in range(units):
        rows = facts.slice(unit * LEAVES, LEAVES).rows()
        for k, row in enumerate(rows):
            for n, value in enumerate(row):
                if value is not None:
                    figures.write_number(unit, 3 * k + n, value / 10**SCALE)
            scores.write_formula(unit, k, "=" + _leaf(plan[k], unit, k))
        _roll_up(scores, plan, unit)
    book.close()


def _leaf(leaf: Leaf, unit: int, k: int) -> str:
    cell = [f"figures.{_name(unit, 3 * k + n)}".replace(".", "!") for n in range(3)]
    return f"ROUND({FORMULAS[leaf.family].format(a=cell[0], t=cell[1], b=cell[2], **leaf.numbers)},2)"


def _roll_up(sheet: xlsxwriter.worksheet.Worksheet, plan: list[Leaf], unit: int) -> None:
    at = {leaf.code: _name(unit, k) for k, leaf in enumerate(plan)}
    column = LEAVES
    levels = [
        [(code, [(at[p.code], p.weight) for p in plan if p.node == code]) for code, *_ in nodes()],
        [(root, [(f"@{c}", w) for c, r, w in nodes() if r == root]) for root, _ in roots()],
        [("total", [(f"@{root}", weight) for root, weight in roots()])],
    ]
    for level in levels:
        for code, parts in level:
            terms = "+".join(f"{at.get(cell.removeprefix('@'), cell)}*{weight}%" for cell, weight in parts)
            sheet.write_formula(unit, column, f"=ROUND({terms},2)")
            at[code] = _name(unit, column)
            column += 1


def _name(row: int, column: int) -> str:
    name: str = xlsxwriter.utility.xl_rowcol_to_cell(row, column)
    return name
