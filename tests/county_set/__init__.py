"""A warehouse of six counties, five departments each, over three years, whose every figure is known beforehand.

Figures, documents and faults are made from a seed (:mod:`years`, :mod:`documents`, :mod:`faults`); the truth that the
tests compare with comes from the same figures and never from what the program reads.
"""
