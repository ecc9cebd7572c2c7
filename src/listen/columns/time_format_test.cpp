#include "listen/columns/time_format.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::listen {
namespace {

/// "2014-05-24T09:30:00Z", or what was wrong.
std::string read(std::string_view pattern, std::string_view cell, const Zone& zone = Zone::utc()) {
  auto format = TimeFormat::from(pattern);
  if (!format) return format.error().message;
  const auto at = TimeReader(*format, zone).read(cell);
  if (!at) return at.error() == TimeTrouble::unreadable ? "unreadable" : "no such date";
  return to_text(*at);
}

TEST(TimeFormat, ReadsIsoInItsUsualForms) {
  EXPECT_EQ(read("iso", "2014-05-24"), "2014-05-24T00:00:00Z");
  EXPECT_EQ(read("iso", "2014-05-24T09:30"), "2014-05-24T09:30:00Z");
  EXPECT_EQ(read("iso", " 2014-05-24 09:30:15 "), "2014-05-24T09:30:15Z");
  EXPECT_EQ(read("iso", "2014-05-24T09:30:15.25Z"), "2014-05-24T09:30:15.250000Z");
  EXPECT_EQ(read("iso", "2014-05-24T09:30:15+02:00"), "2014-05-24T07:30:15Z");
  EXPECT_EQ(read("iso", "2014-05-24 09:30:15 -0330"), "2014-05-24T13:00:15Z");
  EXPECT_EQ(read("iso", "2014-05-24 09:30:15 UTC"), "2014-05-24T09:30:15Z");
  EXPECT_EQ(read("iso", "2014-02-31"), "no such date");
  EXPECT_EQ(read("iso", "2014-05-24T25:00"), "no such date");
  EXPECT_EQ(read("iso", "2014-05-24 lunch"), "unreadable");
  EXPECT_EQ(read("iso", "24/05/2014"), "unreadable");
  EXPECT_EQ(read("iso", ""), "unreadable");
}

TEST(TimeFormat, ReadsPatterns) {
  EXPECT_EQ(read("%d/%m/%Y %H:%M", "24/05/2014 9:30"), "2014-05-24T09:30:00Z");
  EXPECT_EQ(read("%m/%d/%Y %H:%M:%S %p", "07/20/2020 12:51:12 AM"), "2020-07-20T00:51:12Z");
  EXPECT_EQ(read("%m/%d/%Y %H:%M:%S %p", "07/20/2020 12:51:12 PM"), "2020-07-20T12:51:12Z");
  EXPECT_EQ(read("%m/%d/%Y %H:%M %p", "7/20/2020 1:51 p.m."), "2020-07-20T13:51:00Z");
  EXPECT_EQ(read("%d.%m.%y", "24.05.99"), "1999-05-24T00:00:00Z");
  EXPECT_EQ(read("%d.%m.%y", "24.05.14"), "2014-05-24T00:00:00Z");
  EXPECT_EQ(read("%d %B %Y", "24th May 2014"), "2014-05-24T00:00:00Z");
  EXPECT_EQ(read("%d %B %Y", "1er août 2014"), "2014-08-01T00:00:00Z");
  EXPECT_EQ(read("%d %B %Y", "9 FÉVRIER 2014"), "2014-02-09T00:00:00Z");
  EXPECT_EQ(read("%d. %B %Y", "3. März 2014"), "2014-03-03T00:00:00Z");
  EXPECT_EQ(read("%d de %B de %Y", "3 de setembro de 2014"), "2014-09-03T00:00:00Z");
  EXPECT_EQ(read("%B %d, %Y", "Jan. 7, 2018"), "2018-01-07T00:00:00Z");
  EXPECT_EQ(read("%A %B %d %H:%M:%S %z %Y", "Tue Feb 24 11:35:52 -0800 2015"), "2015-02-24T19:35:52Z");
  EXPECT_EQ(read("%d/%m/%Y[ %H:%M[:%S]]", "24/05/2014"), "2014-05-24T00:00:00Z");
  EXPECT_EQ(read("%d/%m/%Y[ %H:%M[:%S]]", "24/05/2014 10:11"), "2014-05-24T10:11:00Z");
  EXPECT_EQ(read("%d/%m/%Y[ %H:%M[:%S]]", "24/05/2014 10:11:12"), "2014-05-24T10:11:12Z");
  EXPECT_EQ(read("%Y%m%d", "20140524"), "2014-05-24T00:00:00Z");
  EXPECT_EQ(read("%Y-%m", "2019-4"), "2019-04-01T00:00:00Z");
  EXPECT_EQ(read("%d/%m/%Y", "31/02/2014"), "no such date");
  EXPECT_EQ(read("%d/%m/%Y", "24-05-2014"), "unreadable");
  EXPECT_EQ(read("%d/%m/%Y", "24/05/2014 10:11"), "unreadable");
}

TEST(TimeFormat, ReadsCountedTimes) {
  EXPECT_EQ(read("unix", "1400923800"), "2014-05-24T09:30:00Z");
  EXPECT_EQ(read("unix_ms", "1400923800123"), "2014-05-24T09:30:00.123000Z");
  // Excel's day 41783 is 24 May 2014: 41783 − 25569 = 16214 days after 1970-01-01; .5 is noon.
  EXPECT_EQ(read("excel", "41783.5"), "2014-05-24T12:00:00Z");
  EXPECT_EQ(read("unix", "yesterday"), "unreadable");
  EXPECT_EQ(read("unix", "99999999999999999"), "no such date");
}

TEST(TimeFormat, TakesTheZoneOfTimesThatSayNone) {
  const Zone paris = Zone::named("Europe/Paris").value();
  EXPECT_EQ(read("iso", "2014-05-24 09:30", paris), "2014-05-24T07:30:00Z");
  EXPECT_EQ(read("iso", "2014-05-24T09:30Z", paris), "2014-05-24T09:30:00Z");
  EXPECT_EQ(read("unix", "1400923800", paris), "2014-05-24T09:30:00Z");
  EXPECT_EQ(read("excel", "41783.5", paris), "2014-05-24T10:00:00Z");
}

TEST(TimeFormat, NamesWhatIsWrongWithAPattern) {
  EXPECT_EQ(TimeFormat::from("%d/%Q/%Y").error().message, "the time format ‘%d/%Q/%Y’ has an unknown part ‘%Q’");
  EXPECT_EQ(TimeFormat::from("unixms").error().message, "‘unixms’ is no time format; did you mean ‘unix_ms’?");
  EXPECT_EQ(TimeFormat::from("%d/%m").error().message, "the time format ‘%d/%m’ has no year");
  EXPECT_EQ(TimeFormat::from("%Y[-%m").error().message, "the time format ‘%Y[-%m’ leaves a [ open");
  EXPECT_EQ(TimeFormat::from("%Y-%m]").error().message, "the time format ‘%Y-%m]’ closes a ] that is not open");
  EXPECT_FALSE(TimeFormat::from(std::string(100, 'x') + "%Y"));
}

TimeGuess guess(const std::vector<std::string_view>& cells) { return guess_time_format(cells); }

TEST(GuessTimeFormat, KnowsCommonForms) {
  EXPECT_EQ(guess({"2014-05-24", "2014-06-01"}).format, "iso");
  EXPECT_EQ(guess({"2014-05-24T10:00:00.000Z", "2014-06-01T11:00:00+02:00"}).format, "iso");
  EXPECT_EQ(guess({"2018-08-15 00:00:00", "", "2018-08-16 04:10:37"}).format, "iso");
  EXPECT_EQ(guess({"07/20/2020 10:51:12 AM", "09/05/2020 12:32:48 PM"}).format, "%m/%d/%Y %H:%M:%S %p");
  EXPECT_EQ(guess({"2/24/2015 11:35", "2/22/2015 9:14"}).format, "%m/%d/%Y %H:%M");
  EXPECT_EQ(guess({"22-03-2021", "05-11-2021"}).format, "%d-%m-%Y");
  EXPECT_EQ(guess({"3.4.2021", "5.6.2021"}).format, "%d.%m.%Y");
  EXPECT_EQ(guess({"January 7, 2018", "August 3, 2018"}).format, "%B %d, %Y");
  EXPECT_EQ(guess({"24th May 2014", "1st June 2014"}).format, "%d %B %Y");
  EXPECT_EQ(guess({"9 mars 2014", "11 juil. 2014"}).format, "%d %B %Y");
  EXPECT_EQ(guess({"24 de mayo de 2014", "3 de junio de 2014"}).format, "%d de %B de %Y");
  EXPECT_EQ(guess({"14. Mai 2014", "3. Juni 2014"}).format, "%d. %B %Y");
  EXPECT_EQ(guess({"Sat, 24 May 2014 09:30:00 GMT"}).format, "%A, %d %B %Y %H:%M:%S %z");
  EXPECT_EQ(guess({"Tue Feb 24 11:35:52 -0800 2015"}).format, "%A %B %d %H:%M:%S %z %Y");
  EXPECT_EQ(guess({"24-May-14", "01-Jun-14"}).format, "%d-%B-%y");
  EXPECT_EQ(guess({"Aug 3, 2018 at 4:05 PM"}).format, "%B %d, %Y at %H:%M %p");
  EXPECT_EQ(guess({"2019-4", "2018-12"}).format, "%Y-%m");
  EXPECT_EQ(guess({"2019/04/30 12:00", "2019/05/01 13:00"}).format, "%Y/%m/%d %H:%M");
  EXPECT_EQ(guess({"2014年5月24日"}).format, "%Y年%m月%d日");
  EXPECT_EQ(guess({"24/05/2014 à 14h30", "25/05/2014 à 09h05"}).format, "%d/%m/%Y à %Hh%M");
  EXPECT_EQ(guess({"20140524T093000Z"}).format, "%Y%m%dT%H%M%S%z");
}

TEST(GuessTimeFormat, KnowsBareDigitsAndSaysThatTheyMightBeOtherNumbers) {
  EXPECT_EQ(guess({"19970101", "19980630"}).format, "%Y%m%d");
  EXPECT_EQ(guess({"1400923800", "1400923801"}).format, "unix");
  EXPECT_EQ(guess({"1400923800123"}).format, "unix_ms");
  EXPECT_EQ(guess({"41783", "41784.25"}).format, "excel");
  EXPECT_FALSE(guess({"41783", "41784.25"}).has_separator);
  EXPECT_TRUE(guess({"2014-05-24"}).has_separator);
}

TEST(GuessTimeFormat, TellsDayAndMonthApartOverTheWholeColumn) {
  const auto day = guess({"03/04/2024", "05/06/2024", "13/06/2024"});
  EXPECT_EQ(day.format, "%d/%m/%Y");
  EXPECT_EQ(day.other, "");
  const auto month = guess({"03/04/2024", "05/06/2024", "06/13/2024"});
  EXPECT_EQ(month.format, "%m/%d/%Y");
  EXPECT_EQ(month.other, "");
}

TEST(GuessTimeFormat, LeavesAnUndecidedOrderToTheUser) {
  const auto both = guess({"03/04/2024", "05/06/2024", "01/12/2024"});
  EXPECT_EQ(both.format, "%d/%m/%Y");
  EXPECT_EQ(both.other, "%m/%d/%Y");
  // Two programs wrote into one column: neither order reads all of it.
  const auto mixed = guess({"13/04/2024", "04/13/2024", "14/04/2024", "04/14/2024"});
  EXPECT_FALSE(mixed.other.empty());
}

TEST(GuessTimeFormat, TakesTheOrderInWhichAFileIsSorted) {
  // 2 January … 5 February by month first; by day first it would jump about.
  const auto sorted = guess({"01/02/2024", "01/03/2024", "01/05/2024", "01/07/2024", "01/09/2024", "01/11/2024",
                             "02/01/2024", "02/02/2024", "02/03/2024", "02/04/2024", "02/05/2024", "03/01/2024",
                             "03/02/2024", "04/01/2024", "04/03/2024", "05/01/2024", "05/02/2024"});
  EXPECT_EQ(sorted.format, "%m/%d/%Y");
  EXPECT_EQ(sorted.other, "");
  EXPECT_EQ(sorted.order_why, "month first: only so the rows stand in order of time");
}

TEST(GuessTimeFormat, OneFormatWithOptionalPartsWhereCellsDiffer) {
  EXPECT_EQ(guess({"24/05/2014", "24/05/2014 10:11", "25/05/2014 10:11:12"}).format, "%d/%m/%Y[ %H:%M[:%S]]");
  EXPECT_EQ(guess({"24/05/2014 10:11 PM", "24/05/2014 10:11:12 PM"}).format, "%d/%m/%Y %H:%M[:%S] %p");
  EXPECT_EQ(guess({"2014-05-24", "2014-05-24 10:11"}).format, "iso");
}

TEST(GuessTimeFormat, SeesNoTimesWhereThereAreNone) {
  for (const auto& cells : std::vector<std::vector<std::string_view>>{{"4.0.3 and up", "2.3 and up"},
                                                                      {"9:30", "10:15"},
                                                                      {"2,368", "7"},
                                                                      {"Monday", "Tuesday"},
                                                                      {"May"},
                                                                      {"10-20", "20-30"},
                                                                      {"2014", "2015"},
                                                                      {"R_1a2b", "R_3c4d"},
                                                                      {"10.0.0.1", "192.168.1.1"},
                                                                      {"", "NA"},
                                                                      {}}) {
    EXPECT_EQ(guess(cells).format, "") << (cells.empty() ? "" : cells[0]);
  }
}

TEST(GuessTimeFormat, CountsDatesThatDoNotExist) {
  const auto guessed = guess({"31/01/2024", "31/02/2024", "NA", "30/03/2024"});
  EXPECT_EQ(guessed.format, "%d/%m/%Y");
  EXPECT_EQ(guessed.cells, 3U);
  EXPECT_EQ(guessed.read, 2U);
  EXPECT_EQ(guessed.no_such_date, 1U);
}

RC_GTEST_PROP(GuessTimeFormat, AnyDateWrittenAnyWayReadsBack, ()) {
  const auto day = Day{*rc::gen::inRange(-10'000, 30'000)};
  const auto date = date_of(day);
  const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  const std::string y = std::to_string(date.year);
  // A second cell with a day above 12 settles the order.
  const std::vector<std::pair<std::string, std::string>> ways = {
      {y + "-" + two(date.month) + "-" + two(date.day), "2001-01-20"},
      {two(date.day) + "/" + two(date.month) + "/" + y, "20/01/2001"},
      {two(date.month) + "/" + two(date.day) + "/" + y, "01/20/2001"},
      {two(date.day) + "." + two(date.month) + "." + y, "20.01.2001"},
      {y + two(date.month) + two(date.day), "20010120"}};
  for (const auto& [cell, other] : ways) {
    const std::vector<std::string_view> cells = {cell, other};
    const auto guessed = guess_time_format(cells);
    const auto format = TimeFormat::from(guessed.format);
    RC_ASSERT(format.has_value());
    const auto reading = format->read(cell);
    RC_ASSERT(reading.has_value());
    RC_ASSERT(reading->wall.day == day);
  }
}

RC_GTEST_PROP(TimeFormat, ReadsAnyBytesWithoutHarm, (const std::string& cell)) {
  for (const char* pattern : {"iso", "%d/%m/%Y[ %H:%M[:%S]]", "%A, %d %B %Y %H:%M:%S %z", "unix", "excel"}) {
    const auto format = TimeFormat::from(pattern).value();
    static_cast<void>(format.read(cell));
  }
  const std::vector<std::string_view> cells = {cell};
  static_cast<void>(guess_time_format(cells));
}

}  // namespace
}  // namespace bellwether::listen
