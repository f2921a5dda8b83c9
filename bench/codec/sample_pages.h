// Pages of any size on a catalogue of mode A, as they come over the wire.
//
// Thread safety: thread-compatible.
#pragma once

#include <cstddef>
#include <vector>

#include "grpcpp/support/byte_buffer.h"
#include "services/refresh/serving.h"

namespace placard {

struct PageSize {
  size_t slots = 3;
  size_t keywords = 15;
};

// Serves 10,000 line items of mode A.
const Serving& SampleCatalog();

// DecideRequests of exactly that size, each with the instant and the seed that
// its workload gives it. Those of more than limits::kSlots slots or
// limits::kKeywords keywords are refused by whoever reads them.
std::vector<grpc::ByteBuffer> SamplePages(const PageSize& size);

}  // namespace placard
