"""Internal notes in a table of their own under row security: staff who see the case read them, residents never."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = r"""
INSERT INTO cases_internalnote (event_id, case_id, text)
SELECT id, case_id, internal_note FROM cases_event WHERE internal_note <> '';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;

CREATE TRIGGER cases_internalnote_frozen BEFORE UPDATE OR DELETE ON cases_internalnote
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();

-- A resident is named without posts: a query code proves the case and opens no note. What a resident tells in confidence,
-- of a conflict of interest for instance, is kept as such a note all the same.
CREATE FUNCTION heli_sees_note(about bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF jsonb_array_length(coalesce(heli_context() -> 'posts', '[]'::jsonb)) = 0 THEN
    RETURN false;
  END IF;
  RETURN heli_sees(about);
END $$;

ALTER TABLE cases_internalnote ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_read ON cases_internalnote FOR SELECT USING (%SYSTEM% OR heli_sees_note(case_id));
CREATE POLICY heli_add ON cases_internalnote FOR INSERT WITH CHECK (%SYSTEM% OR heli_sees(case_id));
""".replace("%SYSTEM%", """starts_with(current_setting('heli.actor', true), '{"key":"system"')""")

BACKWARD = """
DROP POLICY heli_read ON cases_internalnote;
DROP POLICY heli_add ON cases_internalnote;
ALTER TABLE cases_internalnote DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
DROP FUNCTION heli_sees_note(bigint);
DROP TRIGGER cases_internalnote_frozen ON cases_internalnote;
ALTER TABLE cases_event DISABLE TRIGGER cases_event_frozen;
UPDATE cases_event SET internal_note = kept.text FROM cases_internalnote kept WHERE kept.event_id = cases_event.id;
ALTER TABLE cases_event ENABLE TRIGGER cases_event_frozen;
"""


class Migration(migrations.Migration):
    """The table, its rows and its policies; the column of events goes."""

    dependencies = [("cases", "0006_row_security")]
    operations = [
        migrations.CreateModel(
            name="InternalNote",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="note_for_staff",
                        serialize=False,
                        to="cases.event",
                    ),
                ),
                ("text", models.TextField()),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
            ],
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RemoveField(model_name="event", name="internal_note"),
    ]
