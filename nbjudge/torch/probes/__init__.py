"""What checks may use in an expression that runs on the student's side.

Probes run among the student's code, so they hold no secrets and decide nothing: they look, and
give back data. Verdicts are the checks' own, in the judge.
"""
