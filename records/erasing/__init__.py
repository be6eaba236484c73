"""What every app needs to erase its own: the words for it, the sweep over texts, the traces by which one looks again.

The apps' own parts are `<app>.erasing`; plumbline.erasure orchestrates them.
"""
