"""Leaders' days become days of a kind; a seat may be booked as well as a time at a window."""

from django.db import migrations


class Migration(migrations.Migration):
    """What is there stays as it is: a reception at the centre or a visit to residents."""

    dependencies = [("reception", "0002_guards")]
    operations = [
        migrations.RemoveConstraint("leaderday", "reception_day_has_a_room"),
        migrations.RenameField("leaderday", "mode", "kind"),
    ]
