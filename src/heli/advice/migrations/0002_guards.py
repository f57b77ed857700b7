"""What callers leave is shown to the desk's unit, to whoever proves that it is theirs, and to the system.

What was asked and told is shown besides to whoever sees the case that it led to. A wish to be contacted by a helper is
shown to that helper's account alone: no stand-in, no leader, no auditor. ``heli.audit.naming`` names the guarded tables.
"""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION heli_advises(wanted bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  post jsonb;
  of_desk bigint := (SELECT unit_id FROM advice_advicedesk WHERE id = wanted);
BEGIN
  FOR post IN SELECT * FROM jsonb_array_elements(heli_context() -> 'posts') LOOP
    IF (post ->> 'unit')::bigint = of_desk
      AND post ->> 'duty' IN ('intake', 'member', 'leader', 'coordinator') THEN
      RETURN true;
    END IF;
  END LOOP;
  RETURN false;
END $$;

CREATE FUNCTION heli_helps(wanted bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM advice_helper WHERE id = wanted AND heli_context() ->> 'key' = 'staff:' || user_id::text
  );
END $$;

CREATE TRIGGER advice_callback_written BEFORE INSERT ON advice_callback
  FOR EACH ROW EXECUTE FUNCTION heli_note_written();
CREATE TRIGGER advice_talk_written BEFORE INSERT ON advice_talk
  FOR EACH ROW EXECUTE FUNCTION heli_note_written();
CREATE TRIGGER advice_contactwish_written BEFORE INSERT ON advice_contactwish
  FOR EACH ROW EXECUTE FUNCTION heli_note_written();

ALTER TABLE advice_callback ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_read ON advice_callback FOR SELECT
  USING (%SYSTEM% OR heli_is_proved(reference) OR heli_advises(desk_id) OR heli_wrote('advice_callback', id));
CREATE POLICY heli_add ON advice_callback FOR INSERT WITH CHECK (current_setting('heli.actor', true) <> '');
CREATE POLICY heli_change ON advice_callback FOR UPDATE
  USING (%SYSTEM% OR heli_is_proved(reference) OR heli_advises(desk_id));
CREATE POLICY heli_remove ON advice_callback FOR DELETE USING (%SYSTEM%);

ALTER TABLE advice_talk ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_read ON advice_talk FOR SELECT
  USING (%SYSTEM% OR heli_advises(desk_id) OR (case_id IS NOT NULL AND heli_sees(case_id))
    OR heli_wrote('advice_talk', id));
CREATE POLICY heli_add ON advice_talk FOR INSERT WITH CHECK (%SYSTEM% OR heli_advises(desk_id));
CREATE POLICY heli_change ON advice_talk FOR UPDATE USING (%SYSTEM% OR heli_advises(desk_id));
CREATE POLICY heli_remove ON advice_talk FOR DELETE USING (%SYSTEM%);

ALTER TABLE advice_contactwish ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_read ON advice_contactwish FOR SELECT
  USING (%SYSTEM% OR heli_helps(helper_id) OR heli_wrote('advice_contactwish', id));
CREATE POLICY heli_add ON advice_contactwish FOR INSERT WITH CHECK (current_setting('heli.actor', true) <> '');
CREATE POLICY heli_change ON advice_contactwish FOR UPDATE USING (%SYSTEM%);
CREATE POLICY heli_remove ON advice_contactwish FOR DELETE USING (%SYSTEM%);
""".replace("%SYSTEM%", """starts_with(current_setting('heli.actor', true), '{"key":"system"')""")

TABLES = ("advice_callback", "advice_talk", "advice_contactwish")
BACKWARD = (
    "".join(
        f"DROP POLICY heli_read ON {table}; DROP POLICY heli_add ON {table}; DROP POLICY heli_change ON {table};"
        f"DROP POLICY heli_remove ON {table}; DROP TRIGGER {table}_written ON {table};"
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;"
        for table in TABLES
    )
    + "DROP FUNCTION heli_advises(bigint); DROP FUNCTION heli_helps(bigint);"
)


class Migration(migrations.Migration):
    """The policies of the three tables."""

    dependencies = [("advice", "0001_initial"), ("cases", "0007_internal_notes")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
