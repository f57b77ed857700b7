"""Who is in charge of a case is kept with the case: these two tables go to the floor of cases, as they stand."""

from django.db import migrations


class Migration(migrations.Migration):
    """The tables leave this app; ``cases.0016_charges`` takes them, rows and triggers with them."""

    dependencies = [("reception", "0004_days_fields")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel("DiaryEntry"), migrations.DeleteModel("HardCase")]
        )
    ]
