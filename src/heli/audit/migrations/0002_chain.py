"""The database keeps the chain: it numbers and hashes each new entry and refuses every change.

The hash is the one of ``heli.kernel.chains.link``. The advisory lock serialises writers of one chain only.
"""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION heli_audit_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.chain, 0));
  SELECT seq, digest INTO last FROM audit_entry WHERE chain = NEW.chain ORDER BY seq DESC LIMIT 1;
  NEW.seq := coalesce(last.seq, 0) + 1;
  NEW.previous := coalesce(last.digest, decode(repeat('00', 32), 'hex'));
  NEW.digest := sha256(
    '\x68656c692d636861696e2d3100'::bytea || NEW.previous || int8send(NEW.seq::bigint) || convert_to(NEW.content, 'UTF8')
  );
  RETURN NEW;
END $$;

CREATE FUNCTION heli_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: the record is append-only', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER audit_entry_link BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION heli_audit_link();
CREATE TRIGGER audit_entry_frozen BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
"""

BACKWARD = """
DROP TRIGGER audit_entry_frozen ON audit_entry;
DROP TRIGGER audit_entry_link ON audit_entry;
DROP FUNCTION heli_refuse_change();
DROP FUNCTION heli_audit_link();
"""


class Migration(migrations.Migration):
    """Chain trigger and append-only trigger of the audit record."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
