"""Pages of the way in, and what has no namespace: the frame, the health of the process."""

from __future__ import annotations

from tests.office.permissions.table import EVERYBODY, Page

OPEN = {"anonymous": 200}
SIGN_IN = Page(EVERYBODY, others=OPEN)
"""Also for who has not signed in."""
ASIDE = Page(EVERYBODY, given=302)
"""Leads on, to a fresh sign-in or because there is nothing to do."""
SHUT = Page("", refused=404, others={"anonymous": 404})
"""Not there for anybody: nobody signs up, and passwords are set by the system administrator."""
UNSET = Page("", refused=404)
"""There only with a second factor."""


def shut(**args: str) -> Page:
    """A page with arguments that is not there."""
    return Page("", args=lambda world: args, refused=404, others={"anonymous": 404})


PAGES: dict[str, Page] = {
    "health-live": SIGN_IN,
    "health-ready": SIGN_IN,
    "home": Page(EVERYBODY),
    "choose-language": Page(
        EVERYBODY, method="post", given=302, data=lambda world: {"language": "en"}, others={"anonymous": 302}
    ),
    "problems-workbook": Page("", args=lambda world: {"key": "made-up"}, refused=404),
    "account_login": Page(EVERYBODY, given=302, others=OPEN),
    "account_logout": Page(EVERYBODY, others={"anonymous": 302}),
    "account_inactive": SIGN_IN,
    "account_signup": SHUT,
    "account_reauthenticate": Page(EVERYBODY),
    "account_email": SHUT,
    "account_email_verification_sent": SHUT,
    "account_change_password": Page(EVERYBODY),
    "account_set_password": SHUT,
    "account_reset_password": SHUT,
    "account_reset_password_done": SHUT,
    "account_reset_password_from_key_done": SHUT,
    "account_reset_password_from_key": shut(uidb36="1", key="x-y"),
    "account_confirm_login_code": SHUT,
    "account_confirm_email": shut(key="x"),
    "mfa_index": Page(EVERYBODY),
    "mfa_authenticate": ASIDE,
    "mfa_reauthenticate": ASIDE,
    "mfa_activate_totp": ASIDE,
    "mfa_deactivate_totp": UNSET,
    "mfa_view_recovery_codes": UNSET,
    "mfa_generate_recovery_codes": ASIDE,
    "mfa_download_recovery_codes": UNSET,
    "mfa_list_webauthn": Page(EVERYBODY),
    "mfa_add_webauthn": ASIDE,
    "mfa_reauthenticate_webauthn": ASIDE,
    "mfa_remove_webauthn": Page(EVERYBODY, args=lambda world: {"pk": 0}, given=302),
    "mfa_edit_webauthn": Page(EVERYBODY, args=lambda world: {"pk": 0}, given=302),
    "socialaccount_login_cancelled": SIGN_IN,
    "socialaccount_login_error": Page(EVERYBODY, given=401, others={"anonymous": 401}),
    "socialaccount_signup": SHUT,
    "socialaccount_connections": SHUT,
}
