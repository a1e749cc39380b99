"""Which sources cite which, from their documents into a table of its own."""

import json

from django.db import migrations, models
from django.db.models.fields.json import KeyTextTransform


def write(apps, schema_editor):
    Source = apps.get_model("cases", "Source")
    joined = Source.cites.through
    keys = dict(Source.objects.values_list("uid", "pk"))
    listed = Source.objects.filter(state="live").annotate(listed=KeyTextTransform("cites", "revision__document"))
    cited = (
        joined(from_source_id=pk, to_source_id=keys[uid])
        for pk, text in listed.values_list("pk", "listed").iterator()
        for uid in dict.fromkeys(json.loads(text or "[]"))
    )
    joined.objects.bulk_create(cited, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_lists_in_their_order")]
    operations = [
        migrations.AddField(
            model_name="source",
            name="cites",
            field=models.ManyToManyField(help_text="In its reference list.", related_name="cited_by", to="cases.source"),
        ),
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
