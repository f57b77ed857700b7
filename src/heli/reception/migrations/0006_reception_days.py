"""A leader's day is a reception day, of which those of leaders are one kind. Every row and reference stays."""

from django.db import migrations


class Migration(migrations.Migration):
    """Rename the model, what points to it and its index; rights and row security go with the table."""

    dependencies = [("reception", "0005_charges_move")]
    operations = [
        migrations.RenameModel("LeaderDay", "ReceptionDay"),
        migrations.RenameField("appointment", "leader_day", "reception_day"),
        migrations.RenameField("ticket", "leader_day", "reception_day"),
        migrations.RenameIndex("receptionday", new_name="reception_days_by_day", old_name="reception_leader_day"),
    ]
