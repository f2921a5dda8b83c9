#include "services/placard/field_lines.h"

#include <algorithm>

#include "engine/base/hash.h"

namespace placard {
namespace {

// "a.b[2]" lies in "a", "a.b" and itself, and everything lies in "".
bool LiesIn(std::string_view path, std::string_view around) {
  if (!path.starts_with(around)) return false;
  if (around.empty() || path.size() == around.size()) return true;
  return path[around.size()] == '.' || path[around.size()] == '[';
}

}  // namespace

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

void FieldLines::AddUnread(std::string path) {
  unread_.push_back(std::move(path));
}

bool FieldLines::IsTainted(std::string_view path) const {
  return std::any_of(
      unread_.begin(), unread_.end(), [path](const std::string& unread) {
        return LiesIn(path, unread) || (!path.empty() && LiesIn(unread, path));
      });
}

}  // namespace placard
