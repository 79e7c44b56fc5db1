"""The bench: how fast kzreport is beside a plain script that makes the same pages."""
