# server: chat
"""Texts in other scripts, emoji, and quotation marks, there and back."""

from openai import OpenAI

client = OpenAI()
question = 'Grüß dich! 日本語, русский, العربية, 👩‍💻🙂, "quotes" \\ and\na new line\u2028.'
completion = client.chat.completions.create(
    model="tiny",
    messages=[{"role": "user", "content": question, "name": "Zoë"}],
    user="user-Ω",
)
text = completion.choices[0].message.content
print(text)
print(len(text), len(text.encode()), "🙂" in text, "日" in text)
