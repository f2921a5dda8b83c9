#include "services/placard/files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "services/placard/resource_kind.h"
#include "services/placard/taxonomy_table.h"
#include "services/placard/yaml_tree.h"

namespace placard {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTable = ".tsv";

bool IsOurs(const fs::path& path) {
  constexpr std::array<std::string_view, 4> kEndings = {".yaml", ".yml",
                                                        ".json", kTable};
  const std::string ending = path.extension().string();
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

bool IsHidden(const fs::path& path) {
  return path.filename().string().starts_with('.');
}

// In order of path, so that a run says the same things in the same order.
std::vector<std::string> FilesBelow(const std::string& directory,
                                    SourceErrors& errors) {
  std::vector<std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator entry(directory, error);
  for (; !error && entry != fs::recursive_directory_iterator();
       entry.increment(error)) {
    if (IsHidden(entry->path())) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file(error) && IsOurs(entry->path())) {
      files.push_back(entry->path().string());
    }
  }
  if (error) errors.push_back({directory, 0, "", error.message()});
  if (!error && files.empty()) {
    errors.push_back({directory, 0, "", "holds no .yaml, .json or .tsv file"});
  }
  std::sort(files.begin(), files.end());
  return files;
}

class Loader {
 public:
  Loader(const FileOptions& options, std::istream& input, SourceErrors& errors)
      : options_(options), input_(input), errors_(errors) {}

  std::vector<Document> Load() {
    for (const std::string& path : options_.paths) {
      std::error_code ignored;
      if (path == "-") {
        Add(std::string(std::istreambuf_iterator<char>(input_), {}), "stdin");
      } else if (fs::is_directory(path, ignored)) {
        for (const std::string& file : FilesBelow(path, errors_)) {
          AddFile(file);
        }
      } else {
        AddFile(path);
      }
    }
    return std::move(documents_);
  }

 private:
  void AddFile(const std::string& path) {
    absl::StatusOr<std::string> text = ReadFile(path, kYamlBytes);
    if (text.ok()) return Add(*text, path);
    errors_.push_back(
        {path, 0, "", std::string(ToStd(text.status().message()))});
  }

  void Add(const std::string& text, const std::string& file) {
    if (file.ends_with(kTable)) return AddTable(text, file);
    for (Document& document : ReadDocuments(text, file, errors_)) {
      Keep(std::move(document));
    }
  }

  void AddTable(const std::string& text, const std::string& file) {
    const std::string id =
        options_.taxonomy.empty() ? TaxonomyIdOf(file) : options_.taxonomy;
    Document document;
    document.file = file;
    v1::Taxonomy& taxonomy = *document.resource.mutable_taxonomy();
    taxonomy = ReadTaxonomyTable(text, file, errors_);
    taxonomy.set_name(Concat("taxonomies/", id));
    Keep(std::move(document));
  }

  void Keep(Document document) {
    const std::string name = NameOf(document.resource);
    const std::string place =
        Concat(document.file, ":", document.lines.Find(""));
    const auto [first, is_new] = places_.emplace(name, place);
    if (is_new || name.empty()) {
      documents_.push_back(std::move(document));
    } else {
      errors_.push_back(ToSourceError(
          document, "",
          Concat(name, " is already written in ", first->second)));
    }
  }

  const FileOptions& options_;
  std::istream& input_;
  SourceErrors& errors_;
  std::vector<Document> documents_;
  std::map<std::string, std::string> places_;
};

}  // namespace

std::vector<Document> LoadDocuments(const FileOptions& options,
                                    std::istream& input, SourceErrors& errors) {
  std::vector<Document> documents = Loader(options, input, errors).Load();
  std::stable_sort(documents.begin(), documents.end(),
                   [](const Document& a, const Document& b) {
                     return KindOf(a.resource) < KindOf(b.resource);
                   });
  return documents;
}

absl::StatusOr<std::string> ReadFile(const std::string& path, size_t limit) {
  std::error_code error;
  if (!fs::exists(path, error)) return NotFound("no such file");
  if (fs::is_directory(path, error)) return InvalidArgument("is a directory");
  std::ifstream stream(path, std::ios::binary);
  // Piece by piece up to the limit: a pipe or device has no size to ask for.
  std::string text;
  std::array<char, 64 << 10> buffer;
  while (stream.good()) {
    stream.read(buffer.data(), buffer.size());
    text.append(buffer.data(), static_cast<size_t>(stream.gcount()));
    if (text.size() > limit) {
      return InvalidArgument("is larger than ", limit >> 10, " KiB");
    }
  }
  if (!stream.eof()) return InvalidArgument("cannot be read");
  return text;
}

absl::Status WriteFile(const std::string& path, std::string_view text) {
  std::ofstream stream(path, std::ios::binary);
  stream << text;
  stream.close();
  if (!stream) return Unavailable("cannot write ", path);
  return absl::OkStatus();
}

}  // namespace placard
