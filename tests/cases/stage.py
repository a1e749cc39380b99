"""A small record to write about: a codebook, two problems and a model, two places, a source with one passage."""

from typing import Any

from cases.actions.publish import publish


def text(en: str) -> dict[str, str]:
    return {"en": en, "original": "en"}


def code(uid: str, name: str, **more: Any) -> dict[str, Any]:
    words = dict.fromkeys(["short_definition", "full_definition", "use_when", "do_not_use_when", "example"], text(name))
    return {"kind": "code", "uid": uid, "name": text(name), **words, "scale": "present", "since": "1", "order": 1, **more}


def source(**more: Any) -> dict[str, Any]:
    passage = {"ref": "silos", "version": "read", "excerpt_kind": "quotation", "language": "en", "text": "Data stay in silos."}
    return {
        "kind": "source",
        "uid": "a-study",
        "title": text("A study"),
        "source_type": "report",
        "language": "en",
        "completeness": "full",
        "access": "public",
        "versions": [{"ref": "read", "label": text("as read")}],
        "excerpts": [passage],
        **more,
    }


STAGE = [
    {"kind": "codebook", "uid": "1", "title": text("First"), "codebook_state": "released"},
    {"kind": "codebook", "uid": "2", "title": text("Second"), "codebook_state": "draft"},
    code("problem:data-silos", "data silos"),
    code("problem:formalism", "digital formalism"),
    code("problem:old", "an old problem", retired_in="1"),
    code("model:market-based", "market-based model"),
    {"kind": "place", "uid": "china", "name": text("China"), "level": "national"},
    {"kind": "place", "uid": "zhejiang", "name": {"en": "Zhejiang", "zh": "浙江", "original": "zh"}, "level": "province",
     "division_code": "330000", "parent": "china"},
    source(),
]  # fmt: skip


def set_stage() -> None:
    publish(STAGE, by=None)


def case(uid: str = "a-case", **more: Any) -> dict[str, Any]:
    return {
        "kind": "case",
        "uid": uid,
        "label": text("A case"),
        "origin": "contributed",
        "place": "zhejiang",
        "unit": "service",
        "period": "2019",
        "summary": text("What happened."),
        "sources": ["a-study"],
        "codings": [coding()],
        **more,
    }


def coding(**more: Any) -> dict[str, Any]:
    return {
        "ref": "data-silos",
        "code": "problem:data-silos",
        "value": 1,
        "basis": "stated",
        "confidence": "medium",
        "strength": "found",
        "codebook": "1",
        "coder": "lin",
        "evidence": [{"excerpt": "a-study#silos", "stance": "supports"}],
        **more,
    }
