"""Which role may do what with a draft and with a record's history: the table of docs/security.md, tried out."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from cases.actions.comment import comment
from cases.actions.draft import live_revision, save_draft, submit
from cases.actions.publish import publish
from cases.models import Report
from tests.cases.stage import case, set_stage, text
from tests.cases.views.filled import ALL, SNAPSHOT

pytestmark = pytest.mark.django_db
WHO = ["visitor", *Role.values]


def documented() -> dict[tuple[str, str], bool]:
    text = Path(settings.BASE_DIR, "docs/security.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\|.*\|$", text, re.MULTILINE)]
    start = next(number for number, row in enumerate(rows) if row[0] == "action")
    found: dict[tuple[str, str], bool] = {}
    for row in rows[start + 2 :]:
        if len(row) != len(rows[start]):
            break
        found |= {(row[0], who): cell == "yes" for who, cell in zip(rows[start][1:], row[1:], strict=True)}
    return found


def at(name: str, *args) -> str:
    return reverse(f"cases:{name}", args=args)


def own(stage) -> int:
    """A draft of the person's own, if they can have one; otherwise the one that there is, which is not theirs."""
    user = stage.user
    allowed = user is not None and Role.READER not in user.roles
    return save_draft(document=case("own"), by=user).pk if allowed else stage.draft.pk


def own_sent(stage) -> int:
    pk = own(stage)
    return submit(revision=stage.draft.__class__.objects.get(pk=pk), by=stage.user).pk if pk != stage.draft.pk else pk


BACK = {"reason": "It was right.", "seen": 2}
ACTIONS = {
    "write a draft": lambda s: s.client.post(at("contribute-case"), SNAPSHOT | {"save": "1"}),
    "submit one's own draft": lambda s: s.client.post(at("draft-submit", own(s))),
    "preview one's own draft": lambda s: s.client.get(at("draft-preview", own(s))),
    "read a submitted draft of somebody else": lambda s: s.client.get(at("review-revision", s.draft.pk)),
    "preview a submitted draft of somebody else": lambda s: s.client.get(at("draft-preview", s.draft.pk)),
    "comment on a submitted draft of somebody else": lambda s: s.client.post(
        at("comment-add", s.draft.pk), {"path": "unit", "text": "Hm."}
    ),
    "take over a wording that somebody else suggested": lambda s: s.client.post(at("comment-adopt", s.thread.pk)),
    "take up a submitted draft of somebody else": lambda s: s.client.post(at("review-take-up", s.draft.pk)),
    "accept a submitted draft of somebody else": lambda s: s.client.post(at("review-decide", s.draft.pk), ALL),
    "return a submitted draft of somebody else": lambda s: s.client.post(at("review-return", s.draft.pk), {"reason": "No."}),
    "decide on one's own draft": lambda s: s.client.post(at("review-decide", own_sent(s)), ALL),
    "read the history of a record": lambda s: s.client.get(at("history", "case", "a-case")),
    "bring a version back as a draft": lambda s: s.client.post(at("history-propose", "case", "a-case", 1), BACK),
    "publish an earlier version again at once": lambda s: s.client.post(at("history-restore", "case", "a-case", 1), BACK),
    "settle a report of a reader": lambda s: s.client.post(at("report-settle", s.report.pk), {"answer": "Done."}),
    "merge a duplicate into another record": lambda s: s.client.post(
        at("merge-records", "place", "double"), {"into": "zhejiang", "reason": "One place.", "seen": 1}
    ),
    "withhold a version that gives somebody away": lambda s: s.client.post(
        at("history-withhold", "case", "a-case"), {"numbers": [1], "reason": "It names somebody."}
    ),
    "take a record out of circulation": lambda s: s.client.post(
        at("retire", "case", "a-case"), {"reason": "No case.", "seen": live_revision("case", "a-case").number}
    ),
}


def done(answer) -> bool:
    """Whether it was done: not refused, and not led to the door."""
    return answer.status_code == 200 or (answer.status_code == 302 and "/login/" not in answer.url)


@pytest.fixture
def stage(person) -> SimpleNamespace:
    set_stage()
    double = {"kind": "place", "uid": "double", "name": text("Double"), "level": "province", "parent": "china"}
    publish([case(), double], by=None)
    publish([case(unit="platform")], by=None)
    report = Report.objects.create(concern="error", page="/", text="Wrong.")
    author, other = person("somebody-else", "coder"), person("suggests", "reviewer")
    draft = save_draft(document=case(period="2021"), by=author, base=live_revision("case", "a-case"))
    draft = submit(revision=draft, by=author)
    said = {"path": "summary", "language": "en", "text": "Better."}
    thread = comment(revision=draft, by=other, path="summary", text="", suggestion=said)
    return SimpleNamespace(draft=draft, thread=thread, report=report)


def test_documentation_lists_every_action_for_everybody():
    assert set(documented()) == {(action, who) for action in ACTIONS for who in WHO}


@pytest.mark.parametrize("who", WHO)
def test_roles_may_do_what_the_documentation_says(who, stage, person):
    expected = {action: allowed for (action, somebody), allowed in documented().items() if somebody == who}
    found = {}
    for number, (action, act) in enumerate(ACTIONS.items()):
        if action == "accept a submitted draft of somebody else":
            continue
        found[action] = done(act(_visit(stage, who, person, number)))
    accept = "accept a submitted draft of somebody else"  # last: nothing is left to decide on afterwards
    assert expected == found | {accept: expected[accept]}


@pytest.mark.parametrize("who", WHO)
def test_roles_accept_what_the_documentation_says(who, stage, person):
    action = "accept a submitted draft of somebody else"
    assert done(ACTIONS[action](_visit(stage, who, person, 0))) == documented()[action, who]


def _visit(stage, who, person, number: int) -> SimpleNamespace:
    """Somebody new in the role, so that no draft of theirs is in the way."""
    client, user = Client(), None
    if who != "visitor":
        user = person(f"{who}-{number}", who)
        client.force_login(user)
    return SimpleNamespace(client=client, user=user, draft=stage.draft, thread=stage.thread, report=stage.report)
