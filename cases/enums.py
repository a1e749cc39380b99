"""The closed vocabularies of the record, each with the words a reader sees."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RecordKind(models.TextChoices):
    """The kinds of record that have a document, in the order in which they may refer to one another."""

    CODEBOOK = "codebook", _("codebook version")
    CODE = "code", _("code")
    PLACE = "place", _("place")
    SOURCE = "source", _("source")
    ACTOR = "actor", _("actor")
    CASE = "case", _("case")
    STUDY = "study", _("study")
    DATASET = "dataset", _("data set")


class CodeKind(models.TextChoices):
    """What a code is about. The value is the prefix of its identifier: ``model:administrative``."""

    DIMENSION = "dimension", _("TOE dimension")
    CONDITION = "condition", _("condition")
    OUTCOME = "outcome", _("outcome")
    MODEL = "model", _("governance model")
    STRUCTURE = "structure", _("organisational structure")
    MECHANISM = "mechanism", _("mechanism")
    INTERACTION = "interaction", _("interaction state")
    CONSTRAINT = "constraint", _("structural constraint")
    TENSION = "tension", _("task tension")
    STRATEGY = "strategy", _("strategy")
    PROBLEM = "problem", _("problem")
    COUNTERMEASURE = "countermeasure", _("countermeasure")
    AREA = "area", _("area of measures")
    SYSTEM = "system", _("governance system")
    QUALITY = "quality", _("quality")
    ACHIEVEMENT = "achievement", _("achievement")
    TYPE = "type", _("configuration type")
    THEORY = "theory", _("theory")


PATHS: dict[str, tuple[CodeKind, ...]] = {
    "models": (CodeKind.MODEL,),
    "structures": (CodeKind.STRUCTURE,),
    "mechanisms": (CodeKind.MECHANISM,),
    "interactions": (CodeKind.INTERACTION,),
    "constraints": (CodeKind.CONSTRAINT,),
    "tensions": (CodeKind.TENSION,),
    "strategies": (CodeKind.STRATEGY,),
    "problems": (CodeKind.PROBLEM,),
    "countermeasures": (CodeKind.COUNTERMEASURE,),
    "factors": (CodeKind.DIMENSION, CodeKind.CONDITION),
    "outcomes": (CodeKind.OUTCOME,),
    "achievements": (CodeKind.ACHIEVEMENT,),
    "systems": (CodeKind.SYSTEM,),
    "areas": (CodeKind.AREA,),
    "qualities": (CodeKind.QUALITY,),
    "types": (CodeKind.TYPE,),
    "theories": (CodeKind.THEORY,),
}
"""The address under which the codes of a kind are read."""
PATH_OF = {kind: path for path, kinds in PATHS.items() for kind in kinds}


class Basis(models.TextChoices):
    """How a claim is known."""

    STATED = "stated", _("stated in the source")
    CALCULATED = "calculated", _("calculated")
    INFERRED = "inferred", _("inferred by the coder")
    JUDGEMENT = "judgement", _("editor’s judgement")


class Confidence(models.TextChoices):
    HIGH = "high", _("high confidence")
    MEDIUM = "medium", _("medium confidence")
    LOW = "low", _("low confidence")


class Strength(models.TextChoices):
    """How strongly the source itself puts the claim."""

    FOUND = "found", _("found: the source reports it")
    MAY = "may", _("may: the source hedges")
    PROPOSED = "proposed", _("proposed: the source recommends it")


class Concern(models.TextChoices):
    """How far a component of GRADE-CERQual limits the confidence in a review finding (Lewin et al. 2018)."""

    NONE = "none-or-very-minor", _("no or very minor concerns")
    MINOR = "minor", _("minor concerns")
    MODERATE = "moderate", _("moderate concerns")
    SERIOUS = "serious", _("serious concerns")


class Sureness(models.TextChoices):
    """Overall confidence in a review finding by GRADE-CERQual, highest first. Not the confidence of a coder in a claim."""

    HIGH = "high", pgettext_lazy("GRADE-CERQual", "high confidence")
    MODERATE = "moderate", pgettext_lazy("GRADE-CERQual", "moderate confidence")
    LOW = "low", pgettext_lazy("GRADE-CERQual", "low confidence")
    VERY_LOW = "very-low", pgettext_lazy("GRADE-CERQual", "very low confidence")


class Aspect(models.TextChoices):
    """What a finding says of the measure that it is about."""

    RESULT = "result", _("result")
    COST = "cost", _("cost or time")
    FAILURE = "failure", _("failure or harm")


class Stance(models.TextChoices):
    SUPPORTS = "supports", _("supports")
    CONTRADICTS = "contradicts", _("contradicts")
    QUALIFIES = "qualifies", _("qualifies")


class Blank(models.TextChoices):
    """Why there is no value. Silence is data, so it carries a reason."""

    NOT_REPORTED = "not-reported", _("not reported")
    NOT_APPLICABLE = "not-applicable", _("not applicable")
    NOT_YET_CODED = "not-yet-coded", _("not yet coded")
    WITHHELD = "withheld", _("withheld")
    CONTESTED = "contested", _("contested")
    NOT_COMPARABLE = "not-comparable", _("not comparable")


class Level(models.TextChoices):
    """Tier of the administrative hierarchy. A district ranks with counties under a city."""

    NATIONAL = "national", _("national")
    PROVINCE = "province", _("province")
    CITY = "city", _("city")
    COUNTY = "county", _("county")
    DISTRICT = "district", _("district")
    TOWNSHIP = "township", _("township")


class Unit(models.TextChoices):
    """The unit of analysis that a case bounds."""

    GOVERNMENT = "government", _("government as a whole")
    PLATFORM = "platform", _("platform")
    PROGRAMME = "programme", _("programme")
    SERVICE = "service", _("service")


class Origin(models.TextChoices):
    SEED = "seed", _("reported by a founding study")
    CONTEXT = "context", _("context case")
    CONTRIBUTED = "contributed", _("contributed")


def silence(origin: str) -> Blank:
    """Why nothing is said where a case holds no claim at all: the founding studies were read for every question, others not."""
    return Blank.NOT_REPORTED if origin == Origin.SEED else Blank.NOT_YET_CODED


class MemberRole(models.TextChoices):
    """The part a case or place plays in a study."""

    FOCAL = "focal", _("focal case")
    COMPARED = "compared", _("compared case")
    BENCHMARK = "benchmark", _("benchmark")
    DATA_ROW = "data-row", _("data row")


class Strand(models.TextChoices):
    """The three processes that the process study separates."""

    FORMATION = "formation", _("formation of the subjects")
    INTERACTION = "interaction", _("interaction")
    GOVERNANCE = "governance", _("governance process")


class ActorType(models.TextChoices):
    PARTY = "party", _("party committee")
    GOVERNMENT = "government", _("government")
    LEAD_BUREAU = "lead-bureau", _("lead bureau")
    DEPARTMENT = "department", _("department")
    DATA_BUREAU = "data-bureau", _("data bureau")
    STATE_COMPANY = "state-company", _("state-owned company")
    PRIVATE_COMPANY = "private-company", _("private enterprise")
    JOINT_COMPANY = "joint-company", _("joint company")
    RESEARCH_BODY = "research-body", _("research body")
    SOCIAL_ORGANISATION = "social-organisation", _("social organisation")
    PUBLIC = "public", pgettext_lazy("kind of actor", "public")
    ENTERPRISE = "enterprise", _("enterprise, kind not reported")


class Tie(models.TextChoices):
    """What connects two actors."""

    CONTRACT = "contract", _("contract")
    OWNERSHIP = "ownership", _("ownership")
    COMMAND = "command", _("command")
    DATA = "data", _("data")
    SECONDMENT = "secondment", _("secondment")
    JOINT_OPERATION = "joint-operation", _("joint operation")
    SUPERVISION = "supervision", _("supervision")
    INTERACTION = "interaction", _("interaction, kind of tie not reported")


class LinkKind(models.TextChoices):
    """What one code says of another; which kinds of code it may join is in ``LINK_ENDS``."""

    BELONGS = "belongs", _("belongs to")
    LEADS_TO = "leads-to", _("leads to")
    DRIVES = "drives", _("drives")
    SHAPES = "shapes", _("shapes")
    ANSWERED_BY = "answered-by", _("may be answered by")
    NEEDS = "needs", _("needs")
    WORKS_ON = "works-on", _("works on")
    MAY_CAUSE = "may-cause", _("may cause")
    MEASURE_OF = "measure-of", _("is a measure of")
    SERVES = "serves", _("serves")
    HAS_QUALITY = "has-quality", _("has the quality")
    MIXED_WITH = "mixed-with", _("is contradicted in part by")


K = CodeKind
LINK_ENDS: dict[LinkKind, tuple[set[CodeKind], set[CodeKind]]] = {
    LinkKind.BELONGS: ({K.CONDITION}, {K.DIMENSION}),
    LinkKind.LEADS_TO: ({K.CONDITION, K.TYPE}, {K.OUTCOME}),
    LinkKind.DRIVES: ({K.CONSTRAINT, K.TENSION}, {K.STRATEGY}),
    LinkKind.SHAPES: (
        {K.CONSTRAINT, K.TENSION, K.STRATEGY, K.MECHANISM, K.STRUCTURE, K.INTERACTION},
        {K.INTERACTION, K.STRUCTURE, K.MODEL},
    ),
    LinkKind.ANSWERED_BY: ({K.PROBLEM}, {K.COUNTERMEASURE, K.AREA}),
    LinkKind.NEEDS: ({K.COUNTERMEASURE}, {K.CONDITION}),
    LinkKind.WORKS_ON: ({K.COUNTERMEASURE}, {K.CONDITION}),
    LinkKind.MAY_CAUSE: ({K.COUNTERMEASURE, K.PROBLEM, K.MECHANISM}, {K.PROBLEM}),
    LinkKind.MEASURE_OF: ({K.COUNTERMEASURE}, {K.AREA}),
    LinkKind.SERVES: ({K.COUNTERMEASURE}, {K.SYSTEM}),
    LinkKind.HAS_QUALITY: ({K.SYSTEM}, {K.QUALITY}),
    LinkKind.MIXED_WITH: ({K.ACHIEVEMENT}, {K.PROBLEM}),
}
"""Kinds of code at the start and at the end of each kind of link."""


class ScaleKind(models.TextChoices):
    """A code is either present (value 1) or scaled."""

    PRESENT = "present", _("present")
    LEVELS = "levels", _("ordered levels")
    NUMBER = "number", _("number")
    MEMBERSHIP = "membership", _("fuzzy-set membership, 0 to 1")


class ExcerptKind(models.TextChoices):
    QUOTATION = "quotation", _("quotation")
    PARAPHRASE = "paraphrase", _("paraphrase")
    TABLE_CELL = "table-cell", _("table cell")


class Access(models.TextChoices):
    PUBLIC = "public", pgettext_lazy("who may read", "public")
    CODERS = "coders", _("coders only")


class Completeness(models.TextChoices):
    """How much of the publication was read."""

    FULL = "full", _("full text")
    ABSTRACT = "abstract", _("abstract only")
    METADATA = "metadata", _("bibliographic record only")
    SECONDARY = "secondary", _("read at a secondary page")


class ResultKind(models.TextChoices):
    """What a study printed as a result of its own analysis."""

    CONFIGURATION = "configuration", _("configuration")
    TYPE = "type", _("configuration type")
    FIT = "fit", _("measure of fit")
    FINDING = "finding", _("finding")


class RevisionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    IN_REVIEW = "in-review", _("in review")
    RETURNED = "returned", _("returned")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class NoticeKind(models.TextChoices):
    """What a notice tells. The words finish a sentence that begins with who did it and what it is about."""

    TAKEN_UP = "taken-up", _("is reading your draft")
    COMMENTED = "commented", _("commented on your draft")
    ANSWERED = "answered", _("answered a comment of yours")
    SUGGESTED = "suggested", _("suggested another wording in your draft")
    ADOPTED = "adopted", _("took over a wording that you suggested")
    RETURNED = "returned", _("returned your draft with reasons")
    PARTLY = "partly", _("published a part of your draft; the rest is still open")
    PUBLISHED = "published", _("published your draft")


class ReportConcern(models.TextChoices):
    """What a reader tells the editors about a page."""

    GIVEN_AWAY = "given-away", _("A place or a person is given away")
    ERROR = "error", _("Something on the page is wrong")
    OWN_WORK = "own-work", _("My own work is read wrongly or quoted too long")
    PROGRAM = "program", _("The page does not work")


class RecordState(models.TextChoices):
    LIVE = "live", _("live")
    RETIRED = "retired", _("retired")


class BatchState(models.TextChoices):
    """How far an import has come. Long ones are read, published and undone by the worker."""

    READING = "reading", _("being read")
    UNREADABLE = "broken", _("cannot be read")
    READ = "read", _("read, not accepted")
    ACCEPTING = "begun", _("being published")
    STOPPED = "stopped", _("stopped before its end")
    DONE = "done", _("accepted")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


class Staying(models.TextChoices):
    """Why an undone import leaves a record as it is."""

    EDITED = "edited", _("edited since")
    WITHHELD = "withheld", _("what was before is withheld, because it gives somebody away")
    NAMED = "named", _("other records name it")
    CODE = "code", _("codes leave by a version of the codebook")


class Verdict(models.TextChoices):
    """What a row of an import would do."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    SAME = "same", _("unchanged")
    REFUSED = "refused", _("refused")


class CodebookState(models.TextChoices):
    DRAFT = "draft", _("draft")
    RELEASED = "released", _("released")


class TestType(models.TextChoices):
    """What passing or failing a test of a hypothesis can show (Van Evera 1997)."""

    __test__ = False  # a word of the domain, and nothing for pytest to collect

    STRAW = "straw-in-the-wind", _("straw in the wind")
    HOOP = "hoop", _("hoop")
    SMOKING_GUN = "smoking-gun", _("smoking gun")
    DOUBLY_DECISIVE = "doubly-decisive", _("doubly decisive")


class TestResult(models.TextChoices):
    """Whether what the hypothesis leads one to expect was observed."""

    __test__ = False

    PASSED = "passed", _("passed")
    FAILED = "failed", _("failed")
    INCONCLUSIVE = "inconclusive", _("inconclusive")
