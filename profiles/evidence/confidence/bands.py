"""The bands as the rest of the program reads them. They are released with version 1 of the method."""

from .v1.bands import BANDS, WHOLE, Band, Reading, band_of, cut, read, shown

NOT_ASSESSED = "not assessed"

__all__ = ["BANDS", "NOT_ASSESSED", "WHOLE", "Band", "Reading", "band_of", "cut", "read", "shown"]
