import uuid

import django.db.models.deletion
from django.db import migrations, models

from heli.people.sealed_fields import BlindIndexField, SealedCharField, SealedEmailField

READABLE = [("contact", "name"), ("contact", "phone"), ("contact", "email"), ("user", "phone")]


def _key():
    return models.OneToOneField(
        "people.subjectkey", django.db.models.deletion.PROTECT, null=True, editable=False, related_name="+"
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SubjectKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("wrapped", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                ("destroyed_at", models.DateTimeField(null=True)),
            ],
        ),
        *(migrations.RenameField(model, name, f"{name}_readable") for model, name in READABLE),
        migrations.AddField("contact", "key", _key()),
        migrations.AddField("contact", "name", SealedCharField(blank=True, max_length=60, verbose_name="name")),
        migrations.AddField("contact", "phone", SealedCharField(blank=True, max_length=30, verbose_name="phone")),
        migrations.AddField("contact", "email", SealedEmailField(blank=True, max_length=254, verbose_name="e-mail")),
        migrations.AddField("contact", "phone_index", BlindIndexField(kind="phone", of="phone")),
        migrations.AddField("contact", "email_index", BlindIndexField(kind="email", of="email")),
        migrations.AddField("user", "key", _key()),
        migrations.AddField("user", "phone", SealedCharField(blank=True, max_length=30, verbose_name="phone")),
    ]
