"""Everything known about the bytes, and nothing that sends them.

No module here imports requests, sockets, threads or asyncio, reads a clock or opens a file.
"""
