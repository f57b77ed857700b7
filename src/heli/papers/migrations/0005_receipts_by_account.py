from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("papers", "0004_file_receipts")]

    operations = [
        migrations.RemoveConstraint("filereceipt", "papers_receipt_once"),
        migrations.AddConstraint(
            "filereceipt",
            models.UniqueConstraint(fields=["key", "field", "digest", "by"], name="papers_receipt_once"),
        ),
    ]
