"""Writes 10 MB of JSON, always the same: records as web services send them."""
import json
import random

random.seed(1)
WORDS = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu grün naïve 日本 \"quoted\" a\\b".split()


def record(number):
    return {
        "id": number,
        "name": " ".join(random.choices(WORDS, k=3)),
        "active": random.random() < 0.5,
        "score": (2 * random.randrange(1000000) + 1) / 128,
        "parent": random.choice([None, number // 2]),
        "tags": random.choices(WORDS, k=random.randrange(5)),
        "place": {"x": (2 * random.randrange(-9000, 9000) + 1) / 16, "y": (2 * random.randrange(-9000, 9000) + 1) / 16, "z": 0.5},
        "history": [{"at": 1700000000 + i, "value": random.randrange(100)} for i in range(random.randrange(6))],
    }


with open("data.json", "w", encoding="utf-8") as out:
    out.write("[\n")
    size = number = 0
    while size < 10_000_000:
        text = json.dumps(record(number), ensure_ascii=False)
        out.write((",\n" if number else "") + text)
        size += len(text.encode()) + 2
        number += 1
    out.write("\n]\n")
