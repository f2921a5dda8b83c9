// Through the store and back: from the wire to the model.
#pragma once

#include <memory>
#include <variant>

#include "gtest/gtest.h"
#include "services/codec/campaign_codec.h"
#include "tests/services/codec/examples.h"

namespace placard {

inline absl::StatusOr<CatalogObject> Read(const v1::Resource& resource) {
  return ReadDocument(NameOf(resource), SerializeDocument(resource));
}

template <typename Model, typename Wire>
Model ReadAs(const Wire& wire) {
  const absl::StatusOr<CatalogObject> object = Read(AsResource(wire));
  if (!object.ok()) {
    ADD_FAILURE() << object.status();
    return Model();
  }
  return *std::get<std::shared_ptr<const Model>>(*object);
}

}  // namespace placard
