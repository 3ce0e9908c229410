"""Passwords of the demo stand on the sign-in page: hashing them slowly would only keep people waiting."""

from __future__ import annotations

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """PBKDF2 with so few rounds that 170 accounts are opened at once."""

    iterations = 1_000
