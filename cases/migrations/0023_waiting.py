"""What live records ask for, from their documents into a table of its own."""

import hashlib

from django.db import migrations, models

HEADS = ["CodebookVersion", "Code", "Place", "Source", "Actor", "Case", "Study", "DataSet"]


def texts(node):
    if isinstance(node, dict):
        if "original" in node and ("en" in node or "zh" in node):
            yield node
        else:
            for child in node.values():
                yield from texts(child)
    elif isinstance(node, list):
        for child in node:
            yield from texts(child)


def waiting(document):
    numbers = {"missing": 0, "stale": 0, "bare": 0}
    for text in texts(document):
        if not (text.get("en") and text.get("zh")):
            numbers["missing"] += 1
        elif text.get("of"):
            numbers["stale"] += text["of"] != hashlib.sha256(text[text["original"]].encode()).hexdigest()[:16]
    for coding in document.get("codings") or ():
        numbers["bare"] += not (coding.get("blank") or coding.get("evidence")) and coding.get("accepted", True)
    return numbers


def write(apps, schema_editor):
    Waiting, Revision = apps.get_model("cases", "Waiting"), apps.get_model("cases", "Revision")
    for name in HEADS:
        live = apps.get_model("cases", name).objects.filter(state="live").values("revision")
        found = Revision.objects.filter(pk__in=live).values_list("kind", "uid", "document")
        rows = (
            Waiting(work=work, kind=kind, uid=uid, number=number)
            for kind, uid, document in found.iterator(chunk_size=100)
            for work, number in waiting(document).items()
            if number
        )
        Waiting.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_sources_that_cite")]
    operations = [
        migrations.CreateModel(
            name="Waiting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("work", models.CharField(max_length=8)),
                ("kind", models.CharField(max_length=16)),
                ("uid", models.CharField(max_length=120)),
                ("number", models.PositiveIntegerField(help_text="Texts or values.")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("work", "kind", "uid"), name="waiting_once")],
            },
        ),
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
