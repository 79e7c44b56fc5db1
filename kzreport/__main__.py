"""`python -m kzreport`."""

from kzreport.cli import main

main()
