# server: chat
# fast: yes
"""A picture from memory, as a data URL."""

import base64
import struct
import zlib

from openai import OpenAI


def png(width, height):
    def chunk(kind, data):
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    rows = b"".join(b"\x00" + b"\xff\x80\x00" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


client = OpenAI()
encoded = base64.b64encode(png(32, 32)).decode("utf-8")
completion = client.chat.completions.create(
    model="tiny",
    messages=[
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "What is in this image?"},
                {
                    "type": "image_url",
                    "image_url": {"url": f"data:image/png;base64,{encoded}", "detail": "low"},
                },
            ],
        }
    ],
)
print(completion.choices[0].message.content)
