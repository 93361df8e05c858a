"""Faults on purpose: killed, raced, cut off from power, out of room, refused by the system (THREATS T01 to T17).

scene.py is the archive that they are done to, routes.py who writes into it (we, and plain git and GitPython beside us
to compare), writers.py a writer as a process, standing.py what is looked at afterwards. ``make faults`` (run.py) does
the long ones and prints their figures; the suite does fewer of the same.
"""
