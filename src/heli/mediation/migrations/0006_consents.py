"""What a side alone decides: whether who is named later reads its earlier private talks, and who may listen."""

import django.db.models.deletion
from django.db import migrations, models

SYSTEM = """starts_with(current_setting('heli.actor', true), '{"key":"system"')"""
FORWARD = r"""
CREATE FUNCTION heli_reads_talk(about bigint, open_to_all boolean, room bigint, written timestamptz)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  naming bigint;
  named_at timestamptz;
  opened boolean;
BEGIN
  IF NOT heli_mediates(about) THEN
    RETURN CASE WHEN open_to_all THEN heli_takes_part(about) ELSE heli_speaks_as(about, room) END;
  END IF;
  IF open_to_all THEN
    RETURN true;
  END IF;
  SELECT id, since INTO naming, named_at FROM mediation_mediating
    WHERE case_id = about AND until IS NULL AND 'staff:' || user_id = heli_context() ->> 'key';
  IF written >= named_at THEN
    RETURN true;
  END IF;
  SELECT allowed INTO opened FROM mediation_earliertalks
    WHERE mediating_id = naming AND party_id IS NOT DISTINCT FROM room ORDER BY id DESC LIMIT 1;
  RETURN coalesce(opened, false);
END $$;

DROP POLICY heli_read ON mediation_roomitem;
CREATE POLICY heli_read ON mediation_roomitem FOR SELECT
  USING (%SYSTEM% OR heli_reads_talk(case_id, NOT private OR shown_at IS NOT NULL, party_id, at));
DROP FUNCTION heli_reads_room(bigint, boolean, bigint);

CREATE TRIGGER mediation_earliertalks_frozen BEFORE UPDATE OR DELETE ON mediation_earliertalks
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
CREATE TRIGGER mediation_sessionconsent_frozen BEFORE UPDATE OR DELETE ON mediation_sessionconsent
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();

ALTER TABLE mediation_earliertalks ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_read ON mediation_earliertalks FOR SELECT
  USING (%SYSTEM% OR heli_speaks_as(case_id, party_id) OR heli_mediates(case_id));
CREATE POLICY heli_add ON mediation_earliertalks FOR INSERT
  WITH CHECK (%SYSTEM% OR (heli_speaks_as(case_id, party_id) AND "by" = heli_context() ->> 'key'
    AND EXISTS (
      SELECT FROM mediation_mediating m WHERE m.id = mediating_id AND m.case_id = mediation_earliertalks.case_id
    )));
""".replace("%SYSTEM%", SYSTEM)

BACKWARD = r"""
DROP POLICY heli_read ON mediation_earliertalks;
DROP POLICY heli_add ON mediation_earliertalks;
DROP TRIGGER mediation_earliertalks_frozen ON mediation_earliertalks;
DROP TRIGGER mediation_sessionconsent_frozen ON mediation_sessionconsent;
CREATE FUNCTION heli_reads_room(about bigint, open_to_all boolean, room bigint)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF heli_mediates(about) THEN
    RETURN true;
  END IF;
  RETURN CASE WHEN open_to_all THEN heli_takes_part(about) ELSE heli_speaks_as(about, room) END;
END $$;
DROP POLICY heli_read ON mediation_roomitem;
CREATE POLICY heli_read ON mediation_roomitem FOR SELECT
  USING (%SYSTEM% OR heli_reads_room(case_id, NOT private OR shown_at IS NOT NULL, party_id));
DROP FUNCTION heli_reads_talk(bigint, boolean, bigint, timestamptz);
""".replace("%SYSTEM%", SYSTEM)


class Migration(migrations.Migration):
    """The tables, then functions, triggers and policies."""

    dependencies = [
        ("cases", "0016_charges"),
        ("mediation", "0005_sessions"),
    ]

    operations = [
        migrations.CreateModel(
            name="EarlierTalks",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("allowed", models.BooleanField()),
                ("by", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "mediating",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earlier_talks",
                        to="mediation.mediating",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["mediating", "id"], name="mediation_earlier_naming")],
            },
        ),
        migrations.CreateModel(
            name="SessionConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(choices=[("guests", "Guests"), ("open_doors", "In public")], max_length=10)),
                ("agrees", models.BooleanField()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("own_page", "on the page of the matter"),
                            ("in_person", "in person"),
                            ("by_phone", "by telephone or video"),
                            ("in_writing", "in writing"),
                        ],
                        max_length=10,
                    ),
                ),
                ("said_by", models.CharField(blank=True, max_length=100, verbose_name="who said so")),
                ("said_at", models.DateTimeField()),
                ("by", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "event",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.event"),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="mediation.session"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["session", "id"], name="mediation_session_consent")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
