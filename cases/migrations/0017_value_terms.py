"""Write down for the filters what numbers cases have, and why a scaled code has no value."""

from django.db import migrations

SCALED = ("levels", "number", "membership")


def write(apps, schema_editor):
    Term, CaseFacet, Coding = (apps.get_model("cases", name) for name in ("Term", "CaseFacet", "Coding"))
    codings = Coding.objects.filter(code__scale__in=SCALED, level="", case__state="live")
    wanted = {
        (case, f"{code}={blank or repr(value)}")
        for case, code, value, blank in codings.values_list("case_id", "code__uid", "value", "blank").iterator()
    }
    Term.objects.bulk_create(
        [Term(facet="value", key=key) for key in sorted({key for _, key in wanted})], ignore_conflicts=True, batch_size=1000
    )
    keys = dict(Term.objects.filter(facet="value").values_list("key", "pk"))
    rows = [CaseFacet(term_id=keys[key], case_id=case) for case, key in sorted(wanted)]
    CaseFacet.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


def drop(apps, schema_editor):
    apps.get_model("cases", "CaseFacet").objects.filter(term__facet="value").delete()
    apps.get_model("cases", "Term").objects.filter(facet="value").delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_indexes_that_are_asked")]
    operations = [migrations.RunPython(write, drop)]
