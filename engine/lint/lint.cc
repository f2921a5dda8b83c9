#include "engine/lint/lint.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/status.h"
#include "engine/explain/words.h"
#include "engine/lint/contradiction.h"
#include "engine/lint/mentions.h"

namespace placard {

// One campaign's.
class Linter::Pass {
 public:
  Pass(Linter& linter, const Campaign& campaign, size_t position,
       std::vector<RecentPages::Question>& questions,
       std::vector<Untried>& untried)
      : linter_(linter),
        campaign_(campaign),
        position_(position),
        questions_(questions),
        untried_(untried) {
    const auto found = contents().advertisers.find(campaign.advertiser);
    if (found != contents().advertisers.end()) {
      advertiser_ = found->second.get();
    }
    blocks_.emplace(advertiser_, campaign, *contents().site_policy);
  }

  LintFindings Run() {
    CheckDates();
    CheckBlocks("blocks", campaign_.blocks);
    for (size_t i = 0; i < campaign_.creatives.size(); ++i) {
      CheckBlocks(Concat("creatives[", i, "].blocks"),
                  campaign_.creatives[i].blocks);
    }
    for (size_t i = 0; i < campaign_.line_items.size(); ++i) {
      CheckLineItem(campaign_.line_items[i], Concat("line_items[", i, "]"));
    }
    return std::move(findings_);
  }

 private:
  const CatalogContents& contents() const { return linter_.contents_; }
  const Flight& flight() const { return campaign_.flight; }
  bool is_past() const { return flight().end <= linter_.now_; }

  void Add(LintCode code, const std::string& name, std::string field,
           std::string message) {
    findings_.push_back({.code = code,
                         .name = name,
                         .field = std::move(field),
                         .message = std::move(message)});
  }

  void CheckDates() {
    if (!is_past()) return;
    Add(LintCode::kDatesPast, campaign_.name, "flight.end_time",
        Concat("its flight ended at ", TimeWord(flight().end, flight().zone),
               " and it is ", TimeWord(linter_.now_, flight().zone)));
  }

  void CheckBlocks(const std::string& field, const Blocks& blocks) {
    Mentions mentions;
    mentions.Add(blocks);
    mentions.Check(contents(), linter_.now_, flight().zone, campaign_.name,
                   field, findings_);
  }

  void CheckLineItem(const LineItem& item, const std::string& field) {
    CheckSizes(item, field);
    const std::string targeting = field + ".targeting";
    if (const auto* bad = std::get_if<BadRule>(&item.rule)) {
      Add(LintCode::kUnreadable, item.name, targeting,
          "it cannot be read, so it never serves: " + bad->reason);
      return;
    }
    Mentions mentions;
    mentions.Add(std::get<Rule>(item.rule));
    mentions.Check(contents(), linter_.now_, flight().zone, item.name,
                   targeting, findings_);
    // Nobody needs to know what it would not do.
    if (is_past()) return;
    if (!CheckRule(item, targeting)) CheckPages(item, targeting);
    CheckRank(item, field);
  }

  void CheckSizes(const LineItem& item, const std::string& field) {
    const std::vector<SlotPreset>& presets =
        contents().site_policy->slot_presets;
    if (presets.empty() || std::any_of(presets.begin(), presets.end(),
                                       [&](const SlotPreset& preset) {
                                         return FitsPreset(preset, campaign_,
                                                           item.creatives);
                                       })) {
      return;
    }
    std::vector<Size> taken;
    for (const SlotPreset& preset : presets) {
      taken.insert(taken.end(), preset.sizes.begin(), preset.sizes.end());
    }
    std::vector<Size> offered;
    for (const uint32_t position : item.creatives) {
      offered.push_back(campaign_.creatives[position].size);
    }
    Add(LintCode::kNoCreativeFits, item.name, field + ".creatives",
        Concat("no creative fits a slot preset of the site: its sizes are ",
               InBraces(Distinct(offered)), ", the presets take ",
               InBraces(Distinct(taken))));
  }

  static std::vector<std::string> Distinct(const std::vector<Size>& sizes) {
    std::vector<std::string> words;
    for (std::string& word : SizeWords(sizes)) {
      if (std::find(words.begin(), words.end(), word) == words.end()) {
        words.push_back(std::move(word));
      }
    }
    return words;
  }

  // Whether something was found.
  bool CheckRule(const LineItem& item, const std::string& field) {
    const LeafWorld world = {.contents = contents(),
                             .lists = linter_.list_terms_,
                             .leaves = leaf_terms_,
                             .now = std::max(linter_.now_, flight().start),
                             .end = flight().end};
    const std::optional<std::string> why = FindContradiction(
        std::get<Rule>(item.rule), blocks_->demands(), world, work_);
    if (!why.has_value()) return false;
    Add(LintCode::kContradictoryRule, item.name, field,
        "no page can satisfy it: " + *why);
    return true;
  }

  // Asked later, of all line items at once.
  void CheckPages(const LineItem& item, const std::string& field) {
    const size_t pages = linter_.recent_.size();
    if (pages < kFewestRecentPages) return;
    questions_.push_back({.advertiser = advertiser_,
                          .campaign = &campaign_,
                          .rule = &std::get<Rule>(item.rule)});
    untried_.push_back(
        {.campaign = position_,
         .before = findings_.size(),
         .finding = {.code = LintCode::kNoRecentPage,
                     .name = item.name,
                     .field = field,
                     .message = Concat("none of ", pages,
                                       " pages that were asked for of late "
                                       "satisfies it, whoever reads them and "
                                       "whenever")}});
  }

  void CheckRank(const LineItem& item, const std::string& field) {
    const std::optional<Outranked::Verdict> why =
        linter_.outranked_.Why(campaign_, item, linter_.now_);
    if (!why.has_value()) return;
    Add(LintCode::kAlwaysOutranked, item.name,
        why->field.empty() ? field : Concat(field, ".", why->field),
        "it can win no place: " + why->message);
  }

  Linter& linter_;
  const Campaign& campaign_;
  const size_t position_;
  std::vector<RecentPages::Question>& questions_;
  std::vector<Untried>& untried_;
  const Advertiser* advertiser_ = nullptr;
  std::optional<BlockDemands> blocks_;
  LeafTerms leaf_terms_;
  int64_t work_ = kContradictionWork;
  LintFindings findings_;
};

Linter::Linter(const CatalogContents& contents, const Outranked& outranked,
               std::span<const SeenPage> recent, absl::Time now)
    : contents_(contents),
      outranked_(outranked),
      now_(now),
      list_terms_(contents),
      recent_(contents, recent, now) {}

std::vector<LintFindings> Linter::Lint(
    const std::vector<const Campaign*>& campaigns) {
  std::vector<LintFindings> findings;
  findings.reserve(campaigns.size());
  std::vector<RecentPages::Question> questions;
  std::vector<Untried> untried;
  for (const Campaign* campaign : campaigns) {
    findings.push_back(
        Pass(*this, *campaign, findings.size(), questions, untried).Run());
  }
  TryOnPages(questions, std::move(untried), findings);
  return findings;
}

// From the last on, so that places do not move.
void Linter::TryOnPages(const std::vector<RecentPages::Question>& questions,
                        std::vector<Untried> untried,
                        std::vector<LintFindings>& findings) {
  const std::vector<bool> may = recent_.MaySatisfy(questions);
  for (size_t i = untried.size(); i-- > 0;) {
    if (may[i]) continue;
    LintFindings& of = findings[untried[i].campaign];
    of.insert(of.begin() + static_cast<ptrdiff_t>(untried[i].before),
              std::move(untried[i].finding));
  }
}

LintFindings Linter::Lint(const Campaign& campaign) {
  return std::move(Lint(std::vector<const Campaign*>{&campaign}).front());
}

LintFindings Lint(const Campaign& campaign, const CatalogContents& contents,
                  std::span<const SeenPage> recent, absl::Time now) {
  const Outranked outranked(contents);
  return Linter(contents, outranked, recent, now).Lint(campaign);
}

}  // namespace placard
