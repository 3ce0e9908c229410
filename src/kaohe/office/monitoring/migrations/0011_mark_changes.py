"""The database marks every change of figures and targets: no writer can forget it, whatever way it takes."""

from __future__ import annotations

from django.db import migrations

FUNCTION = """
CREATE FUNCTION {table}_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO monitoring_change (cycle_key, period, unit_key, count)
    SELECT cycle_id, period, unit_id, count(*)
    FROM (SELECT cycle_id, {period} AS period, unit_id FROM changed) AS rows GROUP BY cycle_id, period, unit_id;
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_mark_new AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {table}_mark();
CREATE TRIGGER {table}_mark_before AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {table}_mark();
CREATE TRIGGER {table}_mark_after AFTER UPDATE ON {table}
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {table}_mark();
CREATE TRIGGER {table}_mark_gone AFTER DELETE ON {table}
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {table}_mark();
"""
"""An update marks where a row was and where it is: it may have moved."""

DROP = """
DROP TRIGGER {table}_mark_new ON {table};
DROP TRIGGER {table}_mark_before ON {table};
DROP TRIGGER {table}_mark_after ON {table};
DROP TRIGGER {table}_mark_gone ON {table};
DROP FUNCTION {table}_mark();
"""

MARKED = (("monitoring_figure", "period"), ("planning_target", "''"))


class Migration(migrations.Migration):
    """Mark changes."""

    dependencies = [("monitoring", "0010_keep_versions"), ("planning", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTION.format(table=table, period=period), DROP.format(table=table))
        for table, period in MARKED
    ]
