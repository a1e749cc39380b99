"""The page for a form that came without its token."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say how not to lose what was typed; the reason is for the log, which Django writes."""
    return render(request, "403_csrf.html", status=403)
