"""Terms, members and mediators of committees; what sides say about mediators, which the other sides do not read."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = r"""
CREATE TRIGGER mediation_choice_frozen BEFORE UPDATE OR DELETE ON mediation_choice
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
ALTER TABLE mediation_choice ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_read ON mediation_choice FOR SELECT
  USING (%SYSTEM% OR heli_is_side(case_id, party_id) OR heli_sees_note(case_id));
CREATE POLICY heli_add ON mediation_choice FOR INSERT
  WITH CHECK (%SYSTEM% OR heli_is_side(case_id, party_id));
""".replace("%SYSTEM%", """starts_with(current_setting('heli.actor', true), '{"key":"system"')""")

BACKWARD = """
DROP POLICY heli_read ON mediation_choice;
DROP POLICY heli_add ON mediation_choice;
DROP TRIGGER mediation_choice_frozen ON mediation_choice;
"""


class Migration(migrations.Migration):
    """The tables, then the trigger and the policies."""

    dependencies = [
        ("cases", "0016_charges"),
        ("mediation", "0002_rooms"),
        ("people", "0006_contact_address"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mediator",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="as_mediator",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("med.neighbour", "Neighbours"),
                                ("med.family", "Family"),
                                ("med.labour", "Work and wages"),
                                ("med.medical", "Medical treatment"),
                                ("med.property", "Property management"),
                                ("med.land", "Land and forest"),
                                ("med.consumer", "Consumers"),
                                ("med.traffic", "Traffic accidents"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("sign", "sign language"),
                                ("dialect", "the local dialect"),
                                ("en", "English"),
                                ("bo", "Tibetan"),
                                ("ug", "Uyghur"),
                                ("mn", "Mongolian"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("hours", models.CharField(blank=True, max_length=80, verbose_name="when they can be met")),
                ("hours_en", models.CharField(blank=True, max_length=120, verbose_name="the same in English")),
                ("shown", models.BooleanField(default=False, verbose_name="name in the public list")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                        verbose_name="place they know",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="valid from")),
                ("until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "ordering": ["-since", "id"],
                "indexes": [models.Index(fields=["user"], name="mediation_absence_of")],
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("wish", "wished for"), ("away", "asked to be replaced")], max_length=10),
                ),
                ("reason", models.TextField(blank=True)),
                ("granted", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mediator_choices", to="cases.case"
                    ),
                ),
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "id"], name="mediation_choice_case")],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="valid from")),
                ("until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("head", "Head"),
                            ("deputy", "Deputy head"),
                            ("member", "Committee member"),
                            ("hired", "Hired mediator"),
                        ],
                        max_length=10,
                        verbose_name="what they are there",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="mediation.committee",
                        verbose_name="committee",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "ordering": ["committee", "id"],
                "indexes": [models.Index(fields=["user"], name="mediation_seat_of")],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="first day of the term")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("elected", "elected by the residents, villagers or workers"),
                            ("appointed", "appointed by whoever set it up"),
                        ],
                        max_length=10,
                        verbose_name="how the members came to be",
                    ),
                ),
                (
                    "women",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(9)], verbose_name="women among the members"
                    ),
                ),
                (
                    "minorities",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(9)],
                        verbose_name="members of smaller nationalities",
                    ),
                ),
                ("mixed", models.BooleanField(default=False, verbose_name="several nationalities live together there")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="mediation.committee",
                        verbose_name="committee",
                    ),
                ),
            ],
            options={
                "ordering": ["committee", "-since"],
                "constraints": [
                    models.UniqueConstraint(fields=("committee", "since"), name="mediation_term_begins_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="day")),
                ("topic", models.CharField(max_length=120, verbose_name="topic")),
                (
                    "hours",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(200)], verbose_name="hours"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "id"],
                "indexes": [models.Index(fields=["user", "-on"], name="mediation_training_of")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
