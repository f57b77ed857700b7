"""Funds, budgets, ledger, applications, accounts of payees, bank statements."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import heli.people.sealed_fields


class Migration(migrations.Migration):
    """All tables of the funds."""

    initial = True

    dependencies = [
        ("audit", "0004_seals_kept"),
        ("cases", "0007_internal_notes"),
        ("organizations", "0002_standing_in"),
        ("people", "0005_shortcuts"),
    ]

    operations = [
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="English name")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("open", models.BooleanField(default=True, verbose_name="open for grants")),
                ("source", models.BigIntegerField(default=0, editable=False)),
                ("free", models.BigIntegerField(default=0, editable=False)),
                ("reserved", models.BigIntegerField(default=0, editable=False)),
                ("granted", models.BigIntegerField(default=0, editable=False)),
                ("paid", models.BigIntegerField(default=0, editable=False)),
                ("returned", models.BigIntegerField(default=0, editable=False)),
            ],
            options={
                "ordering": ["-year", "fund", "id"],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "movement",
                    models.CharField(
                        choices=[
                            ("allot", "Budget allotted"),
                            ("cut", "Budget cut"),
                            ("reserve", "Reserved"),
                            ("release", "Reservation released"),
                            ("grant", "Granted"),
                            ("lapse", "Grant lapsed"),
                            ("pay", "Paid"),
                            ("return", "Returned"),
                            ("reverse", "Reversed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("fen", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=60)),
                ("actor_name", models.CharField(blank=True, max_length=80)),
                ("reason", models.TextField()),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("transaction", models.BigIntegerField(default=0, editable=False)),
                (
                    "audit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.entry"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.event"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="funds.budgetline"
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="funds.entry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Fund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="English name")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hardship", "Petition hardship fund"),
                            ("reserve", "Petition reserve"),
                            ("livelihood", "People's livelihood fund"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("who_may", models.TextField(verbose_name="who may apply")),
                ("who_may_en", models.TextField(blank=True, verbose_name="who may apply, in English")),
                ("needed", models.TextField(blank=True, verbose_name="what is needed")),
                ("needed_en", models.TextField(blank=True, verbose_name="what is needed, in English")),
                ("other_help", models.TextField(blank=True, verbose_name="what other help there is")),
                ("other_help_en", models.TextField(blank=True, verbose_name="what other help there is, in English")),
                (
                    "leader_above",
                    models.BigIntegerField(default=0, verbose_name="above this amount the leader approves"),
                ),
                ("most", models.BigIntegerField(blank=True, null=True, verbose_name="most for one application")),
                ("active", models.BooleanField(default=True, verbose_name="takes applications")),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.category",
                        verbose_name="topic of its applications",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                        verbose_name="unit that keeps it",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.AddField(
            model_name="budgetline",
            name="fund",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="funds.fund", verbose_name="fund"
            ),
        ),
        migrations.CreateModel(
            name="FundApplication",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="fund_application",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                (
                    "need",
                    models.CharField(
                        choices=[
                            ("living", "Living"),
                            ("medical", "Illness or injury"),
                            ("housing", "Housing"),
                            ("education", "School and training"),
                            ("disaster", "Disaster or accident"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="what it is needed for",
                    ),
                ),
                ("asked", models.BigIntegerField()),
                ("approved", models.BigIntegerField(null=True)),
                ("returned", models.BigIntegerField(default=0)),
                ("by_officer", models.BooleanField(default=False)),
                ("consent", models.BooleanField(default=False)),
                ("verified_by", models.BigIntegerField(null=True)),
                ("first_by", models.BigIntegerField(null=True)),
                ("second_by", models.BigIntegerField(null=True)),
                ("declined_by", models.BigIntegerField(null=True)),
                (
                    "earlier_deciders",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("reconsidered", models.BooleanField(default=False)),
                ("granted_at", models.DateTimeField(null=True)),
                ("ordered_by", models.BigIntegerField(null=True)),
                ("paid_by", models.BigIntegerField(null=True)),
                ("paid_at", models.DateTimeField(null=True)),
                ("bank_reference", models.CharField(blank=True, max_length=80)),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="funds.fund"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="funds.budgetline",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Payee",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="payee",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("holder", heli.people.sealed_fields.SealedCharField(max_length=60, verbose_name="account holder")),
                ("bank", heli.people.sealed_fields.SealedCharField(max_length=80, verbose_name="bank")),
                ("number", heli.people.sealed_fields.SealedCharField(max_length=30, verbose_name="account number")),
                ("given_at", models.DateTimeField()),
                (
                    "key",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.subjectkey",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.CharField(
                        choices=[
                            ("source", "source"),
                            ("free", "free"),
                            ("reserved", "reserved"),
                            ("granted", "granted"),
                            ("paid", "paid"),
                            ("returned", "returned"),
                        ],
                        max_length=10,
                    ),
                ),
                ("fen", models.BigIntegerField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="funds.entry"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=60)),
                ("actor_name", models.CharField(blank=True, max_length=80)),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="funds.fund"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StatementLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("day", models.DateField()),
                ("fen", models.BigIntegerField()),
                ("reference", models.CharField(blank=True, max_length=80)),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statement_line",
                        to="funds.entry",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="funds.statement"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["line", "-id"], name="funds_entry_line"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("case__isnull", False)), fields=["case", "id"], name="funds_entry_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(condition=models.Q(("fen__gt", 0)), name="funds_entry_moves"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("movement", "reverse"), ("reverses__isnull", False)),
                    models.Q(models.Q(("movement", "reverse"), _negated=True), ("reverses__isnull", True)),
                    _connector="OR",
                ),
                name="funds_entry_reversal_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.UniqueConstraint(fields=("fund", "year", "name"), name="funds_line_once"),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("free__gte", 0),
                    ("granted__gte", 0),
                    ("paid__gte", 0),
                    ("reserved__gte", 0),
                    ("returned__lte", 0),
                    ("source__lte", 0),
                ),
                name="funds_line_not_overdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "paid__gte",
                        django.db.models.expressions.CombinedExpression(models.F("returned"), "*", models.Value(-1)),
                    )
                ),
                name="funds_line_returned_was_paid",
            ),
        ),
        migrations.AddIndex(
            model_name="fundapplication",
            index=models.Index(fields=["line", "granted_at"], name="funds_application_granted"),
        ),
        migrations.AddConstraint(
            model_name="fundapplication",
            constraint=models.CheckConstraint(condition=models.Q(("asked__gt", 0)), name="funds_application_asks"),
        ),
        migrations.AddConstraint(
            model_name="fundapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("second_by__isnull", True),
                    models.Q(
                        ("approved__gt", 0),
                        ("first_by__isnull", False),
                        ("line__isnull", False),
                        ("verified_by__isnull", False),
                        models.Q(("second_by", models.F("first_by")), _negated=True),
                        models.Q(("second_by", models.F("verified_by")), _negated=True),
                        models.Q(("first_by", models.F("verified_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="funds_application_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("paid_at__isnull", True),
                    models.Q(
                        ("second_by__isnull", False),
                        ("ordered_by__isnull", False),
                        ("paid_by__isnull", False),
                        models.Q(("paid_by", models.F("ordered_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="funds_application_paid_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(fields=("entry", "account"), name="funds_posting_once"),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(("fen", 0), _negated=True), name="funds_posting_moves"
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(fields=("fund", "digest"), name="funds_statement_once"),
        ),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.UniqueConstraint(fields=("statement", "number"), name="funds_statement_line_once"),
        ),
    ]
