// Messages with random content, for properties that hold of all of them.
#pragma once

#include <cstdint>
#include <random>

#include "google/protobuf/message.h"

namespace placard {

// Fills any of the fields, whatever their sense: a size may be negative and a
// word hold a NUL. Two things are as in every valid message: references carry
// their prefix, and a term says how it is looked for.
void FillRandomly(std::mt19937_64& random, google::protobuf::Message& message);

}  // namespace placard
