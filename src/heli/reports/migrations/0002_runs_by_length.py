from django.db import migrations, models
from django.db.models import OuterRef, Subquery

LENGTHS = [("day", "Daily bulletin"), ("week", "Weekly bulletin"), ("month", "Monthly report")]


def as_their_schedules(apps, schema_editor):
    """Runs so far were of the length that their schedule has."""
    schedules = apps.get_model("reports", "Schedule").objects.filter(pk=OuterRef("schedule_id"))
    apps.get_model("reports", "Run").objects.update(length=Subquery(schedules.values("length")[:1]))


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        migrations.AddField(
            "run", "length", models.CharField(choices=LENGTHS, default="", max_length=5), preserve_default=False
        ),
        migrations.RunPython(as_their_schedules, migrations.RunPython.noop),
        migrations.RemoveConstraint("run", "reports_run_once"),
        migrations.AddConstraint(
            "run", models.UniqueConstraint(fields=["schedule", "length", "first"], name="reports_run_once")
        ),
    ]
