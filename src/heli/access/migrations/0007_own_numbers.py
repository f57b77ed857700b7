"""A resident's account holds own numbers: a reference, or one with the number of a side."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The column, two characters longer."""

    dependencies = [("access", "0006_seal_factors")]
    operations = [
        migrations.AlterField(model_name="holding", name="reference", field=models.CharField(max_length=13)),
    ]
