"""The annual report of petition work: its drafts, and its issues, which nobody changes."""

import django.core.validators
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER petitions_annual_frozen BEFORE UPDATE OR DELETE ON petitions_annualreport
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
"""
BACKWARD = """
DROP TRIGGER petitions_annual_frozen ON petitions_annualreport;
"""


class Migration(migrations.Migration):
    """The two tables, and the trigger."""

    dependencies = [
        ("petitions", "0003_overview"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnualDraft",
            fields=[
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        primary_key=True, serialize=False, validators=[django.core.validators.MinValueValidator(2000)]
                    ),
                ),
                ("situation", models.TextField(blank=True, max_length=20000, verbose_name="The year as a whole")),
                (
                    "areas",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="What petitions were about, and why (item 1)"
                    ),
                ),
                (
                    "work",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="Forwarding, assigning, supervising (item 2)"
                    ),
                ),
                (
                    "advice",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="Suggestions and how they were taken up (item 3)"
                    ),
                ),
                (
                    "other",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="Other matters to be reported (item 4)"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("saved_by", models.CharField(blank=True, max_length=60)),
                ("saved_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="AnnualReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("issue", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("issued_at", models.DateTimeField()),
                ("issued_by", models.CharField(max_length=60)),
                ("issued_name", models.CharField(max_length=80)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("year", "issue"), name="petitions_annual_once")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
