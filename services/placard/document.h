// Resources as documents of YAML: `kind: Campaign` and the fields below it,
// several in a file with --- between them.
//
// Thread safety: pure functions.
// Errors: SourceErrors, all at once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "placard/v1/campaign_service.pb.h"
#include "services/placard/message_reader.h"
#include "services/placard/source_error.h"

namespace placard {

// A resource and where it was written, so that what a server says of its
// fields can be said of lines.
struct Document {
  v1::Resource resource;
  std::string file;
  FieldLines lines;
  size_t errors = 0;  // that reading it gave
};

// The kind may be left out where a full name says it: what a server printed
// as JSON can be read back. Documents with errors are there as far as they
// could be read, if their kind could; their `lines` know what could not.
std::vector<Document> ReadDocuments(std::string_view text,
                                    std::string_view file,
                                    SourceErrors& errors);

// "kind: ...", then the fields. ReadDocuments() gives `resource` back.
std::string PrintDocument(const v1::Resource& resource);

// In the same order, as Client::Apply takes them.
std::vector<const v1::Resource*> ResourcesOf(
    const std::vector<Document>& documents);

// A server's violation of a field as an error in the file.
SourceError ToSourceError(const Document& document, std::string_view field,
                          std::string_view message);

}  // namespace placard
