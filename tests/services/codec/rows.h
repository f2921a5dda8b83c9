// Tables of small changes to a valid message, each with the one violation that
// it must bring, or none.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {

template <typename Message>
struct Row {
  std::string name;  // of the test
  std::function<void(Message&)> change;
  // Where the only violation is, and a part of what it says.
  std::string field = {};
  std::string says = {};

  friend std::ostream& operator<<(std::ostream& out, const Row& row) {
    return out << row.name;
  }
};

template <typename Message>
std::string RowName(const testing::TestParamInfo<Row<Message>>& info) {
  return info.param.name;
}

// `violations` is what came of the row's change.
template <typename Message>
void ExpectRow(const Row<Message>& row, const FieldViolations& violations) {
  if (row.says.empty()) {
    EXPECT_TRUE(violations.empty()) << ToStatus(violations);
    return;
  }
  ASSERT_EQ(violations.size(), 1) << ToStatus(violations);
  EXPECT_EQ(violations[0].field, row.field);
  EXPECT_THAT(violations[0].description, testing::HasSubstr(row.says));
}

// A text of so many bytes.
inline std::string Bytes(size_t count) { return std::string(count, 'x'); }

}  // namespace placard
