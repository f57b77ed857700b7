"""Seal what was readable, in batches; a row that is sealed already is left alone, so that a run can be taken up again."""

import uuid

from django.db import migrations
from django.utils import timezone

from heli.kernel.sealing import Key, new_secret, seal
from heli.people.keyed import wrap
from heli.people.keyring import cipher, keyring
from heli.people.sealed_fields import index_of

BATCH = 2000
CONTACT, USER = ("name", "phone", "email"), ("phone",)


def _seal(apps, connection, model, names, indexes):
    rows = apps.get_model("people", model)
    keys = apps.get_model("people", "SubjectKey")
    table = rows._meta.db_table
    readable = [f"{name}_readable" for name in names]
    columns = ", ".join(f"{column} = %s" for column in ("key_id", *names, *(f"{name}_index" for name in indexes)))
    last = 0
    while True:
        found = list(rows.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "key_id", *readable)[:BATCH])
        if not found:
            return
        last = found[-1][0]
        made, written = [], []
        for pk, key_id, *values in found:
            if key_id is not None or not any(values):
                continue
            subject, secret = uuid.uuid4(), new_secret()
            made.append(keys(id=subject, wrapped=wrap(subject, secret), made_at=timezone.now()))
            key = Key(keyring().current.number, secret)
            sealed = [
                seal(value.encode(), key, table, str(subject), name, cipher=cipher()) if value else b""
                for name, value in zip(names, values, strict=True)
            ]
            by_name = dict(zip(names, values, strict=True))
            written.append((subject, *sealed, *(index_of(by_name[name], name) for name in indexes), pk))
        keys.objects.bulk_create(made)
        if written:
            with connection.cursor() as cursor:
                cursor.executemany(f"UPDATE {table} SET {columns} WHERE id = %s", written)  # noqa: S608  names of ours


def seal_existing(apps, schema_editor):
    _seal(apps, schema_editor.connection, "Contact", CONTACT, ("phone", "email"))
    _seal(apps, schema_editor.connection, "User", USER, ())


class Migration(migrations.Migration):
    dependencies = [("people", "0002_sealed_columns")]

    operations = [migrations.RunPython(seal_existing)]
