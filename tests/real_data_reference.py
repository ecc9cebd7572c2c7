#!/usr/bin/env python3
"""Counts and scores of the public data sets, worked out without Bellwether.

Writes real_data_reference.json beside itself. Only the standard library's csv module is used, which shares nothing with
our reader. Roles (which column is the time, the text, a rating and on which scale) are stated here by a person who read
the files and their code books; the test holds the import's guesses against them.

    python3 tests/real_data_reference.py ../shared/data
"""
import csv, datetime, json, pathlib, sys
from fractions import Fraction

csv.field_size_limit(1 << 30)
# What counts as nothing said (docs/signals.md). "none" and "nil" were typed by somebody, and stay a voice.
NOTHING = {"", "na", "n/a", "#n/a", "nan", "nat", "null", "<na>", "(null)", "(blank)", "[blank]", "blank", "-", "--", "\u2014", "\u2013",
           ".", "n.a.", "\\n", "undefined", "#null!", "#value!", "#div/0!"}

def iso(t): return t[:10]
def us(t): return datetime.datetime.strptime(t.split()[0], "%m/%d/%Y").date().isoformat()
def compact(t): return f"{t[0:4]}-{t[4:6]}-{t[6:8]}"

# name: file, how it is written, time column and how its day is read, text columns, ratings {column: (low, high, name or None)}
SETS = {
    "nps_garden_store_fr": dict(file="nps_garden_store_fr/nps.csv", encoding="latin-1", time=None, text=["explication"],
        ratings={"nps": (0, 10, "nps"), "satisfaction": (0, 10, None), "intention": (0, 10, None)}),
    "skytrax": dict(file="skytrax/lounge.csv", time=("date", iso), text=["content"],
        ratings={"overall_rating": (1, 10, None), "comfort_rating": (1, 5, None), "cleanliness_rating": (1, 5, None),
                 "staff_service_rating": (1, 5, None)}),
    "womens_clothing": dict(file="womens_clothing_reviews/Womens Clothing E-Commerce Reviews.csv", time=None,
        text=["Title", "Review Text"], ratings={"Rating": (1, 5, "stars")}),
    "twitter": dict(file="twitter_airline_sentiment/Tweets.csv", time=("tweet_created", us), text=["text"], ratings={}),
    "olist": dict(file="olist_subset/olist_order_reviews_dataset.csv", time=("review_creation_date", iso),
        text=["review_comment_title", "review_comment_message"], ratings={"review_score": (1, 5, "stars")}),
    "glassdoor": dict(file="glassdoor_reviews/reviews_190428.csv", time=("date", iso), voice_of="employee",
        text=["pros", "cons", "advice_to_management"],
        ratings={c: (1, 5, None) for c in ["score_overall", "score_career_opp", "score_comp_and_benefits",
                 "score_culture_and_values", "score_senior_mgmt", "score_work_life_balance"]}),
    "sfo_2017": dict(file="sfo_customer_survey/2017_SFO_Customer_Survey_20250817.csv", time=None, text=[],
        ratings={"NETPRO": (0, 10, None), "Q7ALL": (1, 5, None), "Q7ART": (1, 5, None), "Q9RESTROOM": (1, 5, None)}),
    "airline": dict(file="airline_passenger_satisfaction/airline_passenger_satisfaction.csv", time=None, text=[],
        ratings={c: (1, 5, None) for c in ["Departure and Arrival Time Convenience", "Ease of Online Booking",
                 "Check-in Service", "Online Boarding", "Gate Location", "On-board Service", "Seat Comfort",
                 "Leg Room Service", "Cleanliness", "Food and Drink", "In-flight Service", "In-flight Wifi Service",
                 "In-flight Entertainment", "Baggage Handling"]}),
    "nyc_311": dict(file="nyc_311_subset/nyc_311.csv", header=False, time=("column 2", us), text=[], ratings={}),
    "cfpb_2013": dict(file="cfpb_complaints/consumer_complaints_2013.csv", time=("Date received", us), text=[], ratings={}),
    "googleplay": dict(file="googleplay_reviews/googleplaystore_user_reviews.csv", time=None, text=["Translated_Review"],
        ratings={}),
    "ecommerce": dict(file="ecommerce_csat_remarks/Customer_support_data.csv", time=None, text=["Customer Remarks"],
        ratings={}),
    "chinese_hotels": dict(file="chinese_reviews/ChnSentiCorp_htl_all.csv", time=None, text=["review"], ratings={}),
    "cdnow": dict(file="cdnow_retention/CDNOW_master.txt", spaces=True, time=("date", compact), text=[], ratings={}),
    "tickets": dict(file="support_tickets_synthetic/customer_support_tickets.csv",
        time=None, text=["Ticket Description"], ratings={"Customer Satisfaction Rating": (1, 5, "csat")}),
    "ecsi": dict(file="ecsi_mobile_csat/mobi.csv", time=None, text=[],
        ratings={c: (1, 10, None) for c in ["CUEX1", "CUSA1", "CUSL2", "IMAG5", "PERQ7", "PERV2"]}),
    "ibm_hr": dict(file="ibm_hr_attrition/Human_Resources.csv", time=None, text=[], voice_of="employee",
        ratings={"JobSatisfaction": (1, 4, None), "EnvironmentSatisfaction": (1, 4, None)}),
}

def rows_of(spec, root):
    path = root / spec["file"]
    with open(path, encoding=spec.get("encoding", "utf-8-sig"), newline="") as f:
        if spec.get("spaces"):
            lines = [line.split() for line in f if line.strip()]
        else:
            lines = [r for r in csv.reader(f) if r]
    if spec.get("header", True):
        head, lines = lines[0], lines[1:]
    else:
        head = [f"column {i + 1}" for i in range(len(lines[0]))]
    return head, lines

def main():
    root = pathlib.Path(sys.argv[1])
    out = {}
    for name, spec in SETS.items():
        head, lines = rows_of(spec, root)
        at = {h: i for i, h in enumerate(head)}
        cell = lambda r, c: r[at[c]].strip() if at[c] < len(r) else ""
        entry = {"file": spec["file"], "rows": len(lines), "voice_of": spec.get("voice_of", "customer"),
                 "time": spec["time"][0] if spec["time"] else None, "text": spec["text"], "ratings": {}}
        if spec["time"]:
            days = sorted(spec["time"][1](cell(r, spec["time"][0])) for r in lines)
            entry["first_day"], entry["last_day"] = days[0], days[-1]
        if spec["text"]:
            entry["texts"] = sum(any(cell(r, c).lower() not in NOTHING for c in spec["text"]) for r in lines)
        for column, (low, high, rating) in spec["ratings"].items():
            values = []
            for r in lines:
                try: v = Fraction(cell(r, column))
                except ValueError: continue
                if low <= v <= high: values.append(v)
            entry["ratings"][column] = {"low": low, "high": high, "name": rating, "n": len(values),
                                        "mean": float(sum(values) / len(values))}
        out[name] = entry
    target = pathlib.Path(__file__).with_name("real_data_reference.json")
    target.write_text(json.dumps(out, indent=1, ensure_ascii=False) + "\n")

main()
