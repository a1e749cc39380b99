"""Tags of robustness tests: ``{% load robustness %}``."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cases.templatetags.casebase import plain

register = template.Library()


@register.filter
def trial_words(trial: dict[str, Any], page: Any) -> str:
    """What a trial changed."""
    match trial["what"]:
        case "consistency":
            return _("consistency cut-off %(value).3g") % trial
        case "pri":
            return _("PRI cut-off %(value).3g") % trial
        case "frequency":
            return ngettext("at least %(value)s unit in a row", "at least %(value)s units in a row", trial["value"]) % trial
        case "unit":
            return _("without %(name)s") % {"name": plain(page.units[trial["unit"]].label)}
        case "condition":
            return _("without the condition %(name)s") % {"name": plain(page.sets[trial["set"]].label)}
    names = [_("fully out"), _("crossover"), _("fully in")]
    name = plain(page.sets[trial["set"]].label)
    return _("%(name)s, %(anchor)s at %(to).4g") % {"name": name, "anchor": names[trial["anchor"]], "to": trial["to"]}


@register.filter
def expr_words(expr: str, page: Any) -> str:
    """A term such as ~TALENT*FISCAL in words."""
    parts = []
    for literal in expr.split("*"):
        name, _sign, value = literal.lstrip("~").partition("[")
        label = plain(page.sets[name].label)
        if value:
            parts.append(_("%(condition)s at value %(value)s") % {"condition": label, "value": value.rstrip("]")})
        else:
            words = _("%(condition)s absent") if literal.startswith("~") else _("%(condition)s present")
            parts.append(words % {"condition": label})
    return pgettext("between conditions that go together", " and ").join(parts)


@register.filter
def robust_words(name: str) -> str:
    """What becomes of a unit over all trials."""
    return {
        "robust_typical": _("in every solution, with the outcome"),
        "robust_deviant": _("in every solution, without the outcome"),
        "shaky_typical": _("not in every solution, with the outcome"),
        "shaky_deviant": _("not in every solution, without the outcome"),
        "possible_typical": _("only in some other solution, with the outcome"),
        "possible_deviant": _("only in some other solution, without the outcome"),
    }[name]


# Two runs -------------------------------------------------------------------------------------------


@register.filter
def decision_words(what: str) -> str:
    return {
        "units": _("Units"),
        "conditions": _("Conditions"),
        "consistency": _("Consistency cut-off"),
        "pri": _("PRI cut-off"),
        "frequency": _("Units in a row"),
        "overrides": _("Rows set by decision"),
        "anchors": _("Anchors"),
    }[what]


@register.filter
def decision_value(value: Any) -> str:
    """A number, several numbers, or names."""
    if value is None:
        return _("not among the sets")
    if isinstance(value, list):
        return pgettext("between names", ", ").join(plain(one) if isinstance(one, dict) else f"{one:g}" for one in value)
    return f"{value:g}"
