"""Which commands there are, and which module each waits in. A new command needs a line here."""

from __future__ import annotations

from kzreport.cli.lazy import Home

COMMANDS = {
    "build": Home("kzreport.cli.build:build_command", "Make the documents of reports."),
    "check": Home("kzreport.cli.check:check_command", "Check facts, templates and reports."),
    "doctor": Home("kzreport.cli.doctor:doctor_command", "Is this machine fit to issue papers?"),
    "facts": Home("kzreport.cli.facts:facts_group", "Look into the facts, add, correct."),
    "init": Home("kzreport.cli.project:init_command", "Make a project to start from."),
    "list": Home("kzreport.cli.project:list_command", "Show the reports of a project."),
    "parity": Home("kzreport.cli.parity:parity_command", "Prove that PDF and Word say the same."),
    "schedule": Home("kzreport.cli.schedule:schedule_group", "Issue papers on time, unattended."),
    "status": Home(
        "kzreport.cli.status:status_command", "Tell which documents are stale, and why."
    ),
    "schema": Home("kzreport.cli.schema:schema_command", "Write JSON Schemas for editors."),
}
