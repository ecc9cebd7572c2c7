// Guesses on files that nobody in the project wrote, against what a person says who read the file and its description.
#include "base/text.hpp"
#include "listen/columns/guess.hpp"
#include "listen/rows/rows.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

std::filesystem::path data_folder() {
  if (const char* set = std::getenv("BELLWETHER_TEST_DATA"); set != nullptr) return set;
  return std::filesystem::path(BELLWETHER_SOURCE_DIR) / "../shared/data";
}

struct RatingIs {
  std::string column, name, scale;
  std::set<std::string> codes;  ///< at least these are no answer
};

struct Right {
  std::string file;
  std::string time = {}, format = {};   ///< empty: the file has none
  std::vector<std::string> texts = {};  ///< all of them
  std::vector<RatingIs> ratings = {};   ///< all of them
  std::map<std::string, Role> others = {};
  facts::Table as = facts::Table::signals;
  bool employees = false;
};

std::vector<RatingIs> same(const std::vector<std::string>& columns, const std::string& scale,
                           const std::set<std::string>& codes = {}) {
  std::vector<RatingIs> result;
  for (const std::string& column : columns) result.push_back({column, plain_name(column), scale, codes});
  return result;
}

std::vector<RatingIs> operator+(std::vector<RatingIs> a, const std::vector<RatingIs>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// SFO's questionnaires: 1–5, 6 = never used, 0 = blank (its README.source.md and field guides).
const std::set<std::string> k_sfo = {"0", "6"};

std::vector<Right> right_answers() {
  std::vector<Right> all;
  // NPS, satisfaction and intention to come back were asked on the same boxes; visits and spend are no ratings; `t` is a
  // code of the period, not a time.
  all.push_back({.file = "nps_garden_store_fr/nps.csv",
                 .texts = {"explication"},
                 .ratings = {{"nps", "nps", "0–10", {}},
                             {"satisfaction", "satisfaction", "0–10", {}},
                             {"intention", "intention", "0–10", {}}},
                 .others = {{"id", Role::key},
                            {"column 1", Role::ignored},
                            {"NbPassageKS", Role::attribute},
                            {"CaTicket", Role::attribute},
                            {"t", Role::attribute}}});
  all.push_back(
      {.file = "airline_passenger_satisfaction/airline_passenger_satisfaction.csv",
       .ratings = same(
           {"Departure and Arrival Time Convenience", "Ease of Online Booking", "Check-in Service", "Online Boarding",
            "Gate Location", "On-board Service", "Seat Comfort", "Leg Room Service", "Cleanliness", "Food and Drink",
            "In-flight Service", "In-flight Wifi Service", "In-flight Entertainment", "Baggage Handling"},
           "1–5", {"0"}),
       .others = {{"ID", Role::key},
                  {"Age", Role::attribute},
                  {"Flight Distance", Role::attribute},
                  {"Arrival Delay", Role::attribute},
                  {"Satisfaction", Role::attribute}}});
  all.push_back({.file = "skytrax/lounge.csv",
                 .time = "date",
                 .format = "iso",
                 .texts = {"title", "content"},
                 .ratings = same({"overall_rating"}, "1–10") +
                            same({"comfort_rating", "cleanliness_rating", "bar_beverages_rating", "catering_rating",
                                  "washrooms_rating", "wifi_connectivity_rating", "staff_service_rating"},
                                 "1–5", {"0"}),
                 .others = {{"airline_name", Role::unit},
                            {"author", Role::personal},
                            {"date_visit", Role::attribute},
                            {"recommended", Role::attribute},
                            {"author_country", Role::attribute},
                            {"lounge_name", Role::attribute}}});
  all.push_back({.file = "womens_clothing_reviews/Womens Clothing E-Commerce Reviews.csv",
                 .texts = {"Title", "Review Text"},
                 .ratings = {{"Rating", "stars", "1–5", {}}},
                 .others = {{"column 1", Role::ignored},
                            {"Clothing ID", Role::attribute},
                            {"Age", Role::attribute},
                            {"Positive Feedback Count", Role::attribute},
                            {"Department Name", Role::unit},
                            {"Recommended IND", Role::attribute}}});
  all.push_back(
      {.file = "twitter_airline_sentiment/Tweets.csv",
       .time = "tweet_created",
       .format = "%m/%d/%Y %H:%M",
       .texts = {"text"},
       .others = {
           {"airline", Role::unit}, {"airline_sentiment", Role::attribute}, {"negativereason", Role::attribute}}});
  all.push_back({.file = "olist_subset/olist_order_reviews_dataset.csv",
                 .time = "review_creation_date",
                 .format = "iso",
                 .texts = {"review_comment_title", "review_comment_message"},
                 .ratings = {{"review_score", "stars", "1–5", {}}},
                 .others = {{"review_answer_timestamp", Role::attribute}, {"review_id", Role::attribute}}});
  all.push_back({.file = "olist_subset/olist_orders_dataset.csv",
                 .time = "order_purchase_timestamp",
                 .format = "iso",
                 .others = {{"order_id", Role::key},
                            {"customer_id", Role::customer},
                            {"order_status", Role::attribute},
                            {"order_delivered_customer_date", Role::attribute}}});
  all.push_back({.file = "olist_subset/olist_customers_dataset.csv",
                 .others = {{"customer_unique_id", Role::customer},
                            {"customer_zip_code_prefix", Role::attribute},
                            {"customer_city", Role::attribute}}});
  all.push_back({.file = "olist_subset/olist_order_payments_dataset.csv",
                 .others = {{"payment_installments", Role::attribute},
                            {"payment_sequential", Role::attribute},
                            {"payment_value", Role::attribute}}});
  all.push_back({.file = "olist_subset/olist_order_items_dataset.csv",
                 .time = "shipping_limit_date",
                 .format = "iso",
                 .others = {{"price", Role::attribute}, {"order_item_id", Role::attribute}}});
  all.push_back({.file = "glassdoor_reviews/reviews_190428.csv",
                 .time = "date",
                 .format = "iso",
                 .texts = {"pros", "cons", "advice_to_management"},
                 .ratings = {{"score_overall", "stars", "1–5", {}},
                             {"score_career_opp", "score_career_opp", "1–5", {}},
                             {"score_comp_and_benefits", "score_comp_and_benefits", "1–5", {}},
                             {"score_culture_and_values", "score_culture_and_values", "1–5", {}},
                             {"score_senior_mgmt", "score_senior_mgmt", "1–5", {}},
                             {"score_work_life_balance", "score_work_life_balance", "1–5", {}}},
                 .others = {{"company", Role::unit},
                            {"recommend", Role::attribute},
                            {"role", Role::attribute},
                            {"column 1", Role::ignored}},
                 .employees = true});
  // A list of apps with the average of their ratings; when it was updated is the only time it has.
  all.push_back({.file = "googleplay_reviews/googleplaystore.csv",
                 .time = "Last Updated",
                 .format = "%B %d, %Y",
                 .ratings = {{"Rating", "stars", "1–5", {}}},
                 .others = {{"App", Role::unit},
                            {"Reviews", Role::attribute},
                            {"Content Rating", Role::attribute},
                            {"Price", Role::attribute}}});
  all.push_back(
      {.file = "googleplay_reviews/googleplaystore_user_reviews.csv",
       .texts = {"Translated_Review"},
       .others = {{"App", Role::unit}, {"Sentiment", Role::attribute}, {"Sentiment_Polarity", Role::attribute}}});
  all.push_back({.file = "cfpb_complaints/consumer_complaints_2013.csv",
                 .time = "Date received",
                 .format = "%m/%d/%Y",
                 .others = {{"Company", Role::unit},
                            {"Submitted via", Role::channel},
                            {"ZIP code", Role::attribute},
                            {"Issue", Role::attribute},
                            {"Date sent to company", Role::attribute},
                            {"Company response to consumer", Role::attribute}}});
  all.push_back({.file = "cfpb_complaints/complaints_narrative_product.csv",
                 .texts = {"narrative"},
                 .others = {{"product", Role::attribute}}});
  // No header: request, opened, closed, what, borough (in 2,505 rows something else).
  all.push_back({.file = "nyc_311_subset/nyc_311.csv",
                 .time = "column 2",
                 .format = "%m/%d/%Y %H:%M:%S %p",
                 .others = {{"column 1", Role::key}, {"column 3", Role::attribute}, {"column 4", Role::attribute}}});
  all.push_back(
      {.file = "ecommerce_csat_remarks/Customer_support_data.csv",
       .texts = {"Customer Remarks"},
       .others = {
           {"cleaned_remarks", Role::ignored}, {"category", Role::attribute}, {"category_encoded", Role::attribute}}});
  all.push_back({.file = "banking77/train.csv", .texts = {"text"}, .others = {{"category", Role::attribute}}});
  all.push_back({.file = "bitext_intents/Bitext_Sample_Customer_Service_Training_Dataset.csv",
                 .texts = {"utterance"},
                 .others = {{"flags", Role::attribute}}});
  // When the ticket was made is not in the file: the purchase is the nearest that every row has.
  all.push_back({.file = "support_tickets_synthetic/customer_support_tickets.csv",
                 .time = "Date of Purchase",
                 .format = "%d-%m-%Y",
                 .texts = {"Ticket Description"},
                 .ratings = {{"Customer Satisfaction Rating", "csat", "1–5", {}}},
                 .others = {{"Ticket ID", Role::key},
                            {"Customer Email", Role::customer},
                            {"Customer Name", Role::personal},
                            {"Ticket Channel", Role::channel},
                            {"Ticket Subject", Role::attribute},
                            {"Resolution", Role::attribute},
                            {"Customer Age", Role::attribute}}});
  all.push_back({.file = "telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv",
                 .others = {{"customerID", Role::customer},
                            {"tenure", Role::attribute},
                            {"MonthlyCharges", Role::attribute},
                            {"TotalCharges", Role::attribute},
                            {"InternetService", Role::attribute}}});
  all.push_back(
      {.file = "cdnow_retention/CDNOW_master.txt",
       .time = "date",
       .format = "%Y%m%d",
       .others = {
           {"customer_id", Role::customer}, {"number_of_cds", Role::attribute}, {"dollar_value", Role::attribute}}});
  all.push_back({.file = "ibm_hr_attrition/Human_Resources.csv",
                 .ratings = same({"EnvironmentSatisfaction", "JobInvolvement", "JobSatisfaction", "PerformanceRating",
                                  "RelationshipSatisfaction", "WorkLifeBalance"},
                                 "1–4"),
                 .others = {{"EmployeeNumber", Role::customer},
                            {"Department", Role::unit},
                            {"JobLevel", Role::attribute},
                            {"Education", Role::attribute},
                            {"StockOptionLevel", Role::attribute},
                            {"HourlyRate", Role::attribute}},
                 .employees = true});
  all.push_back({.file = "hr_normalised_tables_derived/employee_master_fixed.csv",
                 .others = {{"EmployeeNumber", Role::customer},
                            {"HireDate", Role::attribute},
                            {"TerminationDate", Role::attribute},
                            {"Tenure", Role::attribute}},
                 .employees = true});
  all.push_back({.file = "hr_normalised_tables_derived/employee_survey_data.csv",
                 .ratings = same({"PerformanceRating", "JobSatisfaction", "EnvironmentSatisfaction"}, "1–4"),
                 .others = {{"column 5", Role::ignored}, {"Satisfaction Label", Role::attribute}},
                 .employees = true});
  all.push_back({.file = "ecsi_mobile_csat/mobi.csv",
                 .ratings = same({"CUEX1", "CUEX2", "CUEX3", "CUSA1", "CUSA2", "CUSA3", "CUSCO", "CUSL1",
                                  "CUSL2", "CUSL3", "IMAG1", "IMAG2", "IMAG3", "IMAG4", "IMAG5", "PERQ1",
                                  "PERQ2", "PERQ3", "PERQ4", "PERQ5", "PERQ6", "PERQ7", "PERV1", "PERV2"},
                                 "1–10")});
  all.push_back({.file = "sfo_customer_survey/2010_SFO_Customer_Survey_20250817.csv",
                 .ratings = same({"Q6A", "Q6B", "Q6C", "Q6D", "Q6E", "Q6F", "Q6G", "Q6H", "Q6I", "Q6J", "Q6K",  "Q6L",
                                  "Q6M", "Q6N", "Q8A", "Q8B", "Q8C", "Q8D", "Q8E", "Q8F", "Q9",  "Q11", "Q13A", "Q13B"},
                                 "1–5", k_sfo),
                 .others = {{"RESPNUM", Role::key},
                            {"Q5", Role::attribute},
                            {"Q19", Role::attribute},
                            {"GATENUM", Role::attribute},
                            {"Q4A", Role::attribute},
                            {"INTDATE", Role::attribute},
                            {"LANG", Role::attribute}}});
  all.push_back({.file = "sfo_customer_survey/2012_SFO_Customer_Survey_20250817.csv",
                 .ratings = same({"Q8A_ART",      "Q8B_FOOD",         "Q8C_SHOP",     "Q8D_SIGNS",    "Q8E_WALK",
                                  "Q8F_SCREENS",  "Q8G_INFOARR",      "Q8H_INFODEP",  "Q8I_ROAD",     "Q8J_PARK",
                                  "Q8K_AIRTRAIN", "Q8L_LTPARK",       "Q8M_RENTAL",   "Q8N_WHOLE",    "Q10A_CLNBOARD",
                                  "Q10B_CLNPARK", "Q10C_CLNAIRTRAIN", "Q10D_CLNRENT", "Q10E_CLNFOOD", "Q10F_CLNBATH",
                                  "Q11SAFE",      "Q13_RATEWEB",      "Q14RATEGETTO", "Q15A_FIND",    "Q15B_SECURITY"},
                                 "1–5", k_sfo),
                 .others = {{"RESPNUM", Role::key},
                            {"Q18ZIP", Role::attribute},
                            {"Q7FLYPERYR", Role::attribute},
                            {"Q4FOOD", Role::attribute},
                            {"Q14WHEREDEPART", Role::attribute}}});
  all.push_back({.file = "sfo_customer_survey/2017_SFO_Customer_Survey_20250817.csv",
                 .ratings = same({"Q7ART",       "Q7FOOD",     "Q7STORE", "Q7SIGN",     "Q7WALKWAYS",      "Q7SCREENS",
                                  "Q7INFODOWN",  "Q7INFOUP",   "Q7WIFI",  "Q7ROADS",    "Q7PARK",          "Q7AIRTRAIN",
                                  "Q7LTPARKING", "Q7RENTAL",   "Q7ALL",   "Q9BOARDING", "Q9AIRTRAIN",      "Q9RENTAL",
                                  "Q9FOOD",      "Q9RESTROOM", "Q9ALL",   "Q10SAFE",    "Q12PRECHEKCRATE", "Q13GETRATE",
                                  "Q14FIND",     "Q14PASSTHRU"},
                                 "1–5", k_sfo) +
                            std::vector<RatingIs>{{"NETPRO", "nps", "0–10", {"11"}}},
                 .others = {{"RESPNUM", Role::key},
                            {"DEPTIME", Role::attribute},
                            {"Q5TIMESFLOWN", Role::attribute},
                            {"Q4FOOD", Role::attribute},
                            {"Q8COM1", Role::attribute},
                            {"Q19AGE", Role::attribute},
                            {"WEIGHT", Role::attribute}}});
  all.push_back({.file = "chinese_reviews/ChnSentiCorp_htl_all.csv",
                 .texts = {"review"},
                 .others = {{"label", Role::attribute}}});
  all.push_back(
      {.file = "chinese_reviews/waimai_10k.csv", .texts = {"review"}, .others = {{"label", Role::attribute}}});
  all.push_back({.file = "language_detection/Language_Detection.csv",
                 .texts = {"Text"},
                 .others = {{"Language", Role::language}}});
  all.push_back({.file = "germeval2017_bahn_de/dev.tsv",
                 .texts = {"column 2"},
                 .others = {{"column 1", Role::attribute}, {"column 4", Role::attribute}}});
  all.push_back({.file = "goemotions/dev.tsv", .texts = {"column 1"}});
  all.push_back({.file = "sst2/dev.tsv", .texts = {"column 1"}, .others = {{"column 2", Role::attribute}}});
  all.push_back({.file = "uci_sentiment_sentences/yelp_labelled.txt",
                 .texts = {"column 1"},
                 .others = {{"column 2", Role::attribute}}});
  all.push_back({.file = "pii_presidio/FakeNameGenerator.com_3000.csv",
                 .others = {{"GivenName", Role::personal},
                            {"Surname", Role::personal},
                            {"StreetAddress", Role::personal},
                            {"TelephoneNumber", Role::personal},
                            {"Birthday", Role::personal},
                            {"NationalID", Role::personal},
                            {"CCNumber", Role::personal},
                            {"Password", Role::personal},
                            {"EmailAddress", Role::customer},
                            {"Age", Role::attribute}}});
  all.push_back({.file = "messy_imports/Disney_double_quoted_semicolons.csv",
                 .time = "Year_Month",
                 .format = "%Y-%m",
                 .texts = {"Review_Text"},
                 .ratings = {{"Rating", "stars", "1–5", {}}},
                 .others = {{"Review_ID", Role::key}, {"Branch", Role::unit}, {"Reviewer_Location", Role::attribute}}});
  all.push_back({.file = "messy_imports/Bitext_with_git_conflict_markers.csv", .texts = {"utterance"}});
  // Places in an order of preference are no ratings; opinions in words of no known scale stay words.
  all.push_back(
      {.file = "survey_exports/surveymonkey_audience/StarWars.csv",
       .others = {
           {"RespondentID", Role::key}, {"Age", Role::attribute}, {"Location (Census Region)", Role::attribute}}});
  all.push_back(
      {.file = "survey_exports/surveymonkey_audience/comma-survey.csv", .others = {{"RespondentID", Role::key}}});
  all.push_back(
      {.file = "survey_exports/surveymonkey_audience/flying-etiquette.csv", .others = {{"RespondentID", Role::key}}});
  all.push_back({.file = "survey_exports/qualtrics/Comment_Coding/Test_Survey_for_Coded_Comments.csv",
                 .time = "EndDate",
                 .format = "iso",
                 .texts = {"Q1_TEXT", "Q2"},
                 .others = {{"ResponseID", Role::key},
                            {"LocationLatitude", Role::personal},
                            {"RecipientEmail", Role::ignored},
                            {"StartDate", Role::attribute}}});
  all.push_back({.file = "event_logs/running-example.csv",
                 .time = "time:timestamp",
                 .format = "iso",
                 .others = {{"concept:name", Role::kind},
                            {"case:concept:name", Role::about},
                            {"org:resource", Role::actor},
                            {"Costs", Role::amount}},
                 .as = facts::Table::acts});
  all.push_back({.file = "event_logs_csv/helpdesk.csv",
                 .time = "CompleteTimestamp",
                 .format = "iso",
                 .others = {{"CaseID", Role::about}, {"ActivityID", Role::kind}},
                 .as = facts::Table::acts});
  all.push_back({.file = "event_logs/interval_event_log.csv",
                 .time = "time:timestamp",
                 .format = "iso",
                 .others = {{"start_timestamp", Role::attribute},
                            {"concept:name", Role::kind},
                            {"case:concept:name", Role::about}},
                 .as = facts::Table::acts});
  return all;
}

struct Guessed {
  std::unique_ptr<RowReader> reader;
  Sample sample;
  Guess guess;
};

Result<Guessed> guess_file(const std::filesystem::path& file, facts::Table as) {
  auto reader = open_rows(file);
  if (!reader) return std::unexpected(reader.error());
  auto sample = read_sample(**reader);
  if (!sample) return std::unexpected(sample.error());
  const auto headers = (*reader)->headers();
  std::vector<std::vector<std::string_view>> cells(headers.size());
  for (const RowBlock& block : sample->blocks) {
    for (std::size_t row = 0; row < block.size(); ++row) {
      for (std::size_t column = 0; column < headers.size(); ++column) cells[column].push_back(block.cell(row, column));
    }
  }
  std::vector<SampleColumn> columns;
  for (std::size_t i = 0; i < headers.size(); ++i)
    columns.push_back({.name = headers[i].name, .label = headers[i].label, .cells = cells[i]});
  constexpr Instant k_now{1'795'348'800'000'000};  // 2026-11-22
  Guess guess = guess_columns(columns, {.as = as, .now = k_now, .own_form = false});
  return Guessed{.reader = std::move(*reader), .sample = std::move(*sample), .guess = std::move(guess)};
}

class GuessRealData : public testing::TestWithParam<Right> {};

TEST_P(GuessRealData, IsWhatAPersonSays) {
  const Right& right = GetParam();
  const std::filesystem::path file = data_folder() / right.file;
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "the data sets are not at " << data_folder();
  const auto guessed = guess_file(file, right.as);
  ASSERT_TRUE(guessed) << to_text(guessed.error());
  const Guess& guess = guessed->guess;

  std::string time, format;
  std::vector<std::string> texts;
  std::map<std::string, const ColumnUse*> uses;
  std::set<std::string> ratings, names;
  for (const ColumnUse& use : guess.map.columns) {
    uses[use.column] = &use;
    EXPECT_FALSE(use.why.empty()) << use.column;
    if (use.role == Role::time) {
      time = use.column;
      format = use.format;
    }
    if (use.role == Role::text) texts.push_back(use.column);
    if (use.role == Role::rating) {
      ratings.insert(use.column);
      EXPECT_TRUE(names.insert(use.name).second) << use.name << " stands twice";
    }
  }
  EXPECT_EQ(time, right.time);
  EXPECT_EQ(format, right.format);
  EXPECT_EQ(texts, right.texts);
  EXPECT_TRUE(guess.questions.empty()) << to_text(guess.questions[0]);
  EXPECT_EQ(guess.map.voice_of == facts::VoiceOf::employee, right.employees);

  std::set<std::string> wanted;
  for (const RatingIs& rating : right.ratings) {
    wanted.insert(rating.column);
    const auto found = uses.find(rating.column);
    ASSERT_NE(found, uses.end()) << rating.column;
    const ColumnUse& use = *found->second;
    EXPECT_EQ(use.role, Role::rating) << rating.column << ": " << use.why;
    if (use.role != Role::rating) continue;
    EXPECT_EQ(use.name, rating.name);
    EXPECT_EQ(to_text(use.scale->low) + "–" + to_text(use.scale->high), rating.scale)
        << rating.column << ": " << use.why;
    for (const std::string& code : rating.codes) {
      EXPECT_NE(std::ranges::find(use.scale->no_answer, code), use.scale->no_answer.end())
          << rating.column << " " << code;
    }
  }
  EXPECT_EQ(ratings, wanted);
  for (const auto& [column, role] : right.others) {
    const auto found = uses.find(column);
    ASSERT_NE(found, uses.end()) << column;
    EXPECT_EQ(word_of(found->second->role), word_of(role)) << column << ": " << found->second->why;
  }
  if (right.time.empty() && right.as == facts::Table::signals) {
    ASSERT_FALSE(guess.remarks.empty());
    const bool told =
        std::ranges::any_of(guess.remarks, [](const Remark& r) { return r.what.starts_with("no column says when"); });
    EXPECT_TRUE(told) << "a file without times must say so";
  }
}

INSTANTIATE_TEST_SUITE_P(Files, GuessRealData, testing::ValuesIn(right_answers()), [](const auto& one) {
  std::string name = std::filesystem::path(one.param.file).stem().string();
  std::ranges::replace_if(name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name + "_" + std::to_string(one.index);
});

}  // namespace
}  // namespace bellwether::listen
