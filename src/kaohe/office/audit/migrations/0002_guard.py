"""The database itself refuses to change, remove or empty the log.

``ENABLE ALWAYS``: the guard also holds in a session that replays a replica. Whoever owns the table can still drop the
trigger; the check of the log says so, and the seals show what was done behind its back.
"""

from __future__ import annotations

from django.db import migrations

GUARD = """
CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only: % refused', TG_OP;
END $$;
CREATE TRIGGER audit_entry_keep_rows BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse();
CREATE TRIGGER audit_entry_keep_table BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse();
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_keep_rows;
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_keep_table;
"""
UNGUARD = """
DROP TRIGGER audit_entry_keep_rows ON audit_entry;
DROP TRIGGER audit_entry_keep_table ON audit_entry;
DROP FUNCTION audit_entry_refuse();
"""


class Migration(migrations.Migration):
    """Guard the log."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
