"""What checks ask by name of the student's side, where torch is (`table` lists it).

Probes run among the student's code, so they hold no secrets and decide nothing: they look, and
give back data. Verdicts are the checks' own, in the judge.
"""
