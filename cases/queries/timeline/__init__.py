"""Cases over time: what happened, what held and for how long, laid out by date, from a start, or phase by phase."""

from cases.queries.timeline.options import Options
from cases.queries.timeline.page import TimelinePage, case_timeline, timeline_page
from cases.queries.timeline.pick import Picked, pick_cases

__all__ = ["Options", "Picked", "TimelinePage", "case_timeline", "pick_cases", "timeline_page"]
