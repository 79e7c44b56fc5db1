"""Carry out schedules: each slot issued once, on time, and never silently not.

Read `passing.run_once` first: it tells the story of one pass. A pass is made by `schedule once`
every few minutes, or again and again by `schedule run`; both decide from the ledger, so that it
does not matter which of them comes, how often, or how many at a time.

    passing      one pass: guard the clock, see what is owed, issue, deliver, tell
    issuing      one slot: claim, build beside the target, hash, rename, publish
    ledger       which slot is where; the history; what is to be sent and told (SQLite)
    delivery     a published folder to its readers: folder, mail, url
    alerts       who is told of refusals, skips and silence
    making       the real papers, from a project

No clock is read here: every function that needs the time is given it.
"""
