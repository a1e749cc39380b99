"""Small documents for tests: plain data, valid as they stand, changed by keyword."""

from typing import Any

MARKS = {"basis": "stated", "confidence": "high", "strength": "found", "codebook": "1", "coder": "A. Coder"}


def text(en: str, zh: str | None = None) -> dict[str, Any]:
    return {"en": en, "zh": zh, "original": "en"}


def stated(ref: str = "a", excerpt: str = "report#said", **more: Any) -> dict[str, Any]:
    """The part of a claim that says how it is known."""
    return {"ref": ref, **MARKS, "evidence": [{"excerpt": excerpt, "stance": "supports"}], **more}


def codebook(**more: Any) -> dict[str, Any]:
    return {"kind": "codebook", "uid": "1", "title": text("Codebook 1"), "codebook_state": "draft", **more}


def code(uid: str, **more: Any) -> dict[str, Any]:
    words = {name: text(name) for name in ("short_definition", "full_definition", "use_when", "do_not_use_when", "example")}
    base = {"kind": "code", "uid": uid, "name": text(uid), **words, "scale": "present", "since": "1", "order": 10}
    return base | more


def place(uid: str, level: str = "national", **more: Any) -> dict[str, Any]:
    return {"kind": "place", "uid": uid, "name": text(uid.title()), "level": level, **more}


def source(uid: str = "report", excerpts: tuple[str, ...] = ("said",), **more: Any) -> dict[str, Any]:
    base = {
        "kind": "source",
        "uid": uid,
        "title": text("A report"),
        "source_type": "report",
        "language": "en",
        "completeness": "full",
        "access": "public",
        "versions": [{"ref": "v1", "label": text("first")}],
        "excerpts": [
            {"ref": ref, "version": "v1", "excerpt_kind": "quotation", "language": "en", "text": f"What it {ref}."}
            for ref in excerpts
        ],
    }
    return base | more


def actor(uid: str, **more: Any) -> dict[str, Any]:
    return {"kind": "actor", "uid": uid, "name": text(uid), "actor_type": "government", "generic": True, **more}


def case(uid: str, **more: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "kind": "case",
        "uid": uid,
        "label": text(uid.title()),
        "origin": "contributed",
        "place": "china",
        "unit": "government",
        "period": "2019/2021",
        "summary": text(f"The case of {uid}."),
    }
    if "pseudonym" in more:
        base["place"] = None
    return base | more


def coding(code: str, ref: str = "", **more: Any) -> dict[str, Any]:
    said: dict[str, Any] = {} if {"value", "level", "blank"} & more.keys() else {"value": 1}
    if "blank" in more:
        return {"ref": ref or code.replace(":", "-"), "code": code, "codebook": "1", "coder": "A. Coder", **more}
    return stated(ref or code.replace(":", "-"), **said, **more) | {"code": code}


def study(uid: str, cases: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    base = {
        "kind": "study",
        "uid": uid,
        "title": text(f"Study {uid}"),
        "source": "report",
        "number": 1,
        "design": text("comparison"),
        "summary": text("It compares."),
        "limits": text("Few cases."),
        "members": [{"ref": one, "case": one, "role": "compared"} for one in cases],
    }
    return base | more


def world() -> list[dict[str, Any]]:
    """What a case needs around it."""
    return [
        codebook(),
        place("china"),
        place("guizhou", "province", parent="china", name=text("Guizhou", "贵州")),
        source(),
        actor("government"),
        actor("enterprise"),
        code("model:market-based"),
        code("problem:formalism"),
        code("countermeasure:training"),
        code("interaction:embedded"),
        code(
            "condition:talent",
            scale="levels",
            levels=[{"key": "weak", "label": text("weak")}, {"key": "strong", "label": text("strong")}],
        ),
    ]
