"""Bring one published folder to one target: a folder, a mail box, a folder elsewhere.

Each sender may be called again for what it has sent already. Folders and addresses elsewhere
know what lies there, and do nothing; a letter is the same letter, with the same Message-ID.
"""
