"""A clock is a window wherever it bounds a right, be it the person's or a unit's."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_internal_notes")]

    operations = [migrations.RenameField("clock", "of_person", "window")]
