#include "engine/targeting/category_tree.h"

#include <utility>

namespace placard {

CategoryTree::CategoryTree(Taxonomies taxonomies)
    : taxonomies_(std::move(taxonomies)) {
  for (const auto& [id, taxonomy] : taxonomies_) {
    const uint32_t scope = taxonomy_ids_.Intern(0, id);
    for (const auto& [child, parent] : taxonomy->parent) {
      const uint32_t node = Node(scope, id, child);
      if (!parent.empty()) parents_[node] = Node(scope, id, parent);
    }
  }
}

uint32_t CategoryTree::Node(uint32_t taxonomy, const std::string& taxonomy_text,
                            const std::string& id) {
  const uint32_t node = node_ids_.Intern(taxonomy, id);
  if (node == nodes_.size()) {
    nodes_.push_back({.taxonomy = HashText(taxonomy_text), .id = HashText(id)});
    parents_.push_back(Interner::kNone);
  }
  return node;
}

}  // namespace placard
