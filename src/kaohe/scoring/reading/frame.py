"""Facts in bulk: millions of rows as a lazy frame of scaled integers, without a Python object a figure.

Only what can be read in one way without a scheme is taken: plain numbers, empty cells and the words for "not
applicable". Figures with units (98%, 1.2万) need the indicator's own unit and are read by `read_data`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from kaohe.scoring.reading.columns import FACTS, table_named
from kaohe.scoring.reading.folder import SUFFIXES, data_files
from kaohe.scoring.reading.kinds import NO_FIGURES, NOT_IN_BULK, WIDE_IN_BULK
from kaohe.tables.absence import NOT_APPLICABLE_WORDS, NOT_REPORTED_WORDS
from kaohe.tables.kinds import DOUBLE_COLUMN, NO_COLUMN
from kaohe.tables.names import key_of
from kaohe.tables.place import Place
from kaohe.tables.problems import ProblemLog
from kaohe.tables.read import read_table

DIGITS = 4
"""Decimal places of the scaled integers: 12.5 is 125000."""

NUMBERS = ("actual", "target", "previous", "value")
_TEXTS = ("unit", "indicator", "period", "input")
_EXACT, _NOISE = 2.0**50, 2.0**-52
"""Where floats stop telling such figures apart, and how far a product with the scale may lie from the number meant."""

_MOST_SHOWN = 100
"""Bad cells shown of one column."""


def read_facts_frame(folder: Path | str, digits: int = DIGITS) -> pl.LazyFrame:
    """Read the facts of a DATA folder for the bulk engine.

    Parameters
    ----------
    folder
        DATA folder; its files of facts are put together. UTF-8 CSV and Parquet are scanned lazily.
    digits
        Decimal places kept; more of them in the data is a problem, not a rounding.

    Returns
    -------
    polars.LazyFrame
        One row a figure: ``unit``, ``indicator`` and, as far as the files have them, ``period`` and ``input`` (String);
        ``actual``, ``target``, ``previous`` and ``value`` (Int64, figure times ``10**digits``; null: not reported);
        ``text`` (String, a value that is no number: a choice); ``applicable`` (Boolean).

    Raises
    ------
    Problems
        With the cells that are no plain numbers, up to a hundred a column, and missing columns.
    """
    log = ProblemLog()
    frames = [
        _scaled(frame, file, digits, log)
        for file in data_files(Path(folder), log)
        if table_named(file.stem) == "facts" and file.suffix.lower() in SUFFIXES
        for frame in [_named_columns(_scanned(file), file, log)]
        if frame is not None
    ]
    if not frames and not log.error_count:
        log.add(NO_FIGURES, Place(str(folder)))
    log.raise_if_any()
    return pl.concat(frames, how="diagonal")


def _scanned(file: Path) -> pl.LazyFrame:
    if file.suffix.lower() == ".parquet":
        return pl.scan_parquet(file)
    if file.suffix.lower() == ".csv" and _is_plain_utf8(file):
        return pl.scan_csv(file, infer_schema=False)
    table = read_table(file, columns=FACTS)
    names = [c.key or c.name for c in table.columns]
    return pl.LazyFrame([texts for _, texts in table.grid], schema=dict.fromkeys(names, pl.String), orient="row")


def _is_plain_utf8(file: Path) -> bool:
    with file.open("rb") as stream:
        head = stream.read(1 << 20)
    try:
        head[: head.rfind(b"\n") + 1].decode()
    except UnicodeDecodeError:
        return False
    return True


def _named_columns(frame: pl.LazyFrame, file: Path, log: ProblemLog) -> pl.LazyFrame | None:
    """Call the columns by their keys; a wide table of bare codes becomes long."""
    names = frame.collect_schema().names()
    keys = {name: key_of(name, FACTS) for name in names}
    place = Place(str(file))
    if len({k for k in keys.values() if k}) < len([k for k in keys.values() if k]):
        log.add(DOUBLE_COLUMN, place, ", ".join(names), column="", first="")
        return None
    frame = frame.rename({name: key for name, key in keys.items() if key})
    if "unit" not in keys.values():
        log.add(NO_COLUMN, place, column="unit", aliases=", ".join(FACTS["unit"]))
        return None
    if "indicator" in keys.values():
        return frame.select([key for key in keys.values() if key and key != "class"])
    return _long(frame, [name for name, key in keys.items() if not key], place, log)


def _long(frame: pl.LazyFrame, codes: Sequence[str], place: Place, log: ProblemLog) -> pl.LazyFrame | None:
    split = [code for code in codes if ":" in code or "：" in code]
    if split:
        log.add(WIDE_IN_BULK, place, split[0])
        return None
    index = [name for name in ("unit", "period") if name in frame.collect_schema().names()]
    return frame.unpivot(on=list(codes), index=index, variable_name="indicator", value_name="actual")


def _scaled(frame: pl.LazyFrame, file: Path, digits: int, log: ProblemLog) -> pl.LazyFrame:
    """Turn every number into a scaled integer, and note cells that are none."""
    schema = frame.collect_schema()
    numbers = [name for name in NUMBERS if name in schema]
    for name in numbers:
        _note_bad_cells(frame, name, schema[name], file, digits, log)
    excused = [_is_excused(pl.col(name)) for name in ("actual", "value") if schema.get(name) == pl.String]
    texts = [pl.col(name).cast(pl.String).str.strip_chars() for name in _TEXTS if name in schema]
    new = [_integer(pl.col(name), schema[name], digits).alias(name) for name in numbers]
    if schema.get("value") == pl.String:
        new.append(_choice(pl.col("value")).alias("text"))
    applicable = ~pl.any_horizontal(excused) if excused else pl.lit(value=True)
    frame = frame.select(*texts, *new, applicable.alias("applicable"))
    blank_input = pl.col("input").replace("", None)
    return frame.with_columns(blank_input) if "input" in schema else frame


_PLAIN = r"^[+-]?[0-9]{1,14}(\.[0-9]*)?$"


def _integer(number: pl.Expr, dtype: pl.DataType, digits: int) -> pl.Expr:
    """Multiply by ``10**digits``, exactly."""
    scale: int = 10**digits
    if dtype == pl.String:
        text = number.str.strip_chars()
        plain = pl.when(text.str.contains(_PLAIN)).then(text)
        return _from_text(plain, digits)
    if dtype.is_float():
        whole = number.floor()  # the whole part apart: its product would leave the exact range of a float
        return whole.cast(pl.Int64) * scale + ((number - whole) * scale).round().cast(pl.Int64)
    if dtype.is_decimal():
        return _from_text(number.cast(pl.String), digits)
    return number.cast(pl.Int64) * scale


def _from_text(text: pl.Expr, digits: int) -> pl.Expr:
    """Move the point: digits before it and ``digits`` after it, as one integer."""
    whole = text.str.extract(r"^([^.]*)", 1)
    places = text.str.extract(r"\.([0-9]*)", 1).fill_null("").str.pad_end(digits, "0").str.slice(0, digits)
    return pl.concat_str(whole, places).cast(pl.Int64)


def _note_bad_cells(
    frame: pl.LazyFrame, name: str, dtype: pl.DataType, file: Path, digits: int, log: ProblemLog
) -> None:
    is_bad = _is_bad(pl.col(name), dtype, digits)
    if name == "value" and dtype == pl.String:
        is_bad &= _choice(pl.col(name)).is_null()
    column = frame.select(pl.col(name), is_bad.fill_null(value=False).alias("bad")).with_row_index("row", 2)
    bad = column.filter("bad").head(_MOST_SHOWN).collect(engine="streaming")
    for row, found, _ in bad.iter_rows():
        log.add(NOT_IN_BULK, Place(str(file), "", row), str(found), column=name, digits=str(digits))


def _is_bad(number: pl.Expr, dtype: pl.DataType, digits: int) -> pl.Expr:
    """Tell cells that are no number, too large, or finer than the scale."""
    most, scale = 10**14, 10.0**digits
    if dtype == pl.String:
        text = number.str.strip_chars()
        exact = text.str.contains(rf"^[+-]?[0-9]{{1,14}}(\.[0-9]{{0,{digits}}}0*)?$")
        return ~exact & ~_is_blank(text) & ~_is_excused(text)
    if dtype.is_float():
        scaled, is_whole = number * scale, number == number.floor()
        is_finer = (scaled.abs() >= _EXACT) | ((scaled - scaled.round()).abs() > scaled.abs() * _NOISE)
        return ~number.is_finite() | (number.abs() >= most) | (~is_whole & is_finer)
    if dtype.is_decimal():
        finer = number.cast(pl.String).str.contains(rf"\.[0-9]{{{digits}}}[0-9]*[1-9]")
        return finer | (number.abs() >= most)
    if dtype.is_integer():
        return number.abs() >= most
    return pl.lit(value=True)


def _is_blank(text: pl.Expr) -> pl.Expr:
    return text.str.to_lowercase().is_in(["", *NOT_REPORTED_WORDS])


def _is_excused(text: pl.Expr) -> pl.Expr:
    return text.str.strip_chars().str.to_lowercase().is_in(list(NOT_APPLICABLE_WORDS)).fill_null(value=False)


def _choice(value: pl.Expr) -> pl.Expr:
    """Give a value that is words: the text of a choice; yes and no are 1 and 0 only where written so."""
    text = value.str.strip_chars()
    return pl.when(text.str.contains(r"^[^0-9+\-.]") & ~_is_blank(text) & ~_is_excused(text)).then(text)
