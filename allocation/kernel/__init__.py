"""The optimizer's kernel: compiled ruin and recreate on a few workers and the households around them.

After Christiaens and Vanden Berghe 2020, "Slack Induction by String Removals for Vehicle Routing Problems"
(doi 10.1287/trsc.2019.0914): remove strings of visits near a random household, put those and some unserved ones back where
they cost least, and keep the result by simulated annealing. Ours knows optional visits at a price and all rules of a round.

Only children import what lies in here (:mod:`allocation.child`): the compiler's libraries are native.
"""
