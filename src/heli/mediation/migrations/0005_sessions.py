"""Sessions; what was recorded of one is never changed."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION heli_keep_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.held_at IS NOT NULL THEN
    RAISE EXCEPTION 'a session that was recorded is not changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mediation_session_kept BEFORE UPDATE OR DELETE ON mediation_session
  FOR EACH ROW EXECUTE FUNCTION heli_keep_session();
"""

BACKWARD = """
DROP TRIGGER mediation_session_kept ON mediation_session;
DROP FUNCTION heli_keep_session();
"""


class Migration(migrations.Migration):
    """The table, then its trigger."""

    dependencies = [
        ("cases", "0016_charges"),
        ("mediation", "0004_agreement"),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField(verbose_name="day and hour")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="planned minutes")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("link", models.CharField(blank=True, max_length=300, verbose_name="link to join from elsewhere")),
                ("open_doors", models.BooleanField(default=False, verbose_name="in public")),
                ("interpreter", models.CharField(blank=True, max_length=200, verbose_name="interpreter")),
                ("support", models.CharField(blank=True, max_length=200, verbose_name="support")),
                ("guests", models.CharField(blank=True, max_length=300, verbose_name="guests")),
                ("called_at", models.DateTimeField()),
                ("moved", models.PositiveSmallIntegerField(default=0)),
                ("wish", models.CharField(blank=True, max_length=300, verbose_name="request to move it")),
                ("reminded_at", models.DateTimeField(null=True)),
                ("held_at", models.DateTimeField(null=True)),
                ("attendance", models.JSONField(default=dict)),
                ("record", models.TextField(blank=True, verbose_name="record")),
                ("agreed", models.TextField(blank=True, verbose_name="agreed on so far")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mediation_sessions", to="cases.case"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("held_at__isnull", True)), fields=["at"], name="mediation_to_come")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="mediation_session_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("held_at__isnull", True)),
                        fields=("case",),
                        name="mediation_one_session_to_come",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
