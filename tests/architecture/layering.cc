#include "tests/architecture/layering.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>

#include "engine/base/status.h"
#include "tests/architecture/plan.h"

namespace placard {
namespace {

using Graph = std::map<std::string, std::set<std::string>>;

std::vector<std::string> Words(std::string_view list) {
  std::istringstream stream{std::string(list)};
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::string_view FolderOf(std::string_view path) {
  return path.substr(0, std::min(path.rfind('/'), path.size()));
}

std::string_view RoomOf(std::string_view path) {
  const std::string_view folder = FolderOf(path);
  const std::string_view top = folder.substr(0, folder.find('/'));
  if (top == "bench" || top == "tests") return top;
  const size_t second = folder.find('/', top.size() + 1);
  return folder.substr(0, second);
}

bool IsOurs(std::string_view include) {
  for (std::string_view top : {"engine/", "services/", "bench/", "tests/"}) {
    if (include.starts_with(top)) return true;
  }
  return false;
}

bool IsCode(std::string_view path) {
  return path.ends_with(".h") || path.ends_with(".cc");
}

bool IsUnder(std::string_view path, std::string_view places) {
  for (const std::string& place : Words(places)) {
    if (path.starts_with(place)) return true;
  }
  return false;
}

const plan::Room* FindRoom(std::string_view name) {
  for (const plan::Room& room : plan::kRooms) {
    if (room.name == name) return &room;
  }
  return nullptr;
}

bool MayInclude(const plan::Room& from, std::string_view to) {
  if (from.name == to) return true;
  for (const std::string& below : Words(from.stands_on)) {
    const plan::Room* room = FindRoom(below);
    if (room != nullptr && MayInclude(*room, to)) return true;
  }
  return false;
}

struct Include {
  std::string path;
  bool quoted;
};

std::vector<Include> IncludesOf(std::string_view content) {
  std::vector<Include> includes;
  std::istringstream lines(StripComments(content, Literals::kKeep));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string hash, target;
    words >> hash;
    if (hash == "#") words >> target, hash += target;
    if (hash.starts_with("#include")) {
      const size_t open = line.find_first_of("\"<");
      const size_t close = line.find_last_of("\">");
      if (open == std::string::npos || close <= open) continue;
      includes.push_back(
          {line.substr(open + 1, close - open - 1), line[open] == '"'});
    }
  }
  return includes;
}

bool IsNamePart(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// Whether `code` holds `word`, not as the end of a longer name or of a
// member's: "runtime(0" and "page.time(0" are no "time(0".
bool HasWord(std::string_view code, std::string_view word) {
  for (size_t at = code.find(word); at != std::string_view::npos;
       at = code.find(word, at + 1)) {
    const char before = at == 0 ? '\n' : code[at - 1];
    const bool inside_a_name =
        IsNamePart(before) || before == '.' || before == '>';
    if (!inside_a_name || word.starts_with('_')) return true;
  }
  return false;
}

void CheckInclude(std::string_view path, const Include& include,
                  std::vector<std::string>& violations) {
  for (const plan::Library& library : plan::kLibraries) {
    if (include.path.find(library.include) != std::string::npos &&
        !IsOurs(include.path) && !IsUnder(path, library.places)) {
      violations.push_back(Concat(path, " includes ", include.path,
                                  ", which belongs to ", library.places));
    }
  }
  if (include.quoted && include.path.find('/') == std::string::npos) {
    violations.push_back(Concat(path, " includes ", include.path,
                                " without its path from the root"));
  }
  if (include.path.find("..") != std::string::npos) {
    violations.push_back(
        Concat(path, " includes ", include.path, ", a relative path"));
  }
  const plan::Room* from = FindRoom(RoomOf(path));
  if (from != nullptr && IsOurs(include.path) &&
      !MayInclude(*from, RoomOf(include.path))) {
    violations.push_back(Concat(path, " includes ", include.path, ": ",
                                from->name, " does not stand on ",
                                RoomOf(include.path)));
  }
}

void CheckCode(std::string_view path, const std::string& content,
               std::vector<std::string>& violations, Graph& folders) {
  if (FindRoom(RoomOf(path)) == nullptr) {
    violations.push_back(Concat(path, " is in no room of the plan"));
  }
  for (const Include& include : IncludesOf(content)) {
    CheckInclude(path, include, violations);
    if (IsOurs(include.path) && FolderOf(path) != FolderOf(include.path)) {
      folders[std::string(FolderOf(path))].emplace(FolderOf(include.path));
    }
  }
  if (IsUnder(path, plan::kClockReaders)) return;
  const std::string code = StripComments(content, Literals::kBlank);
  for (std::string_view read : plan::kClockReads) {
    if (HasWord(code, read)) {
      violations.push_back(Concat(path, " reads the clock: ", read));
    }
  }
}

void CheckLength(std::string_view path, const std::string& content,
                 std::vector<std::string>& violations) {
  const auto lines = std::count(content.begin(), content.end(), '\n');
  if (lines > plan::kFileLines) {
    violations.push_back(
        Concat(path, " has ", lines, " lines, more than ", plan::kFileLines));
  }
}

// Takes away, again and again, folders that include none that is left: what
// stays is a cycle or leads into one.
void CheckCycles(Graph folders, std::vector<std::string>& violations) {
  for (bool removed = true; removed;) {
    removed = std::erase_if(folders, [&](const auto& entry) {
      return std::none_of(
          entry.second.begin(), entry.second.end(),
          [&](const std::string& to) { return folders.contains(to); });
    });
  }
  for (const auto& [folder, includes] : folders) {
    for (const std::string& to : includes) {
      if (!folders.contains(to)) continue;
      violations.push_back(
          Concat(folder, " includes ", to, ": in or into a cycle of folders"));
    }
  }
}

// Where the comment or literal that starts at `at` ends (one past); `at` when
// none starts there.
size_t EndOfComment(std::string_view code, size_t at) {
  if (code.substr(at, 2) == "//")
    return std::min(code.find('\n', at), code.size());
  if (code.substr(at, 2) != "/*") return at;
  const size_t end = code.find("*/", at + 2);
  return end == std::string_view::npos ? code.size() : end + 2;
}

size_t EndOfRawString(std::string_view code, size_t at) {
  const size_t open = code.find('(', at);
  if (open == std::string_view::npos) return code.size();
  const std::string close =
      Concat(")", code.substr(at + 2, open - at - 2), "\"");
  const size_t end = code.find(close, open);
  return end == std::string_view::npos ? code.size() : end + close.size();
}

size_t EndOfLiteral(std::string_view code, size_t at) {
  if (code.substr(at, 2) == "R\"") return EndOfRawString(code, at);
  const bool digit_separator =
      code[at] == '\'' && at > 0 && IsNamePart(code[at - 1]);
  if ((code[at] != '"' && code[at] != '\'') || digit_separator) return at;
  size_t end = at + 1;
  while (end < code.size() && code[end] != code[at] && code[end] != '\n') {
    end += code[end] == '\\' ? 2 : 1;
  }
  return std::min(end + 1, code.size());
}

void Blank(std::string& text, size_t begin, size_t end) {
  for (size_t i = begin; i < end; ++i) {
    if (text[i] != '\n') text[i] = ' ';
  }
}

}  // namespace

std::string StripComments(std::string_view code, Literals literals) {
  std::string stripped(code);
  for (size_t at = 0; at < code.size();) {
    const size_t comment = EndOfComment(code, at);
    const size_t literal = EndOfLiteral(code, at);
    if (comment > at) Blank(stripped, at, comment);
    if (literal > at && literals == Literals::kBlank) {
      Blank(stripped, at, literal);
    }
    at = std::max({comment, literal, at + 1});
  }
  return stripped;
}

std::vector<std::string> Violations(const SourceFiles& files) {
  std::vector<std::string> violations;
  Graph folders;
  for (const auto& [path, content] : files) {
    CheckLength(path, content, violations);
    if (IsCode(path)) CheckCode(path, content, violations, folders);
  }
  CheckCycles(std::move(folders), violations);
  return violations;
}

std::vector<std::string> PlanViolations() {
  std::vector<std::string> violations;
  std::set<std::string, std::less<>> listed;
  for (const plan::Room& room : plan::kRooms) {
    for (const std::string& below : Words(room.stands_on)) {
      if (!listed.contains(below)) {
        violations.push_back(
            Concat(room.name, " stands on ", below, ", not listed before it"));
      }
    }
    listed.emplace(room.name);
  }
  return violations;
}

}  // namespace placard
