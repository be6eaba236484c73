"""Accounts of readers: sign-up, log-in, passkeys, second factor, sessions. allauth does the work under our rules."""
