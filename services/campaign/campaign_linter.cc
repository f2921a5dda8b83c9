#include "services/campaign/campaign_linter.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "engine/base/limits.h"
#include "engine/base/status.h"
#include "engine/lint/lint.h"
#include "services/campaign/listing.h"
#include "services/campaign/resource.h"
#include "services/codec/campaign_codec.h"
#include "services/codec/lint_codec.h"
#include "services/rpc/violated.h"

namespace placard {
namespace {

// So many documents that were written are kept, while no campaign is.
constexpr size_t kWrittenDocuments = 1'000;

template <typename T>
using Pointer = std::shared_ptr<const T>;

// Of all kinds but campaigns.
void Put(const CatalogObject& object, CatalogContents& contents) {
  if (const auto* policy = std::get_if<Pointer<SitePolicy>>(&object)) {
    contents.site_policy = *policy;
  } else if (const auto* list = std::get_if<Pointer<KeywordList>>(&object)) {
    contents.keyword_lists[(*list)->name] = *list;
  } else if (const auto* taxonomy = std::get_if<Pointer<Taxonomy>>(&object)) {
    contents.taxonomies[(*taxonomy)->id] = *taxonomy;
  } else if (const auto* advertiser =
                 std::get_if<Pointer<Advertiser>>(&object)) {
    contents.advertisers[(*advertiser)->name] = *advertiser;
  }
}

absl::Status CheckRequest(const v1::LintRequest& request) {
  FieldViolations violations;
  if (request.names().size() > static_cast<int>(limits::kPageSize)) {
    violations.push_back(
        {.field = "names",
         .description = Concat("must be at most ", limits::kPageSize, ", are ",
                               request.names_size())});
  }
  for (int i = 0; i < request.names_size(); ++i) {
    const absl::Status named =
        ParseNameOf(ResourceKind::kCampaign, request.names(i)).status();
    if (named.ok()) continue;
    violations.push_back({.field = Concat("names[", i, "]"),
                          .description = std::string(named.message())});
  }
  if (request.names_size() > 0 && !request.page_token().empty()) {
    violations.push_back(
        {.field = "page_token", .description = "must be empty with names"});
  }
  return Violated(violations);
}

ListQuery QueryOf(const v1::LintRequest& request) {
  return {.kind = ResourceKind::kCampaign,
          .page_size = request.page_size(),
          .page_token = request.page_token()};
}

// The documents of the names, or those of the page.
absl::StatusOr<ListPage> Asked(const v1::LintRequest& request,
                               const DocumentMirror& documents) {
  if (request.names_size() == 0) return List(documents, QueryOf(request));
  ListPage page;
  for (const std::string& name : request.names()) {
    page.documents.push_back(documents.Find(name));
    if (page.documents.back() == nullptr) {
      return NotFound(name, " is not served by this server");
    }
  }
  return page;
}

LintFinding Unreadable(const std::string& name, const absl::Status& why) {
  return {.code = LintCode::kUnreadable,
          .name = name,
          .field = "",
          .message = Concat("it cannot be read, so it does not serve: ",
                            why.message())};
}

}  // namespace

// What campaigns are judged beside.
struct CampaignLinter::Background {
  Background(const Snapshot& snapshot, bool with_campaigns)
      : version(snapshot.version()),
        has_campaigns(with_campaigns),
        contents(snapshot.SharedDocuments()),
        outranked(with_campaigns ? snapshot.contents() : contents) {}

  CatalogVersion version;
  bool has_campaigns;          // `outranked` knows of them
  absl::Duration holds_until;  // for writes; the monotonic clock's time
  CatalogContents contents;    // without campaigns
  Outranked outranked;
};

// One look at campaigns.
class CampaignLinter::Pass {
 public:
  Pass(CampaignLinter& linter, std::shared_ptr<const Background> background,
       const std::vector<CatalogObject>& beside, size_t most_pages)
      : background_(std::move(background)) {
    std::vector<CatalogObject> newer = linter.NotYetIn(*background_);
    newer.insert(newer.end(), beside.begin(), beside.end());
    if (!newer.empty()) {
      overlaid_ = background_->contents;
      for (const CatalogObject& object : newer) Put(object, *overlaid_);
    }
    if (linter.recent_pages_) pages_ = linter.recent_pages_(most_pages);
    linter_.emplace(overlaid_.has_value() ? *overlaid_ : background_->contents,
                    background_->outranked, pages_, linter.clock_.Now());
  }
  Pass(const Pass&) = delete;
  Pass& operator=(const Pass&) = delete;

  // Null where there is none: no findings.
  std::vector<LintFindings> Lint(
      const std::vector<Pointer<Campaign>>& campaigns) {
    std::vector<const Campaign*> present;
    for (const Pointer<Campaign>& campaign : campaigns) {
      if (campaign != nullptr) present.push_back(campaign.get());
    }
    std::vector<LintFindings> found = linter_->Lint(present);
    std::vector<LintFindings> findings(campaigns.size());
    size_t next = 0;
    for (size_t i = 0; i < campaigns.size(); ++i) {
      if (campaigns[i] != nullptr) findings[i] = std::move(found[next++]);
    }
    return findings;
  }

 private:
  const std::shared_ptr<const Background> background_;
  std::optional<CatalogContents> overlaid_;
  std::vector<SeenPage> pages_;
  std::optional<Linter> linter_;
};

CampaignLinter::CampaignLinter(const Serving& serving, const Clock& clock,
                               RecentPages recent_pages)
    : serving_(serving),
      clock_(clock),
      recent_pages_(std::move(recent_pages)) {}

CampaignLinter::~CampaignLinter() = default;

std::shared_ptr<const CampaignLinter::Background>
CampaignLinter::MakeBackground(const Snapshot& snapshot, bool with_campaigns) {
  const absl::Duration begin = clock_.Monotonic();
  auto made = std::make_shared<Background>(snapshot, with_campaigns);
  const absl::Duration end = clock_.Monotonic();
  made->holds_until =
      end + std::max(kBackgroundAge, kBackgroundRest * (end - begin));
  const std::lock_guard lock(mu_);
  background_ = made;
  return made;
}

std::shared_ptr<const CampaignLinter::Background>
CampaignLinter::NewestBackground() {
  const std::lock_guard making(making_mu_);
  const std::shared_ptr<const Snapshot> snapshot = serving_.snapshot.Load();
  if (snapshot == nullptr) return nullptr;
  {
    const std::lock_guard lock(mu_);
    if (background_ != nullptr && background_->version == snapshot->version()) {
      return background_;
    }
  }
  return MakeBackground(*snapshot, true);
}

std::shared_ptr<const CampaignLinter::Background>
CampaignLinter::BackgroundForWrites() {
  const std::shared_ptr<const Snapshot> snapshot = serving_.snapshot.Load();
  if (snapshot == nullptr) return nullptr;
  std::shared_ptr<const Background> old;
  {
    const std::lock_guard lock(mu_);
    old = background_;
  }
  const bool usable =
      old != nullptr && old->version.epoch == snapshot->version().epoch;
  if (usable && (clock_.Monotonic() < old->holds_until ||
                 old->version == snapshot->version())) {
    return old;
  }
  std::unique_lock making(making_mu_, std::defer_lock);
  if (!usable) {
    making.lock();
  } else if (!making.try_lock()) {
    return old;
  }
  return MakeBackground(*snapshot,
                        snapshot->line_items() <= kLineItemsForWrites);
}

void CampaignLinter::Wrote(const v1::Resource& resource) {
  if (resource.has_campaign()) return;
  const std::string name(NameOf(resource));
  const std::optional<uint64_t> revision = ParseEtag(EtagOf(resource));
  absl::StatusOr<CatalogObject> object = ReadDocument(name, resource);
  if (!revision.has_value() || !object.ok()) return;
  const std::lock_guard lock(mu_);
  written_[name] = {.revision = *revision, .object = *std::move(object)};
  if (written_.size() <= kWrittenDocuments) return;
  // What is served need not be kept, beside a catalogue that has it.
  background_ = nullptr;
  const std::shared_ptr<const Snapshot> snapshot = serving_.snapshot.Load();
  if (snapshot != nullptr) ForgetUpTo(snapshot->version().revision);
}

void CampaignLinter::ForgetUpTo(uint64_t revision) {
  std::erase_if(written_, [revision](const auto& entry) {
    return entry.second.revision <= revision;
  });
}

std::vector<CatalogObject> CampaignLinter::NotYetIn(
    const Background& background) {
  std::vector<CatalogObject> objects;
  const std::lock_guard lock(mu_);
  ForgetUpTo(background.version.revision);
  for (const auto& [name, written] : written_) {
    objects.push_back(written.object);
  }
  return objects;
}

std::vector<LintFindings> CampaignLinter::Judge(
    const std::vector<const v1::Resource*>& resources,
    const std::vector<CatalogObject>& promised) {
  std::vector<Pointer<Campaign>> campaigns(resources.size());
  std::vector<CatalogObject> beside = promised;
  bool has_campaigns = false;
  for (size_t i = 0; i < resources.size(); ++i) {
    absl::StatusOr<CatalogObject> object =
        ReadDocument(NameOf(*resources[i]), *resources[i]);
    if (!object.ok()) continue;
    const auto* campaign = std::get_if<Pointer<Campaign>>(&*object);
    if (campaign == nullptr) {
      beside.push_back(*std::move(object));
    } else {
      campaigns[i] = *campaign;
      has_campaigns = true;
    }
  }
  if (!has_campaigns) return std::vector<LintFindings>(resources.size());
  std::shared_ptr<const Background> background = BackgroundForWrites();
  if (background == nullptr) {
    return std::vector<LintFindings>(resources.size());
  }
  Pass pass(*this, std::move(background), beside, kPagesForWrites);
  return pass.Lint(campaigns);
}

absl::StatusOr<v1::LintResponse> CampaignLinter::Lint(
    const v1::LintRequest& request) {
  PLACARD_RETURN_IF_ERROR(CheckRequest(request));
  const std::shared_ptr<const ServedDocuments> served =
      serving_.documents.Load();
  std::shared_ptr<const Background> background = NewestBackground();
  if (served == nullptr || background == nullptr) {
    return Unavailable("this server has not read the catalogue yet");
  }
  PLACARD_ASSIGN_OR_RETURN(const ListPage page,
                           Asked(request, served->documents));
  v1::LintResponse response;
  response.mutable_config_version()->set_epoch(background->version.epoch);
  response.mutable_config_version()->set_revision(background->version.revision);
  const std::vector<LintFindings> findings =
      Lint(page.documents, std::move(background));
  size_t bytes_left = kFindingBytes;
  size_t done = 0;
  for (; done < findings.size() && bytes_left > 0; ++done) {
    WriteFindings(findings[done], bytes_left, *response.mutable_findings());
  }
  response.set_campaigns(static_cast<int32_t>(done));
  if (done == findings.size()) {
    response.set_next_page_token(page.next_page_token);
    return response;
  }
  if (request.names_size() > 0) {
    return Error(absl::StatusCode::kResourceExhausted,
                 "names: these campaigns have more findings than an answer "
                 "holds; ask for fewer");
  }
  response.set_next_page_token(PageTokenAfter(
      QueryOf(request), page.documents[done - 1]->document.name));
  return response;
}

std::vector<LintFindings> CampaignLinter::Lint(
    const std::vector<DocumentMirror::Entry>& documents,
    std::shared_ptr<const Background> background) {
  std::vector<Pointer<Campaign>> campaigns(documents.size());
  std::vector<std::optional<LintFinding>> unreadable(documents.size());
  for (size_t i = 0; i < documents.size(); ++i) {
    const Document& document = documents[i]->document;
    absl::StatusOr<CatalogObject> object =
        ReadDocument(document.name, document.body);
    if (!object.ok()) {
      unreadable[i] = Unreadable(document.name, object.status());
    } else if (auto* campaign = std::get_if<Pointer<Campaign>>(&*object)) {
      campaigns[i] = std::move(*campaign);
    }
  }
  Pass pass(*this, std::move(background), {}, limits::kPageSize);
  std::vector<LintFindings> findings = pass.Lint(campaigns);
  for (size_t i = 0; i < documents.size(); ++i) {
    if (unreadable[i].has_value()) findings[i] = {*std::move(unreadable[i])};
  }
  return findings;
}

// The last may be longer than what is left.
void WriteFindings(const LintFindings& findings, size_t& bytes_left,
                   google::protobuf::RepeatedPtrField<v1::LintFinding>& out) {
  const size_t told = std::min(findings.size(), kFindingsOfCampaign);
  for (size_t i = 0; i < told && bytes_left > 0; ++i) {
    v1::LintFinding finding = ToProto(findings[i]);
    bytes_left -= std::min(bytes_left, finding.ByteSizeLong());
    *out.Add() = std::move(finding);
  }
}

}  // namespace placard
