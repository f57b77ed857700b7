"""The database refuses to change or drop what says that something was erased."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER retention_erasure_frozen BEFORE UPDATE OR DELETE ON retention_erasure
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
CREATE TRIGGER retention_hold_kept BEFORE DELETE ON retention_hold
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
"""
BACKWARD = """
DROP TRIGGER retention_hold_kept ON retention_hold;
DROP TRIGGER retention_erasure_frozen ON retention_erasure;
"""


class Migration(migrations.Migration):
    """Triggers on erasures and holds."""

    dependencies = [("retention", "0001_initial"), ("audit", "0002_chain")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
