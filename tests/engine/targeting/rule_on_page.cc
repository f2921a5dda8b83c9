#include "tests/engine/targeting/rule_on_page.h"

#include "engine/targeting/category_tree.h"
#include "engine/targeting/compiled_rule.h"
#include "engine/targeting/hashed_page.h"
#include "engine/targeting/query.h"
#include "engine/targeting/rule_compiler.h"
#include "engine/targeting/vocabulary.h"

namespace placard {
namespace {

void NumberLists(const Rule& rule, ListIds& ids) {
  if (const auto* list = std::get_if<KeywordListRule>(&rule.kind)) {
    ids.try_emplace(list->list, static_cast<uint32_t>(ids.size()));
  } else if (const auto* all = std::get_if<AllOfRule>(&rule.kind)) {
    for (const Rule& part : all->rules) NumberLists(part, ids);
  } else if (const auto* any = std::get_if<AnyOfRule>(&rule.kind)) {
    for (const Rule& part : any->rules) NumberLists(part, ids);
  } else if (const auto* negation = std::get_if<NotRule>(&rule.kind)) {
    for (const Rule& part : negation->rule) NumberLists(part, ids);
  }
}

}  // namespace

std::set<size_t> AcceptedSlots(const Rule& rule, const PageRequest& request,
                               const Surroundings& surroundings) {
  ListIds list_ids;
  NumberLists(rule, list_ids);
  Vocabulary vocabulary;
  RuleBook book;
  RuleCompiler compiler(list_ids, vocabulary, book);
  for (const Rule& other : surroundings.others) {
    compiler.Emit(compiler.Compile(other, surroundings.zone));
  }
  const size_t begin = compiler.Emit(compiler.Compile(rule, surroundings.zone));

  const CategoryTree categories(surroundings.taxonomies);
  HashedPage page;
  page.Load(request, categories);
  IdSet lists;
  lists.Reset(list_ids.size());
  for (const auto& [name, id] : list_ids) {
    if (surroundings.lists_hit.contains(name)) lists.Insert(id);
  }
  Query query;
  query.Load(vocabulary, page, surroundings.instant, lists, book.shared.size());

  std::set<size_t> slots;
  for (size_t context = 0; context < query.contexts(); ++context) {
    if (!Holds(book, begin, query, context)) continue;
    for (size_t slot = 0; slot < request.slots.size(); ++slot) {
      if ((query.context_slots(context) >> slot & 1) != 0) slots.insert(slot);
    }
  }
  return slots;
}

bool Accepts(const Rule& rule, const Page& page,
             const Surroundings& surroundings) {
  PageRequest request;
  request.page = page;
  request.slots.resize(1);
  return !AcceptedSlots(rule, request, surroundings).empty();
}

bool Accepts(const Rule& rule, const Viewer& viewer) {
  PageRequest request;
  request.viewer = viewer;
  request.slots.resize(1);
  return !AcceptedSlots(rule, request).empty();
}

SectionPath Path(std::string_view text) {
  SectionPath path(1);
  for (const char c : text) {
    if (c == '/') {
      path.emplace_back();
    } else {
      path.back() += c;
    }
  }
  return path;
}

}  // namespace placard
