"""One's own page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions.tokens import create_token
from accounts.enums import Role, TokenScope
from accounts.models import ApiToken

pytestmark = pytest.mark.django_db

FORM = {"name": "my script", "scope": "draft", "days": "30"}


def test_my_page_asks_strangers_to_sign_in(outsider):
    for method, path in [("get", "/me/"), ("post", "/me/tokens/"), ("post", "/me/tokens/1/revoke/")]:
        assert getattr(outsider, method)(path)["Location"].startswith("/accounts/login/?next=/me/")


@pytest.mark.parametrize("role", Role)
def test_my_page_says_what_i_may_do(signed_in, person, role):
    page = signed_in(person("lin", role)).get("/me/").content.decode()
    assert str(role.description) in page


def test_my_page_speaks_chinese(signed_in, cast):
    page = signed_in(cast.reviewer).get("/zh-hans/me/").content.decode()
    assert "接口令牌" in page
    assert "Tokens for the API" not in page
    assert "Reads submitted drafts" not in page


def test_new_token_is_shown_once(signed_in, cast):
    client = signed_in(cast.coder)
    answer = client.post("/me/tokens/", FORM)
    token = ApiToken.objects.get()
    key = answer.context["new"].key
    assert key in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    again = client.get("/me/").content.decode()
    assert key not in again
    assert token.prefix in again
    assert (token.owner, token.name, token.scope) == (cast.coder, "my script", TokenScope.DRAFT)
    assert abs(token.expires_at - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 81), ("name", "a\x00b"), ("scope", "publish"), ("days", "0"), ("days", "9999")],
)
def test_wrong_token_form_says_so_at_its_field(signed_in, cast, field, value):
    answer = signed_in(cast.coder).post("/me/tokens/", FORM | {field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_i_revoke_my_token(signed_in, cast):
    client = signed_in(cast.coder)
    client.post("/me/tokens/", FORM)
    page = client.post(f"/me/tokens/{ApiToken.objects.get().pk}/revoke/", follow=True).content.decode()
    assert "is revoked" in page
    assert not ApiToken.objects.get().is_usable


def test_token_of_another_is_not_there(signed_in, cast):
    token = create_token(by=cast.coder, name="x", scope=TokenScope.READ, expires_at=timezone.now() + timedelta(days=1)).token
    assert signed_in(cast.admin).post(f"/me/tokens/{token.pk}/revoke/").status_code == 404
    assert token.name not in [t.name for t in signed_in(cast.admin).get("/me/").context["tokens"]]


def test_my_page_asks_the_same_for_one_token_and_for_many(signed_in, cast, django_assert_max_num_queries):
    client = signed_in(cast.coder)
    for _ in range(3):
        client.post("/me/tokens/", FORM)
        with django_assert_max_num_queries(9):
            client.get("/me/")


def test_password_is_changed_on_its_page(signed_in, cast):
    client = signed_in(cast.coder)
    new = "quite another pass phrase"
    form = {"oldpassword": "a long enough pass phrase", "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", form)["Location"] == "/me/"
    cast.coder.refresh_from_db()
    assert cast.coder.check_password(new)
