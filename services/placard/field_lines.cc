#include "services/placard/field_lines.h"

#include <algorithm>

#include "engine/base/hash.h"

namespace placard {

void FieldLines::Add(std::string_view path, int line) {
  lines_.emplace_back(HashBytes(path), line);
}

int FieldLines::Find(std::string_view path) const {
  while (true) {
    const uint64_t hash = HashBytes(path);
    const auto found =
        std::find_if(lines_.begin(), lines_.end(),
                     [hash](const auto& entry) { return entry.first == hash; });
    if (found != lines_.end()) return found->second;
    const size_t end = path.find_last_of(".[");
    if (end == std::string_view::npos) break;
    path = path.substr(0, end);
  }
  return lines_.empty() ? 0 : lines_.front().second;
}

}  // namespace placard
