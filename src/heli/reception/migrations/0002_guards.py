"""What visitors leave is shown to the units that receive them, to the visitor with the code, and to the system.

The diary of hard cases is kept as it was written. ``heli.audit.naming`` names the guarded table.
"""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION heli_receives(wanted bigint[]) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  post jsonb;
BEGIN
  FOR post IN SELECT * FROM jsonb_array_elements(heli_context() -> 'posts') LOOP
    IF (post ->> 'unit')::bigint = ANY (wanted)
      AND post ->> 'duty' IN ('intake', 'member', 'leader', 'coordinator') THEN
      RETURN true;
    END IF;
  END LOOP;
  RETURN false;
END $$;

CREATE TRIGGER reception_visitor_written BEFORE INSERT ON reception_visitor
  FOR EACH ROW EXECUTE FUNCTION heli_note_written();

ALTER TABLE reception_visitor ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_read ON reception_visitor FOR SELECT
  USING (%SYSTEM% OR heli_is_proved(reference) OR heli_receives(units) OR heli_wrote('reception_visitor', id));
CREATE POLICY heli_add ON reception_visitor FOR INSERT WITH CHECK (current_setting('heli.actor', true) <> '');
CREATE POLICY heli_change ON reception_visitor FOR UPDATE
  USING (%SYSTEM% OR heli_is_proved(reference) OR heli_receives(units));
CREATE POLICY heli_remove ON reception_visitor FOR DELETE USING (%SYSTEM%);

CREATE FUNCTION heli_diary_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an entry of a diary is never changed or removed';
END $$;
CREATE TRIGGER reception_diary_stays BEFORE UPDATE OR DELETE ON reception_diaryentry
  FOR EACH ROW EXECUTE FUNCTION heli_diary_stays();
""".replace("%SYSTEM%", """starts_with(current_setting('heli.actor', true), '{"key":"system"')""")

BACKWARD = """
DROP TRIGGER reception_diary_stays ON reception_diaryentry;
DROP FUNCTION heli_diary_stays();
DROP POLICY heli_read ON reception_visitor;
DROP POLICY heli_add ON reception_visitor;
DROP POLICY heli_change ON reception_visitor;
DROP POLICY heli_remove ON reception_visitor;
ALTER TABLE reception_visitor DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
DROP TRIGGER reception_visitor_written ON reception_visitor;
DROP FUNCTION heli_receives(bigint[]);
"""


class Migration(migrations.Migration):
    """The policies of the table, and the trigger of the diary."""

    dependencies = [("reception", "0001_initial"), ("cases", "0007_internal_notes")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
