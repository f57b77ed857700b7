"""Disputes, answers to the offer of mediation, who mediates, how it was found; under row security where a side must not read."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = r"""
CREATE TRIGGER mediation_answer_frozen BEFORE UPDATE OR DELETE ON mediation_answer
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
CREATE TRIGGER mediation_satisfaction_frozen BEFORE UPDATE OR DELETE ON mediation_satisfaction
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();

-- Whether who is named takes part in the case as this side; no party is the person it belongs to.
CREATE FUNCTION heli_is_side(about bigint, party bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  known text;
  number integer;
BEGIN
  SELECT reference INTO known FROM cases_case WHERE id = about;
  IF party IS NULL THEN
    RETURN heli_is_own(known);
  END IF;
  SELECT side INTO number FROM cases_party WHERE id = party AND case_id = about;
  RETURN number IS NOT NULL AND heli_is_own(known || '-' || number);
END $$;

ALTER TABLE mediation_satisfaction ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_read ON mediation_satisfaction FOR SELECT
  USING (%SYSTEM% OR heli_is_side(case_id, party_id) OR heli_sees_note(case_id));
CREATE POLICY heli_add ON mediation_satisfaction FOR INSERT
  WITH CHECK (%SYSTEM% OR heli_is_side(case_id, party_id));
""".replace("%SYSTEM%", """starts_with(current_setting('heli.actor', true), '{"key":"system"')""")

BACKWARD = """
DROP POLICY heli_read ON mediation_satisfaction;
DROP POLICY heli_add ON mediation_satisfaction;
DROP FUNCTION heli_is_side(bigint, bigint);
DROP TRIGGER mediation_answer_frozen ON mediation_answer;
DROP TRIGGER mediation_satisfaction_frozen ON mediation_satisfaction;
"""


class Migration(migrations.Migration):
    """The tables, then triggers and policies."""

    initial = True

    dependencies = [
        ("cases", "0015_party_roles"),
        ("organizations", "0005_mediation_units"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Committee",
            fields=[
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="committee",
                        serialize=False,
                        to="organizations.unit",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Information officer"),
                            (2, "Mediation group"),
                            (3, "Committee of a village, community or enterprise"),
                            (4, "Committee of a town or street"),
                            (5, "District mediation centre"),
                        ],
                        verbose_name="level",
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("general", "All disputes"),
                            ("labour", "Labour disputes"),
                            ("medical", "Medical disputes"),
                            ("property", "Property management"),
                            ("land", "Land and forest"),
                            ("traffic", "Traffic accidents"),
                            ("consumer", "Consumer disputes"),
                        ],
                        default="general",
                        max_length=10,
                        verbose_name="sector",
                    ),
                ),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="dispute",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("request", models.TextField(blank=True, verbose_name="what is asked for")),
                ("answers", models.JSONField(default=dict)),
                ("support", models.CharField(blank=True, max_length=200, verbose_name="help that is needed")),
                ("remote", models.BooleanField(default=False, verbose_name="by video or telephone")),
                ("offered", models.BooleanField(default=False)),
                ("open_doors", models.BooleanField(default=False, verbose_name="in public")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Information officer"),
                            (2, "Mediation group"),
                            (3, "Committee of a village, community or enterprise"),
                            (4, "Committee of a town or street"),
                            (5, "District mediation centre"),
                        ],
                        default=3,
                        verbose_name="level",
                    ),
                ),
                ("passed", models.PositiveSmallIntegerField(default=0)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("extended_days", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agrees", models.BooleanField()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("with_the_case", "when the matter was handed in"),
                            ("own_page", "on the page of the matter"),
                            ("in_writing", "in writing"),
                            ("on_record", "spoken, and taken down"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mediation_answers", to="cases.case"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.event"
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
                "indexes": [models.Index(fields=["case", "id"], name="mediation_answer_case")],
            },
        ),
        migrations.CreateModel(
            name="Mediating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "chosen",
                    models.CharField(
                        choices=[("appointed", "appointed by the committee"), ("by_parties", "chosen by the parties")],
                        max_length=12,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("why_ended", models.CharField(blank=True, max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mediating", to="cases.case"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("until__isnull", True)), fields=["user"], name="mediation_now")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("case", "user"),
                        name="mediation_mediates_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Satisfaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ]
                    ),
                ),
                ("comment", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="satisfaction", to="cases.case"
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
                "constraints": [
                    models.UniqueConstraint(fields=("case", "party"), name="mediation_rated_once", nulls_distinct=False)
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
