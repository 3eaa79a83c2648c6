# answers: e429
"""Errors that go through pickle, as multiprocessing sends them."""

import copy
import pickle

import openai
from openai import OpenAI

client = OpenAI(max_retries=0)
try:
    client.models.list()
except openai.RateLimitError as error:
    try:
        again = pickle.loads(pickle.dumps(error))
        print(type(again).__name__, again.status_code, again.code)
    except TypeError:
        print("can't be pickled")
    print(copy.copy(error.body))
