#!/usr/bin/env python3
"""Reads the real data sets with Python's csv, told by hand how each is written, and writes rows_reference.json: what the
reader must find out by itself (rows_reference_test.cpp).

  python3 rows_reference.py DATA_FOLDER > rows_reference.json
"""
import codecs
import csv
import glob
import io
import json
import os
import re
import sys
import zlib

csv.field_size_limit(1 << 30)
# Five bytes of Windows-1252 have no meaning; browsers take them for the control character of that number.
codecs.register_error("as-browsers", lambda e: (chr(e.object[e.start]), e.start + 1))
root = sys.argv[1]


def crc(rows):
    """CRC-32 of all cells in UTF-8, each followed by U+001F, each row by U+001E."""
    total = 0
    for row in rows:
        total = zlib.crc32("".join(cell + "\x1f" for cell in row).encode() + b"\x1e", total)
    return total


def text_of(name, encoding):
    with open(os.path.join(root, name), encoding=encoding, errors="as-browsers" if encoding == "cp1252" else "strict", newline="") as file:
        return file.read()


def rows_of(text, **dialect):
    return [row for row in csv.reader(io.StringIO(text, newline=""), **dialect) if row]


result = {}


def add(name, encoding, header, rows):
    wide = len(header) if header else max(len(row) for row in rows)
    whole = [row for row in rows if len(row) == wide]
    result[name] = {
        "encoding": encoding,
        "header_rows": 0 if header is None else 1,
        "columns": wide,
        "rows": len(whole),
        "rejected": len(rows) - len(whole),
        "crc32": crc(whole),
    }
    if header:
        result[name]["first_header"] = header[0].strip()


def plain(name, encoding="utf-8", header=True, **dialect):
    rows = rows_of(text_of(name, "utf-8-sig" if encoding == "utf-8" else encoding), **dialect)
    add(name, encoding, rows[0] if header else None, rows[1:] if header else rows)


COMMA = """airline_passenger_satisfaction/airline_passenger_satisfaction.csv banking77/train.csv
bitext_intents/Bitext_Sample_Customer_Service_Training_Dataset.csv cdnow_retention/cdnow_customers_summary.csv
cfpb_complaints/complaints_narrative_product.csv cfpb_complaints/consumer_complaints_2013.csv
chinese_reviews/ChnSentiCorp_htl_all.csv chinese_reviews/waimai_10k.csv ecommerce_csat_remarks/Customer_support_data.csv
ecsi_mobile_csat/mobi.csv event_logs/interval_event_log.csv event_logs/roadtraffic100traces.csv event_logs/running-example.csv
event_logs_csv/bpi_12_w.csv event_logs_csv/helpdesk.csv glassdoor_reviews/reviews_190428.csv
googleplay_reviews/googleplaystore.csv googleplay_reviews/googleplaystore_user_reviews.csv
hr_normalised_tables_derived/department.csv hr_normalised_tables_derived/employee_master_fixed.csv
hr_normalised_tables_derived/employee_survey_data.csv hr_normalised_tables_derived/job_info.csv
ibm_hr_attrition/Human_Resources.csv language_detection/Language_Detection.csv
olist_subset/olist_customers_dataset.csv olist_subset/olist_order_items_dataset.csv
olist_subset/olist_order_payments_dataset.csv olist_subset/olist_order_reviews_dataset.csv
olist_subset/olist_orders_dataset.csv olist_subset/olist_products_dataset.csv olist_subset/olist_sellers_dataset.csv
olist_subset/product_category_name_translation.csv pii_presidio/FakeNameGenerator.com_3000.csv skytrax/lounge.csv
support_tickets_synthetic/customer_support_tickets.csv survey_exports/limesurvey_results/survey_100001_R_data_file.csv
survey_exports/surveymonkey_audience/comma-survey.csv survey_exports/surveymonkey_audience/thanksgiving-2015-poll-data.csv
survey_exports/surveymonkey_audience/flying-etiquette.csv telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv
twitter_airline_sentiment/Tweets.csv"""
for name in COMMA.split():
    plain(name)
plain("womens_clothing_reviews/Womens Clothing E-Commerce Reviews.csv")
for name in sorted(glob.glob(os.path.join(root, "sfo_customer_survey", "*.csv"))):
    plain(os.path.relpath(name, root))

# Windows-1252, and no header.
plain("nps_garden_store_fr/nps.csv", "cp1252")
plain("nyc_311_subset/nyc_311.csv", header=False)

# Tabs. Quotes in some of these are characters: posts open quotes and never close them.
TABS = {"quoting": csv.QUOTE_NONE, "delimiter": "\t"}
for name in ("goemotions/train.tsv", "goemotions/dev.tsv"):
    plain(name, header=False, delimiter="\t")
for name in ("sst2/train.tsv", "sst2/dev.tsv",
             "uci_sentiment_sentences/yelp_labelled.txt"):
    plain(name, header=False, **TABS)
for name in ("uci_sentiment_sentences/amazon_cells_labelled.txt", "uci_sentiment_sentences/Restaurant_Reviews.tsv"):
    plain(name, **TABS)

# Spaces.
name = "cdnow_retention/CDNOW_master.txt"
rows = [line.split() for line in text_of(name, "ascii").splitlines() if line.strip()]
add(name, "utf-8", rows[0], rows[1:])
name = "cdnow_retention/CDNOW_sample.txt"
rows = [line.split() for line in text_of(name, "ascii").splitlines() if line.strip()]
add(name, "utf-8", None, rows)

# German rail feedback: a fifth of the rows leave out the last cell.
name = "germeval2017_bahn_de/dev.tsv"
rows = rows_of(text_of(name, "utf-8"), delimiter="\t")
result[name] = {"encoding": "utf-8", "header_rows": 0, "columns": max(map(len, rows)), "rows": len(rows), "rejected": 0,
                "crc32": crc(rows)}

# Survey tools: further header rows.
for name, encoding in (("survey_exports/surveymonkey_audience/StarWars.csv", "cp1252"),
                       ("survey_exports/surveymonkey_audience/steak-risk-survey.csv", "utf-8")):
    rows = rows_of(text_of(name, encoding))
    add(name, encoding, rows[0], rows[2:])
    result[name]["header_rows"] = 2
for path in sorted(glob.glob(os.path.join(root, "survey_exports/qualtrics/*/*.csv"))):
    name = os.path.relpath(path, root)
    rows = rows_of(text_of(name, "utf-8-sig"))
    headers = 3 if "ImportId" in rows[2][0] else 2
    add(name, "utf-8", rows[0], rows[headers:])
    result[name]["header_rows"] = headers
    if rows[0][0] == "V1":
        result[name]["first_header"] = rows[1][0]

# A CSV inside a CSV: a program that thinks of ";" as the delimiter opened a file with commas, split it there, and saved each
# piece as a cell. Joined again, the pieces are the line that was.
name = "messy_imports/Disney_double_quoted_semicolons.csv"
rows = []
for outer in rows_of(text_of(name, "cp1252"), delimiter=";"):
    line = ";".join(outer).rstrip(";")
    if line:
        rows += rows_of(line)
add(name, "cp1252", rows[0], rows[1:])

# Conflict markers: three lines and the second header are no rows, both sides are.
name = "messy_imports/Bitext_with_git_conflict_markers.csv"
lines = text_of(name, "utf-8").replace("\ufeff", "").split("\n")
kept = [line for line in lines if not re.match(r"<<<<<<<|=======|>>>>>>>", line)]
rows = rows_of("\n".join(kept))
add(name, "utf-8", rows[0], [row for row in rows[1:] if row != rows[0]])
result[name]["rejected"] = len(lines) - len(kept) + 1

json.dump(result, sys.stdout, indent=1, sort_keys=True)
sys.stdout.write("\n")
