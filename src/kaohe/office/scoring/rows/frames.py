"""The data of a large cycle as frames of the bulk engine: figures leave PostgreSQL by COPY and never become objects."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import polars as pl
import psycopg
from django.db import connection, models
from django.db.models import F
from django.db.models.functions import Cast

from kaohe.criteria.model import InputType
from kaohe.office.monitoring.models.figures import PLACES
from kaohe.office.planning.models import Cycle, Indicator
from kaohe.office.scoring.moments import Moment
from kaohe.office.scoring.rows.events import events_of
from kaohe.office.scoring.rows.facts import Leaf
from kaohe.office.scoring.rows.figures import counted_rows
from kaohe.office.scoring.rows.targets import earlier_figures, targets_of
from kaohe.office.scoring.rows.units import keys_of, units_of
from kaohe.scheme.model import Scheme
from kaohe.scoring.bulk.data import events_frame
from kaohe.scoring.facts import UnitRow

SCALE = 10**PLACES
"""Figures are whole numbers of ten-thousandths: exactly what the column holds."""


@dataclass(frozen=True, slots=True)
class Frames:
    """What `kaohe.scoring.bulk.score_frame` takes."""

    units: pl.DataFrame
    facts: pl.DataFrame
    events: pl.DataFrame


def frames(cycle: Cycle, scheme: Scheme, moment: Moment) -> Frames:
    """Read the data of one run as frames: the same content as `kaohe.office.scoring.rows.dataset.dataset`."""
    known = keys_of(units_of(cycle, moment))
    leaves = {leaf.code: leaf for leaf in scheme.leaves}
    codes = dict(Indicator.objects.filter(cycle=cycle, code__in=leaves).values_list("pk", "code"))
    facts = _figures(cycle, moment, known, codes)
    facts = _meant(facts, {code: Leaf(leaf) for code, leaf in leaves.items()})
    facts = _with_amounts(facts, cycle, moment, scheme, codes)
    keep = ["unit", "indicator", "period", "actual", "target", "previous", "applicable", "input", "value", "text"]
    if not facts["input"].null_count() < len(facts):
        keep = keep[:-3]
    return Frames(_units(known), facts.select(keep), events_frame(list(events_of(cycle, moment, scheme, known))))


def _figures(cycle: Cycle, moment: Moment, units: dict[int, UnitRow], codes: dict[int, str]) -> pl.DataFrame:
    """Copy the figures that count out of the database."""
    prefix = "" if moment.at is None else "figure__"
    scaled = Cast(F("value") * SCALE, models.BigIntegerField())
    rows = counted_rows(cycle, moment).values_list(
        *(f"{prefix}{name}" for name in ("unit", "indicator", "input", "period")), scaled, "text", "is_applicable"
    )
    names = ["unit_key", "indicator_key", "name", "period", "number", "text", "applies"]
    kinds: dict[str, Any] = dict.fromkeys(names, pl.String)
    kinds |= {"unit_key": pl.Int64, "indicator_key": pl.Int64, "number": pl.Int64, "period": pl.Categorical}
    found = pl.read_csv(copied(rows), has_header=False, new_columns=names, schema_overrides=list(kinds.values()))
    unit_ids, classes = {k: u.id for k, u in units.items()}, {k: u.class_id for k, u in units.items()}
    return found.filter(pl.col("unit_key").is_in(list(units)), pl.col("indicator_key").is_in(list(codes))).with_columns(
        unit=pl.col("unit_key").replace_strict(unit_ids, return_dtype=pl.Enum(sorted(unit_ids.values()))),
        indicator=pl.col("indicator_key").replace_strict(codes, return_dtype=pl.Enum(sorted(codes.values()))),
        class_id=pl.col("unit_key").replace_strict(classes, return_dtype=pl.Enum(sorted(set(classes.values())))),
    )


def copied(rows: models.QuerySet[Any, Any]) -> BytesIO:
    """Give the rows of a query as CSV, straight from the server."""
    sql, params = rows.order_by().query.sql_with_params()
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    told = psycopg.ClientCursor(raw).mogrify(sql, params)  # COPY takes no parameters: they are quoted here
    out = BytesIO()
    with raw.cursor() as cursor, cursor.copy(f"COPY ({told}) TO STDOUT (FORMAT csv)".encode()) as source:
        for chunk in source:
            out.write(chunk)
    out.seek(0)
    return out


def _meant(facts: pl.DataFrame, leaves: dict[str, Leaf]) -> pl.DataFrame:
    """Tell figures, values of named inputs, flags, choices and nil reports apart, as `rows.facts` does."""
    main = {code: leaf.main for code, leaf in leaves.items() if leaf.main is not None}
    kinds = {(code, name): inp.type for code, leaf in leaves.items() for name, inp in leaf.by_name.items()} | {
        (code, ""): inp.type for code, inp in main.items()
    }
    table = pl.DataFrame(
        [(code, name, str(kind)) for (code, name), kind in kinds.items()],
        schema={"code": pl.String, "name": pl.String, "kind": pl.String},
        orient="row",
    ).with_columns(code=pl.col("code").cast(facts.schema["indicator"]))
    own = pl.DataFrame(
        [(code, inp.name) for code, inp in main.items() if inp.type in (InputType.FLAG, InputType.CHOICE)],
        schema={"code": pl.String, "own": pl.String},
        orient="row",
    ).with_columns(code=pl.col("code").cast(facts.schema["indicator"]))
    applying = [(c, leaf.code) for leaf in leaves.values() for c in leaf.points]
    allowed = pl.DataFrame(applying, schema={"c": pl.String, "i": pl.String}, orient="row").with_columns(
        c=pl.col("c").cast(pl.String), i=pl.col("i").cast(facts.schema["indicator"])
    )
    facts = facts.with_columns(c=pl.col("class_id").cast(pl.String), name=pl.col("name").fill_null(""))
    facts = facts.join(allowed, left_on=["c", "indicator"], right_on=["c", "i"], how="semi")
    facts = facts.join(table, left_on=["indicator", "name"], right_on=["code", "name"], how="left")
    facts = facts.join(own, left_on="indicator", right_on="code", how="left")
    is_nil = pl.col("number").is_null() & pl.col("text").fill_null("").eq("") & pl.col("applies").eq("t")
    number = pl.when(is_nil & pl.col("kind").eq("count")).then(0).otherwise(pl.col("number"))
    is_bare = pl.col("name").eq("") & pl.col("own").is_null()
    is_flag = pl.col("kind").eq("flag") & pl.col("applies").eq("t")
    flag = pl.when(is_flag).then(pl.col("text").fill_null("").eq("true").cast(pl.Int64) * SCALE)
    return facts.with_columns(
        actual=pl.when(is_bare).then(number),
        input=pl.when(~is_bare).then(pl.when(pl.col("name").eq("")).then(pl.col("own")).otherwise(pl.col("name"))),
        value=pl.when(~is_bare).then(flag.otherwise(number)),
        text=pl.when(~is_bare & pl.col("kind").eq("choice")).then(pl.col("text")),
        applicable=pl.col("applies").eq("t").cast(pl.Int64),
    )


def _with_amounts(
    facts: pl.DataFrame, cycle: Cycle, moment: Moment, scheme: Scheme, codes: dict[int, str]
) -> pl.DataFrame:
    """Put the unit's target and last year's figure beside each figure."""
    kind = facts.schema["indicator"]
    targets = [(u, c, int(v * SCALE)) for (u, c), v in targets_of(cycle, moment, codes).items()]
    beside = pl.DataFrame(targets, schema={"u": pl.Int64, "i": pl.String, "target": pl.Int64}, orient="row")
    facts = facts.join(
        beside.with_columns(i=pl.col("i").cast(kind)),
        left_on=["unit_key", "indicator"],
        right_on=["u", "i"],
        how="left",
    )
    earlier = [(u, c, part, int(v * SCALE)) for (u, c, part), v in earlier_figures(cycle, moment, scheme).items()]
    if not earlier:
        return facts.with_columns(previous=pl.lit(None, dtype=pl.Int64))
    schema = {"u": pl.Int64, "i": pl.String, "part": pl.String, "previous": pl.Int64}
    before = pl.DataFrame(earlier, schema=schema, orient="row").with_columns(i=pl.col("i").cast(kind))
    facts = facts.with_columns(part=pl.col("period").cast(pl.String).str.slice(4))
    return facts.join(before, left_on=["unit_key", "indicator", "part"], right_on=["u", "i", "part"], how="left")


def _units(units: dict[int, UnitRow]) -> pl.DataFrame:
    names = sorted({name for unit in units.values() for name in unit.attributes})
    columns = {"unit": [u.id for u in units.values()], "class": [u.class_id for u in units.values()]}
    columns |= {name: [u.attributes.get(name, "") or None for u in units.values()] for name in names}  # type: ignore[misc]
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
