#include "guard/access/audit.hpp"

#include "guard/access/access_for_test.hpp"

#include <gtest/gtest.h>

namespace bellwether::guard {
namespace {

class Audit : public WithRecords {
 protected:
  void fill() override {
    auto transaction = begin();
    for (const char* what : {"signed.in", "key.made", "voice.looked_at", "signed.out"}) {
      EXPECT_TRUE(note_deed(transaction, {.who = "ana", .what = what, .on = "x", .how = ""}, k_now));
    }
    EXPECT_TRUE(transaction.commit());
  }
  [[nodiscard]] AuditReport check() const {
    auto transaction = begin();
    return check_audit(transaction).value();
  }
  void tamper(std::string_view sql) const {
    auto transaction = begin();
    ASSERT_TRUE(transaction.run(sql));
    ASSERT_TRUE(transaction.commit());
  }
};

ON_EACH_ENGINE(Audit);

TEST_P(Audit, IsUnbrokenAsWritten) {
  const AuditReport report = check();
  EXPECT_EQ(report.lines, 4);
  EXPECT_EQ(report.last_hash.size(), 64U);
  EXPECT_FALSE(report.broken);
}

TEST_P(Audit, ShowsAChangedLine) {
  tamper("UPDATE audit SET who = 'bob' WHERE number = 2");
  EXPECT_EQ(check().broken, 2);
}

TEST_P(Audit, ShowsAMissingLine) {
  tamper("DELETE FROM audit WHERE number = 3");
  EXPECT_EQ(check().broken, 3);
}

TEST_P(Audit, ShowsALineThatWasWorkedOutAgainAlone) {
  tamper("UPDATE audit SET hash = (SELECT hash FROM audit WHERE number = 1) WHERE number = 2");
  EXPECT_EQ(check().broken, 2);
}

TEST_P(Audit, TellsFieldsApartThatReadAlikeTogether) {
  tamper("UPDATE audit SET what = 'signed.inx', on_what = '' WHERE number = 1");
  EXPECT_EQ(check().broken, 1);
}

TEST_P(Audit, ADeedThatWasUndoneLeavesNoLine) {
  {
    auto transaction = begin();
    ASSERT_TRUE(note_deed(transaction, {.who = "ana", .what = "key.made"}, k_now));
  }
  EXPECT_EQ(check().lines, 4);
}

TEST_P(Audit, OfACutEndTellsAnotherLastHash) {
  const std::string before = check().last_hash;
  tamper("DELETE FROM audit WHERE number = 4");
  const AuditReport report = check();
  EXPECT_FALSE(report.broken);
  EXPECT_EQ(report.lines, 3);
  EXPECT_NE(report.last_hash, before);
}

}  // namespace
}  // namespace bellwether::guard
