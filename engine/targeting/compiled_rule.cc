#include "engine/targeting/compiled_rule.h"

#include <algorithm>
#include <optional>
#include <span>

namespace placard {
namespace {

// Whether a term for `node` matches the path.
bool Covers(uint32_t node, SectionStep step, const Query::Path& path,
            std::span<const uint32_t> nodes) {
  if (step.depth > path.known || (step.exact && step.depth != path.depth)) {
    return false;
  }
  return step.depth == 0 || nodes[step.depth - 1] == node;
}

// Reads rules from left to right; each call of Next leaves `at_` behind the
// rule that it read.
class Evaluation {
 public:
  Evaluation(const RuleBook& book, size_t begin, const Query& query,
             size_t context)
      : book_(book),
        at_(book.words.data() + begin),
        query_(query),
        context_(context) {}

  bool Next() {
    const uint32_t head = *at_++;
    const uint32_t count = HeadCount(head);
    switch (HeadOp(head)) {
      case RuleOp::kAnyOf:
        return AnyOf(HeadKind(head), Take(count));
      case RuleOp::kLists:
        return Lists(Take(count));
      case RuleOp::kSections:
        return Sections(Take(size_t{count} * 2));
      case RuleOp::kDaypart:
        return query_.InDaypart(Take(1)[0]);
      case RuleOp::kShared:
        return SharedHolds(book_, Take(1)[0], query_);
      case RuleOp::kNot:
        return !Next();
      case RuleOp::kAll:
        return Group(count, /*stop_at=*/false);
      case RuleOp::kAny:
        break;
    }
    return Group(count, /*stop_at=*/true);
  }

 private:
  std::span<const uint32_t> Take(size_t words) {
    const std::span<const uint32_t> taken(at_, words);
    at_ += words;
    return taken;
  }

  bool Group(uint32_t count, bool stop_at) {
    const uint32_t words = *at_++;
    const uint32_t* const end = at_ + words;
    for (uint32_t i = 0; i < count; ++i) {
      if (Next() == stop_at) {
        at_ = end;
        return stop_at;
      }
    }
    return !stop_at;
  }

  bool AnyOf(FeatureKind kind, std::span<const uint32_t> ids) const {
    const IdSet& features = kind == FeatureKind::kKeyValue
                                ? query_.key_values(context_)
                                : query_.features(kind);
    const std::span<const uint32_t> present = features.ids();
    // A long rule against a page of few features: search the rule.
    if (present.size() * 16 < ids.size()) {
      return std::any_of(present.begin(), present.end(), [&](uint32_t id) {
        return std::binary_search(ids.begin(), ids.end(), id);
      });
    }
    return std::any_of(ids.begin(), ids.end(),
                       [&](uint32_t id) { return features.Contains(id); });
  }

  bool Lists(std::span<const uint32_t> lists) const {
    return std::any_of(lists.begin(), lists.end(),
                       [&](uint32_t list) { return query_.HitsList(list); });
  }

  bool Sections(std::span<const uint32_t> terms) const {
    bool included = false;
    for (const Query::Path& path : query_.paths()) {
      const std::optional<bool> include = DeepestTerm(terms, path);
      if (include == false) return false;
      if (include == true) included = true;
    }
    return included;
  }

  // Whether the term that decides about the path includes it.
  std::optional<bool> DeepestTerm(std::span<const uint32_t> terms,
                                  const Query::Path& path) const {
    const std::span<const uint32_t> nodes = query_.nodes(path);
    for (size_t i = 0; i < terms.size(); i += 2) {
      const SectionStep step = SectionStep::Of(terms[i + 1]);
      if (Covers(terms[i], step, path, nodes)) return step.include;
    }
    return std::nullopt;
  }

  const RuleBook& book_;
  const uint32_t* at_;
  const Query& query_;
  const size_t context_;
};

}  // namespace

bool Holds(const RuleBook& book, size_t begin, const Query& query,
           size_t context) {
  return Evaluation(book, begin, query, context).Next();
}

bool SharedHolds(const RuleBook& book, uint32_t shared, const Query& query) {
  const std::optional<bool> remembered = query.Remembered(shared);
  if (remembered.has_value()) return *remembered;
  const bool holds = Holds(book, book.shared[shared], query, 0);
  query.Remember(shared, holds);
  return holds;
}

}  // namespace placard
