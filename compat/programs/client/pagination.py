# answers: first_page, second_page, first_page, second_page, first_page, second_page
"""Lists of several pages: item by item, page by page, and by hand."""

from openai import OpenAI

client = OpenAI()
print([completion.id for completion in client.chat.completions.list(limit=2, model="m")])
print([len(page.data) for page in client.chat.completions.list(limit=2).iter_pages()])
page = client.chat.completions.list(limit=2, order="desc")
print(page.has_next_page(), page.next_page_info())
page = page.get_next_page()
print([completion.choices[0].message.content for completion in page.data], page.has_next_page())
