"""Service of papers and consent to electronic service: rows that nobody changes; notes on service under row security."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = r"""
CREATE TRIGGER cases_service_frozen BEFORE UPDATE OR DELETE ON cases_service
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
CREATE TRIGGER cases_electronicconsent_frozen BEFORE UPDATE OR DELETE ON cases_electronicconsent
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();

ALTER TABLE cases_service ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_read ON cases_service FOR SELECT USING (%SYSTEM% OR heli_sees(case_id));
CREATE POLICY heli_add ON cases_service FOR INSERT WITH CHECK (%SYSTEM% OR heli_sees(case_id));
""".replace("%SYSTEM%", """starts_with(current_setting('heli.actor', true), '{"key":"system"')""")

BACKWARD = """
DROP POLICY heli_read ON cases_service;
DROP POLICY heli_add ON cases_service;
ALTER TABLE cases_service DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
DROP TRIGGER cases_service_frozen ON cases_service;
DROP TRIGGER cases_electronicconsent_frozen ON cases_electronicconsent;
"""


class Migration(migrations.Migration):
    """The two tables, their triggers, and the policies of service."""

    dependencies = [
        ("cases", "0011_urged_at"),
    ]

    operations = [
        migrations.CreateModel(
            name="ElectronicConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given", models.BooleanField()),
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
                ("by", models.CharField(max_length=60)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="cases.case"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "id"], name="cases_consent_case")],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("in_person", "Handed over"),
                            ("mail", "By mail"),
                            ("electronic", "Electronically"),
                            ("left", "Left at the address"),
                            ("other_organ", "Through another organ"),
                            ("public_notice", "By public notice"),
                        ],
                        max_length=20,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                ("served_at", models.DateTimeField(null=True)),
                ("note", models.TextField(blank=True)),
                ("recorded_by", models.CharField(max_length=60)),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="cases.service",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="service", to="cases.event"
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="services", to="cases.paper"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "id"], name="cases_service_case")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
