"""Everything that the tables of the record hold."""

from django.apps import apps

from cases.models import PublishSequence


def every_row() -> dict[str, list]:
    """All rows of all tables of the record, keys and sequences included."""
    rows = {
        model.__name__: sorted((list(row.items()) for row in model._default_manager.values()), key=str)
        for model in apps.get_app_config("cases").get_models(include_auto_created=True)
    }
    return rows | {"PublishSequence": [one.value for one in PublishSequence.objects.all()]}  # its stamp is always another
