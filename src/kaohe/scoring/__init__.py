"""Scheme and data in, an exact, explained score sheet out.

`facts` and `reading` hold what was reported; `reference.score` computes; `sheet` is the result; `explain` puts every
number in words; `simulate` asks what if; `compare` and `run` hold two results against each other.
"""
