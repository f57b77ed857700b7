"""The database notes which chains have new entries, and refuses to change or drop what was sealed.

The note is taken once for each statement and chain; its function runs as its owner, so that whoever may append an
entry needs no right to the list of notes.
"""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION heli_audit_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO audit_changedchain (chain) SELECT DISTINCT chain FROM appended;
  RETURN NULL;
END $$;

CREATE TRIGGER audit_entry_changed AFTER INSERT ON audit_entry REFERENCING NEW TABLE AS appended
  FOR EACH STATEMENT EXECUTE FUNCTION heli_audit_changed();

INSERT INTO audit_changedchain (chain) SELECT DISTINCT chain FROM audit_entry;

CREATE FUNCTION heli_audit_head_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.position <> OLD.position OR NEW.chain <> OLD.chain OR NEW.seq < OLD.seq OR NEW.sealed < OLD.sealed THEN
    RAISE EXCEPTION 'the sealed head of % cannot go back', OLD.chain USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER audit_sealedhead_grows BEFORE UPDATE ON audit_sealedhead
  FOR EACH ROW EXECUTE FUNCTION heli_audit_head_grows();
CREATE TRIGGER audit_sealedhead_kept BEFORE DELETE ON audit_sealedhead
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
CREATE TRIGGER audit_sealedgroup_kept BEFORE DELETE ON audit_sealedgroup
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
CREATE TRIGGER audit_checkpoint_frozen BEFORE UPDATE OR DELETE ON audit_checkpoint
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
CREATE TRIGGER audit_verification_frozen BEFORE UPDATE OR DELETE ON audit_verification
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
"""

BACKWARD = """
DROP TRIGGER audit_verification_frozen ON audit_verification;
DROP TRIGGER audit_checkpoint_frozen ON audit_checkpoint;
DROP TRIGGER audit_sealedgroup_kept ON audit_sealedgroup;
DROP TRIGGER audit_sealedhead_kept ON audit_sealedhead;
DROP TRIGGER audit_sealedhead_grows ON audit_sealedhead;
DROP FUNCTION heli_audit_head_grows();
DROP TRIGGER audit_entry_changed ON audit_entry;
DROP FUNCTION heli_audit_changed();
"""


class Migration(migrations.Migration):
    """Triggers of the checkpoints."""

    dependencies = [("audit", "0003_seals")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
