# answers: picture
"""Pictures that go into the request as files."""

from openai import OpenAI

client = OpenAI()
with open("otter.png", "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\nnot really")
result = client.images.edit(
    model="gpt-image-1",
    image=[open("otter.png", "rb"), ("mask.png", b"\x89PNG", "image/png")],
    prompt="Add a hat",
    n=2,
)
print(len(result.data))
client.images.edit(image=open("otter.png", "rb"), mask=open("otter.png", "rb"), prompt="A hat")
client.images.create_variation(image=open("otter.png", "rb"), n=1, size="256x256")
