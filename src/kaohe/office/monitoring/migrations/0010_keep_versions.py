"""The database itself refuses to change, remove or empty what was once reported: any score can be computed again."""

from __future__ import annotations

from django.db import migrations

GUARD = """
CREATE FUNCTION monitoring_figureversion_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'versions of figures are append-only: % refused', TG_OP;
END $$;
CREATE TRIGGER monitoring_figureversion_keep_rows BEFORE UPDATE OR DELETE ON monitoring_figureversion
    FOR EACH ROW EXECUTE FUNCTION monitoring_figureversion_refuse();
CREATE TRIGGER monitoring_figureversion_keep_table BEFORE TRUNCATE ON monitoring_figureversion
    FOR EACH STATEMENT EXECUTE FUNCTION monitoring_figureversion_refuse();
ALTER TABLE monitoring_figureversion ENABLE ALWAYS TRIGGER monitoring_figureversion_keep_rows;
ALTER TABLE monitoring_figureversion ENABLE ALWAYS TRIGGER monitoring_figureversion_keep_table;
"""
UNGUARD = """
DROP TRIGGER monitoring_figureversion_keep_rows ON monitoring_figureversion;
DROP TRIGGER monitoring_figureversion_keep_table ON monitoring_figureversion;
DROP FUNCTION monitoring_figureversion_refuse();
"""


class Migration(migrations.Migration):
    """Guard the versions."""

    dependencies = [("monitoring", "0002_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
