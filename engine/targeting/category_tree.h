// The loaded taxonomies as one forest, in which a page's categories are
// extended by their ancestors.
//
// Thread safety: immutable.
// Lifetime: keeps the taxonomies that it was built from.
// Cost: one probe a category and one step an ancestor; allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/model/campaign.h"
#include "engine/model/page.h"
#include "engine/targeting/interner.h"

namespace placard {

struct HashedCategory {
  HashedText taxonomy;
  HashedText id;
};

class CategoryTree {
 public:
  using Taxonomies = std::map<std::string, std::shared_ptr<const Taxonomy>>;

  CategoryTree() = default;
  explicit CategoryTree(Taxonomies taxonomies);

  // Calls f(const HashedCategory&) for the category and each of its ancestors.
  // Of a taxonomy that is not loaded a category has none.
  template <typename F>
  void ForSelfAndAncestors(const CategoryId& category, F&& f) const {
    const HashedCategory self = {.taxonomy = HashText(category.taxonomy),
                                 .id = HashText(category.id)};
    f(self);
    const uint32_t scope = taxonomy_ids_.Find(0, self.taxonomy);
    if (scope == Interner::kNone) return;
    const uint32_t node = node_ids_.Find(scope, self.id);
    if (node == Interner::kNone) return;
    // Bounded, although there should be no cycle.
    uint32_t at = parents_[node];
    for (size_t steps = 0; at != Interner::kNone && steps < parents_.size();
         ++steps, at = parents_[at]) {
      f(nodes_[at]);
    }
  }

 private:
  uint32_t Node(uint32_t taxonomy, const std::string& taxonomy_text,
                const std::string& id);

  Taxonomies taxonomies_;
  Interner taxonomy_ids_;
  Interner node_ids_;  // scope: the taxonomy
  std::vector<HashedCategory> nodes_;
  std::vector<uint32_t> parents_;  // kNone: a root
};

}  // namespace placard
