// What lint says of campaigns, beside the catalogue that this server serves
// and what it has written since.
//
// What of the catalogue takes long to find out (its shared documents, and the
// campaigns that outrank others everywhere) is kept for kBackgroundAge or
// longer where writes are judged: of what others write in that time they know
// nothing. One write then finds it out anew; others meanwhile do with what
// there is.
//
// Thread safety: thread-safe.
// Lifetime: `serving` and `clock` must outlive it, and what `recent_pages`
// uses.
// Cost: as engine/lint/lint.h says; and, when what is kept is too old, linear
// in the catalogue, some tenths of a second for 100,000 campaigns. Never waits
// for the store.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/base/clock.h"
#include "engine/lint/finding.h"
#include "engine/model/campaign.h"
#include "engine/model/seen_page.h"
#include "placard/v1/campaign_service.pb.h"
#include "services/refresh/serving.h"

namespace placard {

// Of one campaign's findings no more are told.
inline constexpr size_t kFindingsOfCampaign = 100;
// Nor, in one answer, of more than so many bytes: clients take messages of
// four mebibytes.
inline constexpr size_t kFindingBytes = 1 << 20;

// For so long writes are judged beside the same catalogue, or for so many times
// as long as it takes to look at all of it: of all writes and decisions few are
// to notice that.
inline constexpr absl::Duration kBackgroundAge = absl::Seconds(10);
inline constexpr int kBackgroundRest = 300;
// Beside more line items than these, writes are not told who outranks them
// everywhere: looking at all of them takes seconds of a server that decides.
inline constexpr size_t kLineItemsForWrites = 100'000;
// On so many pages the rules of what is written are tried: it must not take
// long.
inline constexpr size_t kPagesForWrites = 64;

class CampaignLinter {
 public:
  // At most so many pages that were asked for of late.
  using RecentPages = std::function<std::vector<SeenPage>(size_t most)>;

  CampaignLinter(const Serving& serving, const Clock& clock,
                 RecentPages recent_pages = nullptr);
  ~CampaignLinter();

  // Remembers what campaigns lean on (any kind but campaigns), until writes
  // are judged beside a catalogue that has it. `resource` has the etag that the
  // store gave it.
  void Wrote(const v1::Resource& resource);

  // Findings of each of `resources`, none of those that are no campaigns:
  // judged beside the catalogue, `promised`, and what of other kinds is among
  // them.
  std::vector<LintFindings> Judge(
      const std::vector<const v1::Resource*>& resources,
      const std::vector<CatalogObject>& promised = {});

  // Of campaigns that are served, beside all that is.
  // Errors: INVALID_ARGUMENT; NOT_FOUND for a name that is not served;
  // RESOURCE_EXHAUSTED when named campaigns have more findings than an answer
  // holds; UNAVAILABLE before there is a catalogue.
  absl::StatusOr<v1::LintResponse> Lint(const v1::LintRequest& request);

 private:
  struct Background;
  class Pass;

  struct Written {
    uint64_t revision = 0;
    CatalogObject object;
  };

  // Of the version that is served; null before there is a catalogue.
  std::shared_ptr<const Background> NewestBackground();
  // One that will do for writes; null before there is a catalogue.
  std::shared_ptr<const Background> BackgroundForWrites();
  // Precondition: making_mu_ is held.
  std::shared_ptr<const Background> MakeBackground(const Snapshot& snapshot,
                                                   bool with_campaigns);
  // One for each of `documents`.
  std::vector<LintFindings> Lint(
      const std::vector<DocumentMirror::Entry>& documents,
      std::shared_ptr<const Background> background);
  // What was written and is not in `background`.
  std::vector<CatalogObject> NotYetIn(const Background& background);

  const Serving& serving_;
  const Clock& clock_;
  const RecentPages recent_pages_;

  // Of what was written. Needs mu_.
  void ForgetUpTo(uint64_t revision);

  std::mutex making_mu_;  // one background is made at a time; before mu_
  std::mutex mu_;
  // Guarded by mu_.
  std::shared_ptr<const Background> background_;
  std::map<std::string, Written> written_;  // by name
};

// Puts as many findings as may be told into `out`, and counts their bytes off
// `bytes_left`.
void WriteFindings(const LintFindings& findings, size_t& bytes_left,
                   google::protobuf::RepeatedPtrField<v1::LintFinding>& out);

}  // namespace placard
