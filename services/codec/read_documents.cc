// The documents that campaigns share, but for the site policy.
#include "services/codec/read_documents.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/base/limits.h"
#include "services/codec/enums.h"
#include "services/codec/names.h"
#include "services/codec/read_parts.h"

namespace placard {
namespace {

void ReadNode(const v1::TaxonomyNode& wire, Checker& check,
              Taxonomy& taxonomy) {
  check.Known(wire);
  check.Text("id", wire.id(), 1, limits::kIdBytes);
  check.Text("parent_id", wire.parent_id(), 0, limits::kIdBytes);
  check.Text("display_name", wire.display_name(), 0, limits::kDisplayNameBytes);
  if (!taxonomy.parent.emplace(wire.id(), wire.parent_id()).second) {
    check.FailAt("id", "must be distinct, ", Quoted(wire.id()),
                 " is there twice");
  }
}

// Whether following parents from `id` ends at a root. Nodes on the way there
// are put into `ends`, so that each is passed once in all.
bool EndsAtRoot(const Taxonomy& taxonomy, const std::string& id,
                absl::flat_hash_map<std::string_view, bool>& ends) {
  std::vector<std::string_view> way;
  const std::string* at = &id;
  bool ends_well = true;
  while (!at->empty()) {
    // Until it is known better, who meets this node again runs in a circle.
    const auto [known, is_new] = ends.try_emplace(*at, false);
    if (!is_new) {
      ends_well = known->second;
      break;
    }
    way.push_back(*at);
    const auto node = taxonomy.parent.find(*at);
    if (node == taxonomy.parent.end()) break;
    at = &node->second;
  }
  for (std::string_view passed : way) ends[passed] = ends_well;
  return ends_well;
}

void CheckParents(const Taxonomy& taxonomy,
                  const Repeated<v1::TaxonomyNode>& nodes, Checker& check) {
  absl::flat_hash_map<std::string_view, bool> ends;
  for (int i = 0; i < nodes.size(); ++i) {
    const std::string& parent = nodes.Get(i).parent_id();
    if (parent.empty()) continue;
    const Checker::Scope scope = check.In({"nodes", i});
    if (!taxonomy.parent.contains(parent)) {
      check.FailAt("parent_id", "must be another node's id, is ",
                   Quoted(parent));
    } else if (!EndsAtRoot(taxonomy, nodes.Get(i).id(), ends)) {
      check.FailAt("parent_id", "must lead to a root, leads in a circle from ",
                   Quoted(parent));
    }
  }
}

}  // namespace

ServingStatus ReadStatus(v1::Status wire, Checker& check) {
  return check.Choice("status", kStatuses, wire)
      .value_or(ServingStatus::kActive);
}

Advertiser ReadAdvertiser(const v1::Advertiser& wire, Checker& check) {
  check.Known(wire);
  check.Name("name", ResourceKind::kAdvertiser, wire.name());
  check.Text("display_name", wire.display_name(), 0, limits::kDisplayNameBytes);
  Advertiser advertiser;
  advertiser.name = wire.name();
  advertiser.status = ReadStatus(wire.status(), check);
  advertiser.exclusion_labels = ReadLabels(wire.exclusion_labels(), check);
  advertiser.blocks = ReadBlocks(wire.blocks(), check);
  check.Range("page_limit", wire.page_limit(), 0, limits::kPageAds);
  advertiser.page_limit = wire.page_limit();
  advertiser.same_advertiser_exception = wire.same_advertiser_exception();
  return advertiser;
}

KeywordList ReadKeywordList(const v1::KeywordList& wire, Checker& check) {
  check.Known(wire);
  check.Name("name", ResourceKind::kKeywordList, wire.name());
  check.Text("display_name", wire.display_name(), 0, limits::kDisplayNameBytes);
  check.Text("owner", wire.owner(), 1, limits::kOwnerBytes);
  check.Text("reason", wire.reason(), 0, limits::kReasonBytes);
  KeywordList list;
  list.name = wire.name();
  if (wire.has_expire_time()) {
    list.expires = ReadTime("expire_time", wire.expire_time(), check)
                       .value_or(list.expires);
  }
  list.dry_run = wire.dry_run();
  if (check.Count("terms", wire.terms_size(), 1, limits::kKeywordListTerms)) {
    list.terms = ReadEach("terms", wire.terms(), check, ReadKeywordTerm);
  }
  return list;
}

Taxonomy ReadTaxonomy(const v1::Taxonomy& wire, Checker& check) {
  check.Known(wire);
  check.Name("name", ResourceKind::kTaxonomy, wire.name());
  check.Text("display_name", wire.display_name(), 0, limits::kDisplayNameBytes);
  Taxonomy taxonomy;
  taxonomy.id = IdOf(wire.name());
  if (!check.Count("nodes", wire.nodes_size(), 1, limits::kTaxonomyNodes)) {
    return taxonomy;
  }
  for (int i = 0; i < wire.nodes_size(); ++i) {
    const Checker::Scope scope = check.In({"nodes", i});
    ReadNode(wire.nodes(i), check, taxonomy);
  }
  CheckParents(taxonomy, wire.nodes(), check);
  return taxonomy;
}

}  // namespace placard
