"""Columns of a data set may have a source, an edition and a basis of their own; those that there are take their data set's."""

import django.db.models.deletion
from django.db import migrations, models

INHERITED = ("source_id", "edition", "basis", "confidence")
BASES = [
    ("stated", "stated in the source"),
    ("calculated", "calculated"),
    ("inferred", "inferred by the coder"),
    ("judgement", "editor’s judgement"),
]
CONFIDENCES = [("high", "high confidence"), ("medium", "medium confidence"), ("low", "low confidence")]


def inherit(apps, schema_editor):
    for dataset in apps.get_model("cases", "DataSet").objects.all():
        dataset.variables.update(**{name: getattr(dataset, name) for name in INHERITED})


def source(**options):
    return models.ForeignKey("cases.source", django.db.models.deletion.PROTECT, related_name="variables", **options)


class Migration(migrations.Migration):
    atomic = False  # PostgreSQL refuses to alter a table with rows changed in the same transaction

    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.AddField("variable", "source", source(null=True)),
        migrations.AddField("variable", "edition", models.CharField(max_length=300, default="")),
        migrations.AddField("variable", "locator", models.CharField(blank=True, max_length=300, default=""), preserve_default=False),
        migrations.AddField("variable", "basis", models.CharField(choices=BASES, max_length=12, default="")),
        migrations.AddField("variable", "confidence", models.CharField(choices=CONFIDENCES, max_length=8, default="")),
        migrations.AddField("variable", "decimals", models.PositiveSmallIntegerField(null=True)),
        migrations.RunPython(inherit, migrations.RunPython.noop),
        migrations.AlterField("variable", "source", source()),
        migrations.AlterField("variable", "edition", models.CharField(max_length=300)),
        migrations.AlterField("variable", "basis", models.CharField(choices=BASES, max_length=12)),
        migrations.AlterField("variable", "confidence", models.CharField(choices=CONFIDENCES, max_length=8)),
    ]
