// Counts how often each kind of leaf decides a rule, so that a test over random
// rules can show that it tests all of them.
//
// Thread safety: thread-compatible.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/model/rule.h"
#include "engine/targeting/slow_evaluator.h"

namespace placard {

enum class LeafKind : uint8_t {
  kSection,
  kKeyword,
  kPhrase,  // a keyword leaf that holds by its phrases only; likewise the next
  kExact,
  kPrefix,
  kKeywordList,
  kCategory,
  kCountry,
  kRegion,
  kLanguage,
  kSegment,
  kDevice,
  kKeyValue,
  kDaypart,
};
inline constexpr size_t kLeafKinds = 14;

std::string_view LeafKindName(LeafKind kind);

class LeafCoverage {
 public:
  // How often a leaf's own value decided the rule: had it been the other one,
  // so had the rule's.
  struct Count {
    int64_t held = 0;
    int64_t failed = 0;  // never of kPhrase, kExact and kPrefix
  };

  void Add(const Rule& rule, const EvaluationContext& context);

  const Count& count(LeafKind kind) const {
    return counts_[static_cast<size_t>(kind)];
  }

  // The kinds that decided less than `least` times by holding or by failing;
  // "" when each did often enough.
  std::string Missing(int64_t least) const;

 private:
  std::array<Count, kLeafKinds> counts_ = {};
};

}  // namespace placard
