#include "engine/lint/recent_pages.h"

#include <utility>
#include <variant>

#include "engine/targeting/compiled_rule.h"
#include "engine/targeting/query.h"
#include "engine/targeting/vocabulary.h"

namespace placard {
namespace {

Rule Known(bool holds) { return holds ? Rule{AllOfRule{}} : Rule{AnyOfRule{}}; }

// `wanted`: what the rule as a whole needs this part to be.
struct Relaxer {
  const Rule& rule;
  bool wanted;

  static Rule Relax(const Rule& rule, bool wanted) {
    return std::visit(Relaxer{.rule = rule, .wanted = wanted}, rule.kind);
  }

  Rule operator()(const AllOfRule& all) const {
    return Rule{AllOfRule{Each(all.rules, wanted)}};
  }
  Rule operator()(const AnyOfRule& any) const {
    return Rule{AnyOfRule{Each(any.rules, wanted)}};
  }
  Rule operator()(const NotRule& opposite) const {
    return Rule{NotRule{Each(opposite.rule, !wanted)}};
  }
  Rule operator()(const ValueRule& value) const {
    return value.field == ValueRule::Field::kLanguage ? rule : Known(wanted);
  }
  Rule operator()(const DeviceRule&) const { return Known(wanted); }
  Rule operator()(const DaypartRule&) const { return Known(wanted); }
  template <typename Other>
  Rule operator()(const Other&) const {
    return rule;
  }

  static std::vector<Rule> Each(const std::vector<Rule>& rules, bool wanted) {
    std::vector<Rule> relaxed;
    relaxed.reserve(rules.size());
    for (const Rule& part : rules) relaxed.push_back(Relax(part, wanted));
    return relaxed;
  }
};

// Calls f(name) for each keyword list that the rule names.
template <typename F>
void ForEachList(const Rule& rule, F&& f) {
  if (const auto* list = std::get_if<KeywordListRule>(&rule.kind)) {
    f(list->list);
  } else if (const auto* all = std::get_if<AllOfRule>(&rule.kind)) {
    for (const Rule& part : all->rules) ForEachList(part, f);
  } else if (const auto* any = std::get_if<AnyOfRule>(&rule.kind)) {
    for (const Rule& part : any->rules) ForEachList(part, f);
  } else if (const auto* opposite = std::get_if<NotRule>(&rule.kind)) {
    for (const Rule& part : opposite->rule) ForEachList(part, f);
  }
}

// Rules, compiled for one use.
class Compiled {
 public:
  explicit Compiled(const ListIds& lists)
      : compiler_(lists, vocabulary_, book_) {}

  void Add(const Rule& rule) {
    begins_.push_back(
        compiler_.Emit(compiler_.Compile(rule, absl::UTCTimeZone())));
  }
  void Add(const Advertiser& advertiser, const Campaign& campaign,
           const LineItem& item) {
    const RuleExpr all = {
        .op = RuleOp::kAll,
        .parts = compiler_.CompileEffective(advertiser, campaign, item)};
    begins_.push_back(compiler_.Emit(all));
  }

  void Load(const HashedPage& page, absl::Time now, const IdSet& lists) {
    query_.Load(vocabulary_, page, now, lists, book_.shared.size());
  }
  // Whether the rule that was added as number `i` holds on the page.
  bool HoldsOnPage(size_t i) const {
    for (size_t context = 0; context < query_.contexts(); ++context) {
      if (Holds(book_, begins_[i], query_, context)) return true;
    }
    return false;
  }

 private:
  Vocabulary vocabulary_;
  RuleBook book_;
  RuleCompiler compiler_;
  std::vector<size_t> begins_;
  Query query_;
};

}  // namespace

Rule WithoutReader(const Rule& rule) { return Relaxer::Relax(rule, true); }

RecentPages::RecentPages(const CatalogContents& contents,
                         std::span<const SeenPage> pages, absl::Time now)
    : contents_(contents), now_(now), categories_(contents.taxonomies) {
  for (const SeenPage& page : pages) Load(page);
}

void RecentPages::Load(const SeenPage& page) {
  Entry& entry = pages_.emplace_back();
  entry.request.page = page.page;
  entry.request.slots = page.slots;
  if (entry.request.slots.empty()) entry.request.slots.resize(1);
  entry.page.Load(entry.request, categories_);
}

std::vector<bool> RecentPages::MaySatisfy(
    const std::vector<Question>& questions) {
  for (const Question& question : questions) FindLists(question);
  Compiled compiled(list_ids_);
  for (const Question& question : questions) {
    const Advertiser* advertiser = question.advertiser;
    LineItem item;
    item.rule = WithoutReader(*question.rule);
    compiled.Add(advertiser == nullptr ? nobody_ : *advertiser,
                 *question.campaign, item);
  }
  std::vector<bool> satisfied(questions.size());
  size_t left = questions.size();
  for (const Entry& entry : pages_) {
    if (left == 0) break;
    compiled.Load(entry.page, now_, entry.lists);
    for (size_t i = 0; i < questions.size(); ++i) {
      if (satisfied[i] || !compiled.HoldsOnPage(i)) continue;
      satisfied[i] = true;
      --left;
    }
  }
  return satisfied;
}

void RecentPages::FindLists(const Question& question) {
  const auto find = [this](const std::string& name) {
    if (found_.insert(name).second) FindList(name);
  };
  ForEachList(*question.rule, find);
  for (const std::string& name : question.campaign->blocks.keyword_lists) {
    find(name);
  }
  if (question.advertiser == nullptr) return;
  for (const std::string& name : question.advertiser->blocks.keyword_lists) {
    find(name);
  }
}

// A list that does not exist, or does not block, hits no page.
void RecentPages::FindList(const std::string& name) {
  const auto list = contents_.keyword_lists.find(name);
  const bool blocks =
      list != contents_.keyword_lists.end() && list->second->BlocksAt(now_);
  Compiled terms(list_ids_);
  if (blocks) terms.Add(Rule{KeywordRule{list->second->terms}});
  const auto id = static_cast<uint32_t>(list_ids_.size());
  list_ids_.emplace(name, id);
  for (Entry& entry : pages_) {
    IdSet lists;
    lists.Reset(id + 1);
    for (const uint32_t other : entry.lists.ids()) lists.Insert(other);
    if (blocks) {
      terms.Load(entry.page, now_, entry.lists);
      if (terms.HoldsOnPage(0)) lists.Insert(id);
    }
    entry.lists = std::move(lists);
  }
}

}  // namespace placard
