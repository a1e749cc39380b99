"""Journey 4: two students code a case without seeing one another, a third person settles it, a code is split."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.actions.desk import keep_text
from cases.actions.publish import publish
from cases.documents.anchoring import digest
from cases.documents.codebook_draft import TEXTS
from cases.models import Assignment, Case, Coding, DoubleCoding, Recode, Source

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Departments kept their data to themselves. Officials saw no need for it. 部门之间数据不通。"
LABELS = {
    "": {"assign": "Assign it", "finish": "I have finished", "decide": "Decide it so", "settle": "Settle:",
         "add": "Add this change",
         "save": "Save the entry", "release": "Release it", "few": "too few",
         "begin": "Begin", "list": "Recode list"},
    "/zh-hans": {"assign": "分派", "finish": "我已完成", "decide": "如此决定", "settle": "裁定：", "add": "添加这项改动",
                 "save": "保存条目", "release": "发布", "few": "过少", "begin": "开始", "list": "重新编码清单"},
}  # fmt: skip


@pytest.mark.parametrize("prefix", LABELS)
def test_two_coders_settle_a_case_and_a_code_is_split(content, open_page, axe, fits, cast, person, prefix):
    said = LABELS[prefix]
    other = person("mei", "coder")
    live = Source.objects.get(uid="county-m").revision.document
    version = {"ref": "whole", "label": {"en": "whole", "original": "en"}, "sha256": digest(WORDS)}
    publish([{**live, "versions": [*live["versions"], version]}], by=None)
    keep_text(text=WORDS, name="", by=cast.coder)

    lead = open_page(f"{prefix}/contribute/desk/double/", user=cast.editor)
    lead.locator("[name=case]").fill("county-m")
    for coder in (cast.coder, other):
        lead.locator(f"[name=coders][value='{coder.pk}']").check()
    axe(lead)
    lead.get_by_role("button", name=said["assign"], exact=True).click()
    found = DoubleCoding.objects.get()

    for coder, keys in ((cast.coder, ["ab1121", "df1121"]), (other, ["ab1121", "du1222"])):
        page = open_page(f"{prefix}/contribute/desk/double/", user=coder)
        page.locator("main table a").first.click()
        page.locator("#text").focus()
        for number, typed in enumerate(keys):
            for _press in range(number):
                page.keyboard.press("ArrowDown")
            for key in typed:
                page.keyboard.press(key)
            expect(page.locator("#desk-lists .made > li")).to_have_count(number + 1)
        fits(page)
        assert page.goto(f"{prefix}{reverse('cases:double-coding', args=[found.pk])}").status == 404  # blind
        page.go_back()
        page.get_by_role("button", name=said["finish"]).click()
    assert Assignment.objects.filter(finished_at=None).count() == 0

    lead.goto(f"{prefix}{reverse('cases:double-coding', args=[found.pk])}")
    expect(lead.locator("article.differ")).to_have_count(2)
    expect(lead.locator("main")).not_to_contain_text("mei")
    axe(lead)
    for number in range(2):
        article = lead.locator("article.differ").nth(number)
        article.locator("[name=choice]").nth(number).check()
        article.locator("[name=reason]").fill("The passage says so.")
        article.get_by_role("button", name=said["decide"]).click()
    lead.get_by_role("button", name=re.compile(said["settle"])).click()
    expect(lead).to_have_url(re.compile(r"/contribute/desk/\d+/"))
    lead.goto(f"{prefix}{reverse('cases:double-coding', args=[found.pk])}")
    expect(lead.locator("main")).to_contain_text("mei")  # first codings are readable afterwards
    expect(lead.locator("article.differ")).to_have_count(3)
    fits(lead)
    lead.goto(f"{prefix}/contribute/desk/agreement/")
    expect(lead.locator("main")).to_contain_text(said["few"])
    axe(lead)

    split_a_code(lead, prefix, said, axe, fits)


def split_a_code(lead, prefix, said, axe, fits) -> None:
    """The codebook: one code is split; every coding stays and is listed."""
    before = sorted(Coding.objects.values_list("pk", "code__uid"))
    concerned = Coding.objects.filter(code__uid="problem:weak-awareness", case__state="live").count()
    lead.goto(f"{prefix}/codebook/draft/")
    lead.locator("[name=note_en]").fill("Awareness is of two kinds.")
    lead.locator("[name=note_zh]").fill("意识分两种。")
    lead.get_by_role("button", name=said["begin"], exact=True).click()
    lead.locator("[name=change][value=split]").check()
    lead.locator("[name=old-1]").fill("problem:weak-awareness")
    lead.locator("[name=new-1]").fill("problem:weak-awareness-leaders")
    lead.locator("[name=new-2]").fill("problem:weak-awareness-staff")
    axe(lead)
    lead.get_by_role("button", name=said["add"], exact=True).click()
    for uid in ("problem:weak-awareness-leaders", "problem:weak-awareness-staff"):
        lead.get_by_role("link", name=uid).click()
        for name in TEXTS:
            lead.locator(f"[name={name}_en]").fill(f"{uid} {name}")
            lead.locator(f"[name={name}_zh]").fill(f"{uid}：{name}")
        lead.get_by_role("button", name=said["save"]).click()
    lead.get_by_role("button", name=said["release"], exact=True).click()
    expect(lead).to_have_url(re.compile(r"/codebook/\d+/$"))
    axe(lead)
    fits(lead)
    assert sorted(Coding.objects.values_list("pk", "code__uid")) == before
    assert Recode.objects.count() == concerned > 0
    lead.locator("main").get_by_role("link", name=said["list"]).click()
    expect(lead.locator("main tbody tr")).to_have_count(concerned)
    axe(lead)
    expect(lead.locator("main")).to_contain_text(Case.objects.get(uid="county-m").label_zh if prefix else "County M")
