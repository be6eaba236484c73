"""The fusion of ORIGIN measured on sets with known truth: who says what about a thing, and what is so.

Everything below this package is pure: bytes in, figures out; no framework, no clock, no files.
"""
