"""The database itself refuses to change or remove a saved scheme: what was approved is what is scored."""

from __future__ import annotations

from django.db import migrations

GUARD = """
CREATE FUNCTION planning_schemeversion_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'versions of schemes are never changed: % refused', TG_OP;
END $$;
CREATE TRIGGER planning_schemeversion_keep_rows BEFORE DELETE ON planning_schemeversion
    FOR EACH ROW EXECUTE FUNCTION planning_schemeversion_refuse();
CREATE TRIGGER planning_schemeversion_keep_document BEFORE UPDATE ON planning_schemeversion
    FOR EACH ROW WHEN (
        (OLD.cycle_id, OLD.number, OLD.document, OLD.hash)
        IS DISTINCT FROM (NEW.cycle_id, NEW.number, NEW.document, NEW.hash)
    ) EXECUTE FUNCTION planning_schemeversion_refuse();
ALTER TABLE planning_schemeversion ENABLE ALWAYS TRIGGER planning_schemeversion_keep_rows;
ALTER TABLE planning_schemeversion ENABLE ALWAYS TRIGGER planning_schemeversion_keep_document;
"""
UNGUARD = """
DROP TRIGGER planning_schemeversion_keep_document ON planning_schemeversion;
DROP TRIGGER planning_schemeversion_keep_rows ON planning_schemeversion;
DROP FUNCTION planning_schemeversion_refuse();
"""


class Migration(migrations.Migration):
    """Guard the versions."""

    dependencies = [("planning", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
