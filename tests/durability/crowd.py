"""People at once: readers who go from page to page, and writers who remember what the site has confirmed to them."""

import http.client
import json
import queue
import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import urlencode

from tests.durability.prepare import PASSWORD

PATIENCE = 240  # seconds after which a person gives up on an answer: two hundred wait for eight threads
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
STATES = ["draft", "submitted", "published"]


class Asked(NamedTuple):
    """One request: when, how it was answered (0: not at all), and what stood there when something failed."""

    who: str
    what: str
    began: float
    ended: float
    status: int
    retry: str
    said: str

    @property
    def failed(self) -> bool:
        return self.status == 0 or self.status >= 500


@dataclass
class Draft:
    """What a writer sent, and what of it was confirmed."""

    uid: str
    author: str
    sent: int = 1
    confirmed: int = 0
    sent_state: str = "draft"
    state: str = ""
    pk: str = ""


@dataclass
class Ledger:
    """What everybody asked, and every draft that anybody began."""

    asked: list[Asked] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    waiting: queue.Queue[Draft] = field(default_factory=queue.Queue)

    @property
    def failures(self) -> list[Asked]:
        return [one for one in self.asked if one.failed]

    @property
    def refusals(self) -> list[Asked]:
        return [one for one in self.asked if 400 <= one.status < 500]

    def confirmed(self) -> list[Draft]:
        return [draft for draft in self.drafts if draft.confirmed]

    def missing(self, stored: dict[str, Any]) -> list[str]:
        """Every confirmation that the database does not bear out."""
        wrong = []
        for draft in self.confirmed():
            found = stored["drafts"].get(draft.pk)
            if found is None:
                wrong.append(f"{draft.uid}: draft {draft.pk} is gone")
                continue
            version = int(found["summary"].rpartition(" ")[2] or 0)
            if not draft.confirmed <= version <= draft.sent:
                wrong.append(f"{draft.uid}: version {version}, confirmed {draft.confirmed}, sent {draft.sent}")
            reached = STATES.index(found["state"])
            if not STATES.index(draft.state) <= reached <= STATES.index(draft.sent_state):
                wrong.append(f"{draft.uid}: {found['state']}, confirmed {draft.state}, sent {draft.sent_state}")
            if draft.state == "published" and draft.uid not in stored["cases"]:
                wrong.append(f"{draft.uid}: published, but no case")
        return wrong


class Person:
    """Sends requests over one connection, keeps cookies, and notes each answer."""

    def __init__(self, name: str, port: int, ledger: Ledger, token: str = ""):
        self.name, self.port, self.ledger = name, port, ledger
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.cookies: dict[str, str] = {}
        self.last = 0.0
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, str, Any]:
        began = time.monotonic()
        if began - self.last > 1:  # the server closes a connection that nobody uses for two seconds
            self.connection.close()
        status, text, said = 0, "", None
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self.connection.request(method, path, body.encode() if body is not None else None, sent)
            answer = self.connection.getresponse()
            text = answer.read().decode(errors="replace")
            status, said = answer.status, answer.headers
            for line in answer.headers.get_all("Set-Cookie") or ():
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        except (OSError, http.client.HTTPException) as error:
            text = repr(error)
            self.connection.close()
        self.last = time.monotonic()
        retry = said.get("Retry-After", "") if said else ""
        kept = text if status >= 500 or not status else text[:300] if status >= 400 else ""
        self.ledger.asked.append(Asked(self.name, f"{method} {path}", began, self.last, status, retry, kept))
        return status, text, said

    def send(self, path: str, data: Any, method: str = "POST", **headers: str) -> tuple[int, Any, Any]:
        """JSON to the API."""
        if "csrftoken" in self.cookies:
            headers["X_CSRFToken"] = self.cookies["csrftoken"]
        status, text, said = self.ask(method, path, json.dumps(data), Content_Type="application/json", **headers)
        return status, json.loads(text) if 0 < status < 500 else None, said

    def fill_in(self, path: str, fields: dict[str, str], **headers: str) -> tuple[int, str, Any]:
        """Read the page with the form and send the form."""
        page = self.ask("GET", path)[1]
        if not (found := TOKEN.search(page)):
            return 0, page, None
        form = urlencode({"csrfmiddlewaretoken": found[1], **fields})
        return self.ask("POST", path, form, Content_Type="application/x-www-form-urlencoded", **headers)

    def sign_in(self) -> bool:
        return self.fill_in("/accounts/login/", {"login": self.name, "password": PASSWORD})[0] == 302


def document(draft: Draft, world: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "case", "uid": draft.uid, "label": {"en": draft.uid, "original": "en"}, "origin": "contributed",
        "place": world["place"], "unit": "platform", "period": "2020/2022", "sources": [world["source"]],
        "summary": {"en": f"Version {draft.sent}", "original": "en"},
    }  # fmt: skip


def write_by_api(person: Person, world: dict[str, Any], uid: str, versions: int = 2) -> bool:
    """Begin a draft, change it, hand it in; whoever is not answered leaves it and begins another one."""
    draft = Draft(uid, person.name)
    person.ledger.drafts.append(draft)
    status, made, said = person.send("/api/drafts/", {"document": document(draft, world)})
    if status != 201:
        return False
    draft.confirmed, draft.state, draft.pk = 1, "draft", str(made["id"])
    address = f"/api/drafts/{draft.pk}/"
    for _ in range(versions - 1):
        draft.sent += 1
        status, _, said = person.send(address, {"document": document(draft, world)}, "PUT", If_Match=said["ETag"])
        if status != 200:
            return False
        draft.confirmed = draft.sent
    draft.sent_state = "submitted"
    if person.send(f"{address}submit/", {"reason": "New."})[0] != 200:
        return False
    draft.state = "submitted"
    person.ledger.waiting.put(draft)
    return True


def write_by_form(person: Person, uid: str) -> bool:
    """Type a case into the short form, whose page saves as one types."""
    draft = Draft(uid, person.name)
    person.ledger.drafts.append(draft)
    path = "/contribute/case/"
    fields = {"form": "snapshot", "language": "en", "title": uid, "autosave": "1"}
    for _ in range(2):
        fields["summary"] = f"Version {draft.sent}"
        status, text, _ = person.fill_in(path, fields, Accept="application/json")
        if status != 200:
            return False
        kept = json.loads(text)
        path, fields["edit_count"] = kept["url"], str(kept["edit_count"])
        draft.confirmed, draft.state, draft.pk = draft.sent, "draft", path.strip("/").rpartition("/")[2]
        draft.sent += 1
    draft.sent -= 1
    return True


def review(person: Person, draft: Draft) -> bool:
    """Publish what somebody handed in."""
    draft.sent_state = "published"
    if person.send(f"/api/drafts/{draft.pk}/accept/", {"reason": ""}, If_Match="*")[0] != 200:
        return False
    draft.state = "published"
    return True


class Crowd:
    """Threads that begin together; each does its work until it is done, or until ``stop``."""

    def __init__(self, port: int, world: dict[str, Any], seed: int = 0):
        self.port, self.world, self.ledger, self.seed = port, world, Ledger(), seed
        self.stopped = threading.Event()
        self.threads: list[threading.Thread] = []
        self.writing = 0
        self.lock = threading.Lock()

    def gather(self, *, readers: int, programs: int, typists: int, reviewers: int, rounds: int | None = None) -> None:
        """``rounds`` of each, or without end."""
        self.writing = programs
        for number in range(readers):
            self._add(f"reader-{number}", self._read, rounds)
        for number in range(programs):
            self._add(f"program-{number}", self._program, rounds)
        for number in range(typists):
            self._add(f"typist-{number}", self._typist, rounds)
        for number in range(reviewers):
            self._add(f"reviewer-{number}", self._reviewer, rounds)
        for thread in self.threads:
            thread.start()

    def _add(self, name: str, work: Callable[[Person, int | None], None], rounds: int | None) -> None:
        number = int(name.rpartition("-")[2])
        token = self.world["tokens"][number] if work == self._program else ""
        person = Person(name, self.port, self.ledger, token)

        def live() -> None:
            try:
                work(person, rounds)
            finally:
                person.connection.close()

        self.threads.append(threading.Thread(target=live, daemon=True))

    def _turns(self, rounds: int | None):
        turn = 0
        while not self.stopped.is_set() and (rounds is None or turn < rounds):
            yield turn
            turn += 1

    def _read(self, person: Person, rounds: int | None) -> None:
        dice = random.Random(f"{self.seed}-{person.name}")  # noqa: S311 - dice, not secrets
        for _ in self._turns(rounds):
            if person.ask("GET", dice.choice(self.world["pages"]))[0] != 200:
                time.sleep(0.2)

    def _program(self, person: Person, rounds: int | None) -> None:
        for turn in self._turns(rounds):
            if not write_by_api(person, self.world, f"w-{self.seed}-{person.name}-{turn}"):
                time.sleep(0.2)
        with self.lock:
            self.writing -= 1

    def _typist(self, person: Person, rounds: int | None) -> None:
        while not person.sign_in() and not self.stopped.is_set():
            time.sleep(0.2)
        for turn in self._turns(rounds):
            if not write_by_form(person, f"t-{self.seed}-{person.name}-{turn}"):
                time.sleep(0.2)

    def _reviewer(self, person: Person, rounds: int | None) -> None:
        while not person.sign_in() and not self.stopped.is_set():
            time.sleep(0.2)
        while not self.stopped.is_set() and (self.writing or not self.ledger.waiting.empty()):
            try:
                draft = self.ledger.waiting.get(timeout=0.1)
            except queue.Empty:
                continue
            if not review(person, draft):
                time.sleep(0.2)

    def stop(self) -> None:
        self.stopped.set()

    def finish(self, patience: float) -> Ledger:
        """Wait for everybody to be done."""
        until = time.monotonic() + patience
        for thread in self.threads:
            thread.join(max(0.0, until - time.monotonic()))
        assert not any(thread.is_alive() for thread in self.threads), "somebody still waits for an answer"
        return self.ledger
