from django.db import migrations, models

STATES = [
    ("quarantined", "Being checked for harmful content"),
    ("clean", "Checked"),
    ("refused", "Not given out: harmful content was found"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0002_file_indexes"),
    ]

    operations = [
        # What is there was checked when it came.
        migrations.AddField(
            model_name="storedfile",
            name="state",
            field=models.CharField(choices=STATES, default="clean", max_length=11),
        ),
        migrations.AlterField(
            model_name="storedfile",
            name="state",
            field=models.CharField(choices=STATES, default="quarantined", max_length=11),
        ),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(
                condition=models.Q(("state", "quarantined")), fields=["uploaded_at"], name="papers_file_waiting"
            ),
        ),
    ]
