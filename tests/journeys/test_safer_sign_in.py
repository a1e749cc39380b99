"""Signing in with a code from an app, and with a passkey alone, in a browser that has a virtual authenticator."""

import pytest
from playwright.sync_api import expect

from tests.accounts.test_factors import code_of
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page, name: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("User name or e-mail address").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_code_from_an_app_guards_the_account(open_page, axe, fits, person):
    person("lin", "contributor")
    page = open_page(width=390)
    sign_in(page, "lin")
    page.goto("/accounts/2fa/")
    axe(page)
    fits(page)
    page.get_by_role("link", name="Set up an app").click()
    axe(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    axe(page)
    fits(page)
    secret = page.locator("dd code").inner_text()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    axe(page)
    fits(page)
    again = open_page()
    sign_in(again, "lin")
    expect(again.get_by_role("heading", name="One more step")).to_be_visible()
    axe(again)
    again.get_by_label("Code").fill(code_of(secret))
    again.get_by_role("button", name="Sign in", exact=True).click()
    again.goto("/me/")
    expect(again.get_by_role("heading", level=1)).to_have_text("lin")


def test_passkey_opens_the_account_without_a_password(open_page, axe, person):
    person("lin", "contributor")
    page = open_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, "lin")
    page.goto("/zh-hans/accounts/2fa/webauthn/add/")
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("main").locator("button.primary").click()
    axe(page)
    page.locator("#id_name").fill("手机")
    page.locator("#id_passwordless").check()
    page.locator("#passkey").click()
    page.wait_for_url("**/recovery-codes/")
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("row", name="手机")).to_contain_text("passkey")
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/contribute/")
    page.goto("/me/")
    expect(page.get_by_role("heading", level=1)).to_have_text("lin")
