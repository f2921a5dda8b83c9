#include "bench/workload/workload.h"

#include <algorithm>
#include <utility>

#include "bench/workload/campaigns.h"
#include "bench/workload/market.h"
#include "bench/workload/page_contexts.h"
#include "bench/workload/site_vocabulary.h"

namespace placard {
namespace {

Workload Make(const WorkloadShape& shape, const SiteVocabulary& vocabulary,
              const std::vector<PageContext>& contexts) {
  const Market market(shape, vocabulary);
  return {.contents = MakeContents(shape, market),
          .views = MakePageViews(shape, market, contexts)};
}

std::vector<PageContext> EvenlyFrom(const std::vector<PageContext>& all,
                                    size_t count) {
  std::vector<PageContext> chosen;
  count = std::min(count, all.size());
  for (size_t i = 0; i < count; ++i) {
    chosen.push_back(all[i * all.size() / count]);
  }
  return chosen;
}

}  // namespace

Workload MakeWorkload(const WorkloadShape& shape) {
  const SiteVocabulary vocabulary = MakeVocabulary(shape.seed);
  return Make(shape, vocabulary,
              MakePageContexts(vocabulary, shape.pages, shape.seed));
}

absl::StatusOr<Workload> MakeWorkloadFrom(const std::string& path,
                                          const WorkloadShape& shape) {
  absl::StatusOr<std::vector<PageContext>> contexts = ReadPageContexts(path);
  if (!contexts.ok()) return contexts.status();
  return Make(shape, VocabularyOf(*contexts),
              EvenlyFrom(*contexts, shape.pages));
}

}  // namespace placard
