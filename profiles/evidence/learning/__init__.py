"""What verdicts teach: lessons, track records, the calibration and its fit.

Everything below this package is pure: frozen inputs, no framework, no clock, no network.
"""
