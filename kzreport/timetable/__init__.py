"""What the schedules of a project say, and which of their slots are owed. No clock is read here.

    timing      days, times, zone, cron, calendar: a timing and the instants it names
    due         which slots are owed, from a schedule, its history and an instant
    channels    where papers and alerts go, and with which secrets
    reading     `schedules:` and `mail_servers:` of kzreport.yaml, strictly
    zones       the time zones of the pinned `tzdata`, and of nothing else

To carry schedules out is the work of `kzreport.schedule`.
"""

from kzreport.timetable.due import History, Owed, Skip, due
from kzreport.timetable.schedule import Schedule, Timetable
from kzreport.timetable.timing import Slot, Timing, slots_between, upcoming

__all__ = [
    "History",
    "Owed",
    "Schedule",
    "Skip",
    "Slot",
    "Timetable",
    "Timing",
    "due",
    "slots_between",
    "upcoming",
]
