"""Forms of one's own account."""

from datetime import timedelta

from allauth.account.forms import LoginForm, ReauthenticateForm, SignupForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import TokenScope


def _without_placeholders(form: forms.Form) -> None:
    """Labels stand above the fields; a placeholder would repeat them in grey and vanish when needed."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail address")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = ""  # the link to a new password stands beside the button
        self.fields["remember"].label = _("Keep me signed in on this device")
        _without_placeholders(self)


class SignUpForm(SignupForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = _("Others see it beside what you write.")
        self.fields["email"].help_text = _("Only for a new password; nobody else sees it.")
        _without_placeholders(self)


class PasswordAgainForm(ReauthenticateForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)


class OneTimeCode:
    """The field of a code, with our words."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")  # type: ignore[attr-defined]  # of the form beside it
        _without_placeholders(self)  # type: ignore[arg-type]


class CodeForm(OneTimeCode, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(OneTimeCode, ReauthenticateByCodeForm):
    """Before something that concerns the safety of the account."""


class FirstCodeForm(OneTimeCode, ActivateTOTPForm):
    """What shows that the app has the key."""


class KeyForm(AddWebAuthnForm):
    """Add a passkey or a security key."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=_("Name of the key"), max_length=60, required=False)
        self.fields["passwordless"].label = _("Sign in with this key alone, without the password")
        self.fields["passwordless"].help_text = _("The device then asks for a fingerprint, a face or a PIN.")


class KeyNameForm(EditWebAuthnForm):
    """Rename a key."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=_("Name of the key"), max_length=60)


class LeaveForm(forms.Form):
    """Close one's account for good."""

    NAMES = [("kept", _("My user name stays on what I contributed.")), ("gone", _("Take my name off what I contributed."))]

    name = forms.ChoiceField(label=_("What I contributed stays. And my name?"), choices=NAMES, widget=forms.RadioSelect)
    sure = forms.BooleanField(label=_("I know that this cannot be undone."))


class TokenForm(forms.Form):
    """Ask for a new token."""

    LIVES = [(7, _("a week")), (30, _("a month")), (90, _("three months")), (365, _("a year"))]

    name = forms.CharField(label=_("What is it for?"), max_length=80, help_text=_("So that you know later which one to revoke."))
    scope = forms.ChoiceField(label=_("What may it do?"), choices=TokenScope, initial=TokenScope.READ, widget=forms.RadioSelect)
    days = forms.TypedChoiceField(
        label=_("How long does it last?"), choices=LIVES, coerce=int, initial=90, help_text=_("Then it closes by itself.")
    )

    @property
    def expires_at(self):
        return timezone.now() + timedelta(days=self.cleaned_data["days"])
