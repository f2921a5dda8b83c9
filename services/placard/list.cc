#include "google/protobuf/timestamp.pb.h"
#include "services/placard/commands.h"
#include "services/placard/friendly_forms.h"
#include "services/placard/local_time.h"

namespace placard {
namespace {

absl::Time ToTime(const google::protobuf::Timestamp& stamp) {
  return absl::FromUnixSeconds(stamp.seconds()) +
         absl::Nanoseconds(stamp.nanos());
}

std::string IdOf(std::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

// A word for whether it serves now.
std::string StateOf(const v1::Campaign& campaign, absl::Time now) {
  const v1::Flight& flight = campaign.flight();
  if (flight.has_end_time() && now >= ToTime(flight.end_time())) return "ended";
  if (campaign.status() == v1::STATUS_PAUSED) return "paused";
  return now < ToTime(flight.start_time()) ? "upcoming" : "running";
}

std::string FlightOf(const v1::Flight& flight) {
  const absl::StatusOr<absl::TimeZone> zone = ParseTimeZone(flight.time_zone());
  const absl::TimeZone clock = zone.ok() ? *zone : absl::UTCTimeZone();
  std::string text =
      PrintLocalTime(ToTime(flight.start_time()), clock) + " to ";
  return text + (flight.has_end_time()
                     ? PrintLocalTime(ToTime(flight.end_time()), clock)
                     : "open");
}

std::string PausedWord(v1::Status status) {
  return status == v1::STATUS_PAUSED ? "paused" : "active";
}

std::string ExpiryOf(const v1::KeywordList& list, absl::Time now) {
  if (!list.has_expire_time()) return "never";
  const absl::Time expiry = ToTime(list.expire_time());
  return PrintLocalTime(expiry, absl::UTCTimeZone()) +
         (now >= expiry ? " (expired)" : "");
}

std::vector<std::string> Heading(ResourceKind kind) {
  switch (kind) {
    case ResourceKind::kAdvertiser:
      return {"NAME", "DISPLAY NAME", "STATUS", "LABELS"};
    case ResourceKind::kKeywordList:
      return {"NAME", "TERMS", "OWNER", "EXPIRES", "MODE"};
    case ResourceKind::kTaxonomy:
      return {"NAME", "DISPLAY NAME", "CATEGORIES"};
    default:
      return {"NAME", "ADVERTISER", "TIER", "STATUS", "FLIGHT", "LINE ITEMS"};
  }
}

std::string Joined(
    const google::protobuf::RepeatedPtrField<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += Concat(text.empty() ? "" : ", ", word);
  }
  return text;
}

std::vector<std::string> Row(const v1::Resource& resource, absl::Time now) {
  const std::string id = IdOf(NameOf(resource));
  switch (KindOf(resource)) {
    case ResourceKind::kAdvertiser: {
      const v1::Advertiser& advertiser = resource.advertiser();
      return {id, advertiser.display_name(), PausedWord(advertiser.status()),
              Joined(advertiser.exclusion_labels())};
    }
    case ResourceKind::kKeywordList: {
      const v1::KeywordList& list = resource.keyword_list();
      return {id, Concat(list.terms_size()), list.owner(), ExpiryOf(list, now),
              list.dry_run() ? "dry run" : "blocks"};
    }
    case ResourceKind::kTaxonomy:
      return {id, resource.taxonomy().display_name(),
              Concat(resource.taxonomy().nodes_size())};
    default: {
      const v1::Campaign& campaign = resource.campaign();
      const auto* tier = v1::Tier_descriptor()->FindValueByNumber(
          static_cast<int>(campaign.tier()));
      return {id,
              IdOf(campaign.advertiser()),
              tier == nullptr ? "?" : PrintEnumValue(*tier),
              StateOf(campaign, now),
              FlightOf(campaign.flight()),
              Concat(campaign.line_items_size())};
    }
  }
}

const KindWords* FindListed(std::string_view what) {
  for (const KindWords& words : kKinds) {
    if (words.plural == what && words.kind != ResourceKind::kSitePolicy) {
      return &words;
    }
  }
  return nullptr;
}

class Listing {
 public:
  Listing(ResourceKind kind, Output output, Terminal& terminal)
      : output_(output), terminal_(terminal), now_(terminal.clock.Now()) {
    table_.AddRow(Heading(kind));
    if (output_ == Output::kJson) terminal_.out << "[";
  }

  void Visit(const v1::Resource& resource) {
    const bool is_first = count_++ == 0;
    if (output_ == Output::kTable) {
      table_.AddRow(Row(resource, now_));
    } else if (output_ == Output::kJson) {
      std::string json = PrintJson(DocumentOf(resource));
      json.erase(json.find_last_not_of('\n') + 1);
      terminal_.out << (is_first ? "\n" : ",\n") << json;
    } else {
      terminal_.out << (is_first ? "" : "---\n") << PrintDocument(resource);
    }
  }

  void End() {
    if (output_ == Output::kTable) table_.Print(terminal_.out);
    if (output_ == Output::kJson) terminal_.out << "\n]\n";
  }

 private:
  const Output output_;
  Terminal& terminal_;
  const absl::Time now_;
  Table table_;
  size_t count_ = 0;
};

}  // namespace

ExitCode RunList(const ListOptions& options, Client& client,
                 Terminal& terminal) {
  const KindWords* words = FindListed(options.what);
  if (words == nullptr) {
    Report(InvalidArgument("cannot list \"", options.what,
                           "\"; campaigns, advertisers, keyword-lists or "
                           "taxonomies can be listed"),
           terminal);
    return ExitCode::kUsage;
  }
  Listing listing(words->kind, options.output, terminal);
  const absl::Status status = client.List(
      words->kind, [&](const v1::Resource& r) { listing.Visit(r); });
  // A part of a list must not look like all of it.
  if (!status.ok()) return Report(status, terminal);
  listing.End();
  return ExitCode::kOk;
}

}  // namespace placard
