"""Leaders in charge of cases, and their diaries: the tables of the reception centre, under names of this floor."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
ALTER TABLE reception_hardcase RENAME TO cases_hardcase;
ALTER TABLE reception_diaryentry RENAME TO cases_diaryentry;
ALTER INDEX reception_one_leader RENAME TO cases_one_leader;
ALTER INDEX reception_hard_next RENAME TO cases_hard_next;
ALTER TRIGGER reception_diary_stays ON cases_diaryentry RENAME TO cases_diary_stays;
"""
BACKWARD = """
ALTER TRIGGER cases_diary_stays ON cases_diaryentry RENAME TO reception_diary_stays;
ALTER INDEX cases_hard_next RENAME TO reception_hard_next;
ALTER INDEX cases_one_leader RENAME TO reception_one_leader;
ALTER TABLE cases_diaryentry RENAME TO reception_diaryentry;
ALTER TABLE cases_hardcase RENAME TO reception_hardcase;
"""


class Migration(migrations.Migration):
    """The names; the rows, rights and triggers stay with the tables."""

    dependencies = [
        ("cases", "0015_party_roles"),
        ("reception", "0005_charges_move"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORWARD, BACKWARD)],
            state_operations=[
                migrations.CreateModel(
                    name="HardCase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("post", models.CharField(max_length=80, verbose_name="post")),
                        ("post_en", models.CharField(blank=True, max_length=120, verbose_name="English post")),
                        ("aim", models.TextField(blank=True, max_length=500, verbose_name="aim")),
                        ("since", models.DateTimeField()),
                        ("next_on", models.DateField(verbose_name="next date")),
                        ("set_by", models.CharField(max_length=60)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("why_ended", models.TextField(blank=True, max_length=500, verbose_name="what came of it")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                            ),
                        ),
                        (
                            "leader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="leader",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("case",),
                                name="cases_one_leader",
                            )
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["next_on", "id"],
                                name="cases_hard_next",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DiaryEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=60)),
                        ("by_name", models.CharField(max_length=80)),
                        ("text", models.TextField(max_length=2000, verbose_name="what was done")),
                        ("next_on", models.DateField(blank=True, null=True, verbose_name="next date")),
                        ("told", models.BooleanField(default=True, verbose_name="the resident may read it")),
                        (
                            "hard_case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="diary", to="cases.hardcase"
                            ),
                        ),
                    ],
                    options={"ordering": ["id"]},
                ),
            ],
        )
    ]
