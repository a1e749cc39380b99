"""Each role is a group. The names are written out: a migration must not change when the enum does."""

from django.db import migrations

ROLES = ["reader", "contributor", "coder", "reviewer", "editor", "teacher", "admin"]


def create_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name in ROLES:
        Group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_tokens_and_audit"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(create_roles, migrations.RunPython.noop)]
