"""Method ORIGIN, version 1, as released.

This folder imports the standard library and itself, nothing else (a test holds that). A change of any
figure or rule makes a folder `v2` beside it; this one stays as it is, so that every published score can be
recomputed.
"""
