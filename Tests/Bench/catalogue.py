#!/usr/bin/env python3
"""What importing a catalogue is compared with: pandas reads the CSV, scikit-learn fits TF-IDF over names and genres.

    catalogue.py FILE.csv

Prints one JSON object: CPU seconds of reading, of fitting, of the whole process, and its peak memory.
"""
import json, os, resource, sys

# One thread, as the import has one.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import time

import pandas
from sklearn.feature_extraction.text import TfidfVectorizer

began = time.process_time()
table = pandas.read_csv(sys.argv[1])
read = time.process_time()
text = table["track_name"].fillna("")
for column in ("artists", "album_name", "track_genre"):
    text = text + " " + table[column].fillna("")
matrix = TfidfVectorizer().fit_transform(text)
fitted = time.process_time()
usage = resource.getrusage(resource.RUSAGE_SELF)
print(
    json.dumps(
        {
            "rows": len(table),
            "read": round(read - began, 3),
            "fit": round(fitted - read, 3),
            "whole": round(usage.ru_utime + usage.ru_stime, 3),
            "peakMegabytes": round(usage.ru_maxrss / 1024),
        }
    )
)
