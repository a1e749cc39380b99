"""The kinds of code as a reader meets them: the heading of each list and what stands in it."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from cases.enums import PATH_OF, CodeKind


class Heading(NamedTuple):
    title: Any
    lead: Any


HEADINGS: dict[str, Heading] = {
    "models": Heading(
        _("Governance models"),
        _("What a process of building digital government results in: not a label that a government has from the start."),
    ),
    "structures": Heading(_("Organisational structures"), _("How units and people are arranged, and whom they answer to.")),
    "mechanisms": Heading(
        _("Mechanisms"), _("The means by which digital work gets done: what goes into a process, not what comes out of it.")
    ),
    "interactions": Heading(
        _("Interaction states"), _("How closely government and enterprise are tied at one stage of a process.")
    ),
    "constraints": Heading(
        _("Structural constraints"), _("What presses a government to act in one way, or keeps it from acting in another.")
    ),
    "tensions": Heading(_("Task tensions"), _("Two demands of the same task that pull in different directions.")),
    "strategies": Heading(_("Strategies"), _("How a government deals with a tension or a constraint.")),
    "problems": Heading(_("Problems"), _("What goes wrong in building or running digital government, and what may answer it.")),
    "countermeasures": Heading(_("Countermeasures"), _("What was done or is proposed about a problem, and how sure that is.")),
    "factors": Heading(
        _("Conditions"), _("Conditions of digital government in three dimensions: technology, organisation, environment.")
    ),
    "outcomes": Heading(_("Outcomes"), _("What a study sets out to explain.")),
    "achievements": Heading(_("Achievements"), _("What a source says has been attained.")),
    "systems": Heading(
        _("Governance systems"), _("The systems that a better digital government is to have, each with its qualities.")
    ),
    "areas": Heading(_("Areas of measures"), _("Fields in which a study groups its proposals.")),
    "qualities": Heading(_("Qualities"), _("What a system should be like.")),
    "types": Heading(
        _("Configuration types"),
        _("Kinds of combinations of conditions, as a study names them. Their members are often not reported."),
    ),
    "theories": Heading(_("Theories"), _("The ideas through which the studies look at their cases.")),
}


def kind_title(kind: CodeKind) -> Any:
    """The plural word for codes of the kind. Dimensions are read under the address of the conditions."""
    return _("TOE dimensions") if kind == CodeKind.DIMENSION else HEADINGS[PATH_OF[kind]].title
