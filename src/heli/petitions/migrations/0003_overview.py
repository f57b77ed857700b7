"""Suggestions to units, plans for old matters, which nobody changes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER petitions_backlog_frozen BEFORE UPDATE OR DELETE ON petitions_backlogentry
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
"""
BACKWARD = """
DROP TRIGGER petitions_backlog_frozen ON petitions_backlogentry;
"""


class Migration(migrations.Migration):
    """The two tables, the trigger, and the index of what was published."""

    dependencies = [
        ("cases", "0013_parties"),
        ("petitions", "0002_report_by"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UnitSuggestion",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="unit_suggestion",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                (
                    "aim",
                    models.CharField(
                        choices=[
                            ("improve", "Improve work"),
                            ("policy", "Improve a policy"),
                            ("account", "Hold accountable"),
                        ],
                        max_length=10,
                        verbose_name="aim",
                    ),
                ),
                ("sources", models.PositiveSmallIntegerField(default=0)),
                ("answer_by", models.DateField(verbose_name="answer due")),
                (
                    "taken",
                    models.CharField(
                        blank=True,
                        choices=[("wholly", "Taken up"), ("in_part", "Taken up in part"), ("not", "Not taken up")],
                        max_length=10,
                        verbose_name="taken up",
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="BacklogEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("evidence", "Facts or evidence lie far back"),
                            ("competence", "Competence or powers are not clear"),
                            ("policy", "No policy or rule covers it"),
                            ("money", "Money or resources are missing"),
                            ("execution", "What was granted is not carried out"),
                            ("court", "Waits for a court or another procedure"),
                            ("organs", "Several organs or places must act together"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("words", models.TextField(verbose_name="in words")),
                (
                    "path",
                    models.CharField(
                        choices=[
                            ("mediation", "Mediation (art. 33)"),
                            ("hearing", "Hearing (art. 31)"),
                            ("relief", "Help from a fund or social assistance (art. 37)"),
                            ("published", "Re-review with a hearing, published (art. 36)"),
                            ("execution", "Have carried out what was granted (art. 32)"),
                            ("other", "Another way"),
                        ],
                        max_length=12,
                        verbose_name="way to close it",
                    ),
                ),
                ("next_on", models.DateField(verbose_name="next date")),
                ("made_by", models.CharField(max_length=60)),
                ("made_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="backlog", to="cases.case"
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.event"
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible leader",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "-id"], name="petitions_backlog_case")],
            },
        ),
        migrations.AddIndex(
            model_name="hearing",
            index=models.Index(
                condition=models.Q(published_at__isnull=False),
                fields=["-published_at", "-id"],
                name="petitions_hearing_public",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
