#include <cstring>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_split.h"
#include "bench/load/pages.h"
#include "engine/base/status.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl.h"
#include "google/protobuf/util/delimited_message_util.h"
#include "google/protobuf/util/json_util.h"

namespace placard {
namespace {

using placard::v1::DecideRequest;
using Pages = std::vector<DecideRequest>;

absl::Status CheckRoom(const Pages& pages) {
  if (pages.size() < kMostPages) return absl::OkStatus();
  return InvalidArgument("has more than ", kMostPages, " pages");
}

absl::Status AddTsvLine(std::string_view line, size_t slots, Pages& pages) {
  const std::vector<absl::string_view> columns =
      absl::StrSplit(ToAbsl(line), '\t');
  if (columns.size() != 3) {
    return InvalidArgument("expected date, section and keywords, got ",
                           columns.size(), " columns");
  }
  DecideRequest& request = pages.emplace_back();
  placard::v1::Page& page = *request.mutable_page();
  page.set_url(Concat("https://news.example/", columns[0], "/", pages.size()));
  page.add_sections(std::string(ToStd(columns[1])));
  for (absl::string_view keyword :
       absl::StrSplit(columns[2], ',', absl::SkipEmpty())) {
    page.add_keywords(std::string(ToStd(keyword)));
  }
  AddSlots(slots, request);
  return absl::OkStatus();
}

absl::Status AddJsonLine(std::string_view line, Pages& pages) {
  const auto status = google::protobuf::util::JsonStringToMessage(
      std::string(line), &pages.emplace_back());
  if (status.ok()) return absl::OkStatus();
  return InvalidArgument(status.message().ToString());
}

// Calls `add` with each line that is not empty, from the `first`th on.
template <typename Add>
absl::Status ReadLines(std::istream& in, size_t first, Pages& pages, Add add) {
  std::string line;
  for (size_t number = 1; std::getline(in, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (number < first || line.empty()) continue;
    PLACARD_RETURN_IF_ERROR(CheckRoom(pages));
    if (absl::Status status = add(line); !status.ok()) {
      return Annotate(status, Concat("line ", number));
    }
  }
  return absl::OkStatus();
}

absl::Status ReadDelimited(std::istream& in, Pages& pages) {
  google::protobuf::io::IstreamInputStream bytes(&in);
  for (;;) {
    PLACARD_RETURN_IF_ERROR(CheckRoom(pages));
    bool at_end = false;
    DecideRequest request;
    if (google::protobuf::util::ParseDelimitedFromZeroCopyStream(
            &request, &bytes, &at_end)) {
      pages.push_back(std::move(request));
    } else if (at_end) {
      return absl::OkStatus();
    } else {
      return InvalidArgument("message ", pages.size() + 1,
                             " is not a DecideRequest");
    }
  }
}

absl::Status Read(std::istream& in, std::string_view path, size_t slots,
                  Pages& pages) {
  if (path.ends_with(".tsv")) {
    return ReadLines(in, 2, pages, [&](const std::string& line) {
      return AddTsvLine(line, slots, pages);
    });
  }
  if (path.ends_with(".jsonl")) {
    return ReadLines(in, 1, pages, [&](const std::string& line) {
      return AddJsonLine(line, pages);
    });
  }
  return ReadDelimited(in, pages);
}

}  // namespace

absl::StatusOr<Pages> ReadPages(const std::string& path, size_t slots) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return NotFound("cannot open ", path, ": ", std::strerror(errno));
  Pages pages;
  if (absl::Status status = Read(in, path, slots, pages); !status.ok()) {
    return Annotate(status, path);
  }
  if (pages.empty()) return InvalidArgument(path, ": has no page");
  return pages;
}

}  // namespace placard
