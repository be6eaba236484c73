"""How sure one may be of a claim: the method ORIGIN and the words that go with its figures.

Everything below this package is pure: frozen inputs, no framework, no clock, no network.
"""
