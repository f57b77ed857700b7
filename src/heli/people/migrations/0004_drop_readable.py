from django.db import migrations, models

READABLE = [("contact", "name"), ("contact", "phone"), ("contact", "email"), ("user", "phone")]


class Migration(migrations.Migration):
    """Drops the readable columns and rewrites the tables: a dropped column's values would stay in their files."""

    atomic = False
    dependencies = [("people", "0003_seal_existing")]

    operations = [
        *(migrations.RemoveField(model, f"{name}_readable") for model, name in READABLE),
        migrations.AddIndex(
            "contact",
            models.Index(fields=["phone_index"], name="people_contact_phone", condition=~models.Q(phone_index=b"")),
        ),
        migrations.AddIndex(
            "contact",
            models.Index(fields=["email_index"], name="people_contact_email", condition=~models.Q(email_index=b"")),
        ),
        migrations.RunSQL("VACUUM FULL people_contact", migrations.RunSQL.noop),
        migrations.RunSQL("VACUUM FULL people_user", migrations.RunSQL.noop),
    ]
