// Random damage to messages and to their bytes.
#pragma once

#include <cstddef>
#include <random>
#include <string>

#include "google/protobuf/message.h"

namespace placard {

using Random = std::mt19937_64;

// Less than `limit`.
size_t Below(Random& random, size_t limit);

// One to four small changes: bytes replaced, left out, put in or repeated.
std::string MutateBytes(std::string bytes, Random& random);

// One change of one field somewhere inside: cleared, repeated, exchanged, or
// set to a value from where validation is hard. Many results are valid.
void MutateMessage(google::protobuf::Message& message, Random& random);

}  // namespace placard
