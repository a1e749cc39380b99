"""Write down for the filters why a case says nothing of a kind, and the codes above those that it has: once a rebuild was asked for."""

from collections import defaultdict

from django.db import migrations

KINDS = (
    "model", "structure", "mechanism", "interaction", "problem", "countermeasure", "achievement", "condition", "constraint", "tension",
)
AT_ONCE = 1000


def above(broader, code):
    found = []
    at = broader.get(code)
    while at and at not in found:
        found.append(at)
        at = broader.get(at)
    return found


def write(apps, schema_editor):
    Case, CaseFacet, Code, Coding, Term = (
        apps.get_model("cases", name) for name in ("Case", "CaseFacet", "Code", "Coding", "Term")
    )
    broader = dict(Code.objects.filter(broader__isnull=False).values_list("uid", "broader__uid"))
    cases = list(Case.objects.filter(state="live").order_by("pk").values_list("pk", "origin"))
    for start in range(0, len(cases), AT_ONCE):
        part = dict(cases[start : start + AT_ONCE])
        wanted, asked = set(), defaultdict(set)
        codings = Coding.objects.filter(case__in=part).values_list("case_id", "code__code_kind", "code__uid", "blank")
        for case, kind, code, blank in codings:
            asked[case].add(kind)
            wanted |= {(kind, key, case) for key in ([blank] if blank else above(broader, code))}
        for case, origin in part.items():
            reason = "not-reported" if origin == "seed" else "not-yet-coded"
            wanted |= {(kind, reason, case) for kind in KINDS if kind not in asked[case]}
        names = sorted({(kind, key) for kind, key, _case in wanted})
        Term.objects.bulk_create([Term(facet=kind, key=key) for kind, key in names], ignore_conflicts=True, batch_size=1000)
        keys = {(kind, key): pk for pk, kind, key in Term.objects.filter(facet__in={kind for kind, _ in names}).values_list("pk", "facet", "key")}
        rows = [CaseFacet(term_id=keys[kind, key], case_id=case) for kind, key, case in sorted(wanted)]
        CaseFacet.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("cases", "0025_notices_once")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
