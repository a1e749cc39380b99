"""Nobody has the same notice twice while they have not read it, not even of two requests at one moment."""

from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def read_repeated(apps, schema_editor):
    """Of notices that say the same the latest stays unread."""
    unread = apps.get_model("cases", "Notice").objects.using(schema_editor.connection.alias).filter(read_at=None)
    alike = unread.order_by().values("person", "kind", "revision", "by")
    unread.exclude(pk__in=alike.annotate(latest=models.Max("pk")).values("latest")).update(read_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0024_words_by_kind"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunPython(read_repeated, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("read_at", None)), fields=("person", "kind", "revision", "by"), name="notice_unread_once"
            ),
        ),
    ]
