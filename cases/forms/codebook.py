"""Forms for writing a version of the codebook: what it is about, one change, one entry."""

import re
import secrets
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.documents.codebook_draft import EXACT, LEAST, TEXTS, uid_of
from cases.documents.difference import Json
from cases.enums import CodeKind, ScaleKind
from cases.forms.fields import two_languages
from cases.models import Code
from cases.queries.lookup import Names
from cases.validators import CODE

CHANGES = [
    ("split", gettext_lazy("Split: one code becomes several")),
    ("merge", gettext_lazy("Merge: several codes become one")),
    ("rename", gettext_lazy("Rename or redefine: one code becomes another")),
    ("retire", gettext_lazy("Retire: nothing takes its place")),
    ("add", gettext_lazy("Add: a code that is new")),
]
SLOTS = range(1, 5)
LABELS = {
    "name": gettext_lazy("Name"),
    "short_definition": gettext_lazy("In short"),
    "full_definition": gettext_lazy("What it means"),
    "use_when": gettext_lazy("Use it when"),
    "do_not_use_when": gettext_lazy("Do not use it when"),
    "example": gettext_lazy("Example"),
}
TONGUES = {"en": gettext_lazy("English"), "zh": gettext_lazy("Chinese")}


def area(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=4_000, widget=forms.Textarea(attrs={"rows": rows}), **{"required": False, **more}
    )


class VersionForm(forms.Form):
    """What a new version is about."""

    use_required_attribute = False
    needed: ClassVar[dict[str, Any]] = {
        "required": True,
        "error_messages": {"required": gettext_lazy("This is needed. Fill it in.")},
    }
    note_en = area(gettext_lazy("What it changes and why, in English"), **needed)
    note_zh = area(gettext_lazy("What it changes and why, in Chinese"), **needed)


class ChangeForm(forms.Form):
    """One change: which codes go, and which come."""

    use_required_attribute = False
    change = forms.ChoiceField(label=pgettext_lazy("to the codebook", "Change"), choices=CHANGES, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, names: Names, taken: set[str], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.names, self.taken = names, taken
        listed = forms.TextInput(attrs={"list": "codes", "autocomplete": "off"})
        for slot in SLOTS:
            label = _("Code that goes, %(number)s") % {"number": slot}
            self.fields[f"old-{slot}"] = forms.CharField(label=label, required=False, max_length=300, widget=listed)
        for slot in SLOTS:
            label = _("Code that comes, %(number)s") % {"number": slot}
            hint = _("A code that is here, or a new identity such as problem:data-silos-technical.") if slot == 1 else ""
            self.fields[f"new-{slot}"] = forms.CharField(
                label=label, required=False, max_length=300, help_text=hint, widget=listed
            )

    def clean(self) -> Json:
        cleaned = super().clean() or {}
        cleaned["codes"] = [uid for slot in SLOTS if (uid := self._old(f"old-{slot}"))]
        cleaned["into"] = [one for slot in SLOTS if (one := self._new(f"new-{slot}", cleaned["codes"]))]
        if len({uid_of(one) for one in cleaned["into"]}) < len(cleaned["into"]):
            self.add_error("new-1", _("A code is named twice here."))
        change = cleaned.get("change")
        if change and not self.errors:
            for index, name in enumerate(("codes", "into")):
                number, least, exact = len(cleaned[name]), LEAST[change][index], EXACT[change][index]
                if number < least or (exact is not None and number != exact):
                    self.add_error("old-1" if name == "codes" else "new-1", self._number_words(index, least, exact))
        return cleaned

    def _number_words(self, index: int, least: int, exact: int | None) -> str:
        if exact == 0:
            return _("For this change, leave these empty.")
        if exact is not None:
            return _("For this change, name exactly one.")
        return _("For this change, name at least %(number)s.") % {"number": least}

    def _old(self, name: str) -> str:
        typed = self.cleaned_data.get(name, "")
        uid = self.names.code.resolve(typed)
        if typed and uid not in self.names.code.by_uid:
            self.add_error(name, _("No code of the codebook is called “%(name)s”. Choose one from the list.") % {"name": typed})
        elif uid in self.taken:
            self.add_error(name, _("Another change of this version retires this code already."))
        return uid

    def _new(self, name: str, codes: list[str]) -> Any:
        """A code that is there by its identity, or the beginning of a new entry made after the code that goes."""
        typed = self.cleaned_data.get(name, "").strip()
        uid = self.names.code.resolve(typed)
        if not typed:
            return None
        if uid in codes or uid in self.taken:
            self.add_error(name, _("This code goes in the same version. Choose another one."))
        elif codes and uid.partition(":")[0] != codes[0].partition(":")[0]:
            self.add_error(
                name, _("It has to be of the same kind as the code that goes: %(kind)s.") % {"kind": codes[0].partition(":")[0]}
            )
        elif uid in self.names.code.by_uid:
            return uid
        elif not re.fullmatch(CODE, uid) or uid.partition(":")[0] not in CodeKind.values:
            self.add_error(name, _("A new identity is a kind and a key in small letters, such as problem:data-silos-technical."))
        elif Code.objects.filter(uid=uid).exists():
            self.add_error(name, _("A code had this identity before it was retired; identities are never used again."))
        return self._begun(uid, codes)

    def _begun(self, uid: str, codes: list[str]) -> Json:
        old = Code.objects.filter(uid__in=codes).select_related("revision").first()
        like = old.revision.document if old else {}
        kept = {name: like.get(name) for name in ("scale", "levels", "unit", "broader", "order") if like.get(name) is not None}
        return {"kind": "code", "uid": uid, "scale": "present", "order": 500, **kept}

    def made(self) -> Json:
        given = self.cleaned_data
        return {
            "ref": f"change-{secrets.token_hex(4)}",
            "change": given["change"],
            "codes": given["codes"],
            "into": given["into"],
        }


class EntryForm(forms.Form):
    """A new entry of the codebook, in both languages side by side."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, entry: Json, **kwargs: Any):
        initial = {f"{name}_{tongue}": (entry.get(name) or {}).get(tongue) for name in TEXTS for tongue in TONGUES}
        super().__init__(data, initial={**initial, "scale": entry.get("scale"), "order": entry.get("order")}, **kwargs)
        self.entry = entry
        for name in TEXTS:
            for tongue, words in TONGUES.items():
                field = (
                    area(f"{LABELS[name]} ({words})")
                    if name != "name"
                    else forms.CharField(label=f"{LABELS[name]} ({words})", required=False, max_length=300)
                )
                field.pair = tongue  # type: ignore[attr-defined]
                self.fields[f"{name}_{tongue}"] = field
        if not entry.get("levels"):
            scales = [(one.value, one.label) for one in ScaleKind if one != ScaleKind.LEVELS]
            self.fields["scale"] = forms.ChoiceField(label=_("Scale"), choices=scales)
        self.fields["order"] = forms.IntegerField(label=_("Place among the codes of its kind"), min_value=0, max_value=9_999)

    def document(self, version: str) -> Json:
        """The entry as it was written; what it lacks, the draft's page says."""
        given, entry = self.cleaned_data, dict(self.entry)
        for name in TEXTS:
            text = two_languages(
                entry.get(name), given[f"{name}_en"], given[f"{name}_zh"], "zh" if not given[f"{name}_en"] else "en"
            )
            entry[name] = text
        if "scale" in given:
            entry["scale"] = given["scale"]
        return {name: part for name, part in {**entry, "order": given["order"], "since": version}.items() if part is not None}
