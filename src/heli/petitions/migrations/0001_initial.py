"""Petitions, their opinions, which nobody changes, and their hearings."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER petitions_opinion_frozen BEFORE UPDATE OR DELETE ON petitions_opinion
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
"""
BACKWARD = "DROP TRIGGER petitions_opinion_frozen ON petitions_opinion;"


class Migration(migrations.Migration):
    """The three tables and the trigger."""

    initial = True

    dependencies = [
        ("cases", "0013_parties"),
    ]

    operations = [
        migrations.CreateModel(
            name="Petition",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="petition",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="received on")),
                ("request", models.TextField(blank=True, verbose_name="what is asked for")),
                ("people", models.PositiveSmallIntegerField(default=1, verbose_name="people who petition together")),
                ("spoken", models.BooleanField(default=False)),
                ("read_back_at", models.DateTimeField(null=True)),
                ("interpreter", models.CharField(blank=True, max_length=40, verbose_name="interpreter wished")),
                ("from_above", models.CharField(blank=True, max_length=120, verbose_name="handed down by")),
                ("their_number", models.CharField(blank=True, max_length=60, verbose_name="their number")),
                (
                    "way",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Courts, procuratorate, police: by their procedures"),
                            (2, "Arbitration"),
                            (3, "Appeal or re-examination within the Party"),
                            (4, "Administrative reconsideration, ruling, confirmation, licence or penalty"),
                            (5, "Dealing with an unlawful act, or protecting a right: perform the duty or answer"),
                            (6, "Everything else: hear, find out, written opinion"),
                        ],
                        null=True,
                        verbose_name="way",
                    ),
                ),
                ("simple", models.BooleanField(default=False)),
                ("urgent_at", models.DateTimeField(null=True)),
                (
                    "disowned_by",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("first_unit", models.BigIntegerField(null=True)),
                ("review_unit", models.BigIntegerField(null=True)),
                ("outside_body", models.CharField(blank=True, max_length=120)),
                ("extended_days", models.PositiveSmallIntegerField(default=0)),
                ("asked_days", models.PositiveSmallIntegerField(null=True)),
                ("asked_reason", models.TextField(blank=True)),
                (
                    "rating_unit",
                    models.PositiveSmallIntegerField(
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="the organ",
                    ),
                ),
                (
                    "rating_office",
                    models.PositiveSmallIntegerField(
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="the petition office",
                    ),
                ),
                ("rating_comment", models.TextField(blank=True, verbose_name="comment")),
                ("rated_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["received_at"], name="petitions_received"),
                    models.Index(fields=["-rated_at"], name="petitions_rated"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hearing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("first", "Written opinion"),
                            ("review", "Review opinion"),
                            ("re_review", "Re-review opinion"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("place", models.CharField(max_length=200, verbose_name="where")),
                ("chair", models.CharField(max_length=80, verbose_name="chaired by")),
                ("topic", models.TextField(verbose_name="what it is about")),
                ("participants", models.TextField(verbose_name="participants")),
                ("recused", models.TextField(blank=True, verbose_name="who stepped aside")),
                ("held_at", models.DateTimeField(null=True)),
                ("record", models.TextField(blank=True, verbose_name="record")),
                ("conclusion", models.TextField(blank=True, verbose_name="conclusion")),
                ("published", models.TextField(blank=True, verbose_name="published text")),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "called_event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.event"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hearings", to="cases.case"
                    ),
                ),
                (
                    "held_event",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.event"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "id"], name="petitions_hearing_case")],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("first", "Written opinion"),
                            ("review", "Review opinion"),
                            ("re_review", "Re-review opinion"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("supported", "Supported"),
                            ("explained", "Explained: reasonable, but the law gives no ground"),
                            ("not_supported", "Not supported"),
                            ("upheld", "Upheld"),
                            ("changed", "Changed"),
                        ],
                        max_length=15,
                        verbose_name="outcome of the opinion",
                    ),
                ),
                ("findings", models.TextField(verbose_name="facts and reasons")),
                ("opinion", models.TextField(verbose_name="opinion")),
                ("ground", models.TextField(verbose_name="legal basis")),
                ("body", models.CharField(blank=True, max_length=120)),
                ("remedy", models.TextField(blank=True)),
                ("execute_by", models.DateField(null=True)),
                ("unit", models.BigIntegerField(null=True)),
                ("made_by", models.CharField(max_length=60)),
                ("made_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="cases.case"
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.event"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "id"], name="petitions_opinion_case"),
                    models.Index(fields=["level", "made_at"], name="petitions_opinion_level"),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
