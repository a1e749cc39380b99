"""Say as JSON what the database that DATABASE_URL names holds of what the crowd wrote, and whether it is sound.

python -m tests.durability.stored
"""

import hashlib
import json
import os
import sys
from typing import Any

import django


def digest(document: Any) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def stored() -> dict[str, Any]:
    from django.db import connection

    from cases.models import Case, PublishSequence, Revision

    drafts = {}
    written = Revision.objects.filter(author__username__regex="^(program|typist)-").select_related("author")
    for one in written.order_by("pk"):
        said = (one.document.get("summary") or {}).get("en") or ""
        drafts[str(one.pk)] = {"uid": one.uid, "state": one.state, "summary": said, "author": one.author.username}
    published = Revision.objects.exclude(sequence=None).order_by("sequence")
    versions = {str(one.sequence): [one.pk, one.kind, one.uid, one.number, digest(one.document)] for one in published}
    numbers = list(Revision.objects.exclude(sequence=None).order_by("sequence").values_list("sequence", flat=True))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            sound = cursor.fetchone()[0] == "ok"
            cursor.execute("PRAGMA foreign_key_check")
            sound = sound and not cursor.fetchall()
        else:  # every row of every table stands in every index of it
            cursor.execute(
                "SELECT bt_index_check(index => c.oid, heapallindexed => true) FROM pg_index i JOIN pg_class c"
                " ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE m.amname = 'btree' AND n.nspname = 'public'"
            )
            sound = bool(cursor.fetchall())
    return {
        "drafts": drafts,
        "versions": versions,
        "cases": list(Case.objects.values_list("uid", flat=True)),
        "numbered": numbers == list(range(1, PublishSequence.objects.get().value + 1)),
        "sound": sound,
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.durability.settings")
    django.setup()
    sys.stdout.write(f"\n{json.dumps(stored())}\n")
