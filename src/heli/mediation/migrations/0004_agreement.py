"""Agreements, clauses, signatures, performance, confirmation; under row security with those who see the dispute."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_FROZEN = ("confirmationrequest", "instalment", "performance", "signature")
_CHANGING = ("agreement", "clause", "confirmation")
_SYSTEM = """starts_with(current_setting('heli.actor', true), '{"key":"system"')"""


def _guarded(table: str) -> str:
    return f"""
ALTER TABLE mediation_{table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_read ON mediation_{table} FOR SELECT USING ({_SYSTEM} OR heli_sees(case_id));
CREATE POLICY heli_add ON mediation_{table} FOR INSERT WITH CHECK ({_SYSTEM} OR heli_sees(case_id));
"""


def _frozen(table: str) -> str:
    return f"""
CREATE TRIGGER mediation_{table}_frozen BEFORE UPDATE OR DELETE ON mediation_{table}
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
"""


def _changing(table: str) -> str:
    return f"CREATE POLICY heli_change ON mediation_{table} FOR UPDATE USING ({_SYSTEM} OR heli_sees(case_id));"


#: What lies before the sides keeps its words, and its clauses, whatever else happens to it.
WORDS = """
CREATE FUNCTION heli_keep_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.presented_at IS NOT NULL AND
    (NEW.case_id, NEW.version, NEW.oral, NEW.parties, NEW.facts, NEW.disputed, NEW.responsibility, NEW.manner, NEW.text,
     NEW.digest, NEW.presented_at)
    IS DISTINCT FROM
    (OLD.case_id, OLD.version, OLD.oral, OLD.parties, OLD.facts, OLD.disputed, OLD.responsibility, OLD.manner, OLD.text,
     OLD.digest, OLD.presented_at)
    OR OLD.effective_on IS NOT NULL AND NEW.effective_on IS DISTINCT FROM OLD.effective_on THEN
    RAISE EXCEPTION 'the words of an agreement that lies before the sides do not change';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mediation_agreement_words BEFORE UPDATE ON mediation_agreement
  FOR EACH ROW EXECUTE FUNCTION heli_keep_agreement();

CREATE FUNCTION heli_keep_clause() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.case_id, NEW.agreement_id, NEW.number, NEW.what, NEW.debtor_id, NEW.creditor_id, NEW.words, NEW.amount)
    IS DISTINCT FROM
    (OLD.case_id, OLD.agreement_id, OLD.number, OLD.what, OLD.debtor_id, OLD.creditor_id, OLD.words, OLD.amount)
    OR EXISTS (SELECT FROM mediation_agreement WHERE id = OLD.agreement_id AND presented_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a clause is taken out of a draft and never changed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mediation_clause_words BEFORE UPDATE ON mediation_clause
  FOR EACH ROW EXECUTE FUNCTION heli_keep_clause();
"""
FORWARD = "".join(
    (
        *(_guarded(table) for table in (*_FROZEN, *_CHANGING)),
        *(_frozen(table) for table in _FROZEN),
        *(_changing(table) for table in _CHANGING),
        WORDS,
    )
)
BACKWARD = "".join(
    (
        *(
            f"DROP POLICY heli_read ON mediation_{table}; DROP POLICY heli_add ON mediation_{table};"
            for table in (*_FROZEN, *_CHANGING)
        ),
        *(f"DROP TRIGGER mediation_{table}_frozen ON mediation_{table};" for table in _FROZEN),
        *(f"DROP POLICY heli_change ON mediation_{table};" for table in _CHANGING),
        "DROP TRIGGER mediation_agreement_words ON mediation_agreement; DROP FUNCTION heli_keep_agreement();",
        "DROP TRIGGER mediation_clause_words ON mediation_clause; DROP FUNCTION heli_keep_clause();",
    )
)


class Migration(migrations.Migration):
    """The tables, then triggers and policies."""

    dependencies = [
        ("cases", "0016_charges"),
        ("mediation", "0003_roster"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField()),
                ("oral", models.BooleanField(default=False)),
                ("parties", models.TextField(blank=True)),
                ("facts", models.TextField(blank=True)),
                ("disputed", models.TextField(blank=True)),
                ("responsibility", models.TextField(blank=True)),
                ("manner", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("presented_at", models.DateTimeField(null=True)),
                ("effective_on", models.DateField(null=True)),
                ("voided_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Clause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("pay", "pay"),
                            ("do", "do something"),
                            ("refrain", "refrain from something"),
                            ("return", "give something back"),
                            ("apologise", "apologise"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField()),
                ("amount", models.BigIntegerField(null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clauses", to="mediation.agreement"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "creditor",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party"
                    ),
                ),
                (
                    "debtor",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConfirmationRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("how", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="mediation.agreement"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "event",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.event"),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField(null=True)),
                ("amount", models.BigIntegerField(null=True, validators=[django.core.validators.MinValueValidator(1)])),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="instalments", to="mediation.clause"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Performance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "said",
                    models.CharField(
                        choices=[
                            ("reported", "reported as done"),
                            ("confirmed", "confirmed"),
                            ("contested", "contested"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField()),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "event",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.event"),
                ),
                (
                    "instalment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="said", to="mediation.instalment"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.CharField(
                        choices=[("side", "side"), ("mediator", "mediator"), ("committee", "seal of the committee")],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80)),
                ("how", models.CharField(choices=[("own_page", "on screen"), ("on_paper", "on paper")], max_length=10)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="mediation.agreement"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "event",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.event"),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="confirmation",
                        serialize=False,
                        to="mediation.agreement",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("invited", "the court that invited the committee to mediate"),
                            ("domicile", "basic court where a side lives"),
                            ("thing", "basic court where the thing lies"),
                            ("committee", "basic court where the committee sits"),
                            ("intermediate", "intermediate court, which would hear the dispute"),
                        ],
                        max_length=12,
                    ),
                ),
                ("court", models.CharField(max_length=80)),
                ("prepared_at", models.DateTimeField()),
                ("filed_on", models.DateField(null=True)),
                ("docketed_on", models.DateField(null=True)),
                ("docket_number", models.CharField(blank=True, max_length=60)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "confirmed as valid"),
                            ("dismissed", "dismissed"),
                            ("not_accepted", "not accepted"),
                            ("withdrawn", "withdrawn, or counted as withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                ("ruled_on", models.DateField(null=True)),
                ("ruling_number", models.CharField(blank=True, max_length=60)),
                ("served_on", models.DateField(null=True)),
                ("grounds", models.JSONField(default=list)),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(fields=("case", "version"), name="mediation_agreement_version"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("effective_on__isnull", False), ("voided_at__isnull", True)),
                fields=("case",),
                name="mediation_agreement_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="clause",
            constraint=models.UniqueConstraint(fields=("agreement", "number"), name="mediation_clause_number"),
        ),
        migrations.AddConstraint(
            model_name="confirmationrequest",
            constraint=models.UniqueConstraint(
                fields=("agreement", "party"), name="mediation_confirmation_asked_once", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="instalment",
            index=models.Index(fields=["due_on"], name="mediation_instalment_due"),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.UniqueConstraint(fields=("clause", "number"), name="mediation_instalment_number"),
        ),
        migrations.AddIndex(
            model_name="performance",
            index=models.Index(fields=["instalment", "id"], name="mediation_performance_last"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("agreement", "part", "party"), name="mediation_signed_once", nulls_distinct=False
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
