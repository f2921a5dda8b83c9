#include "engine/index/feature_directory.h"

#include <utility>

namespace placard {

std::span<RowSetPlace> FeatureDirectoryBuilder::AddPiece(
    std::span<const uint32_t> features) {
  features_.insert(features_.end(), features.begin(), features.end());
  places_.resize(features_.size());
  piece_ends_.push_back(features_.size());
  return std::span(places_).last(features.size());
}

void FeatureDirectoryBuilder::Append(FeatureDirectoryBuilder& next) {
  for (const size_t end : next.piece_ends_) {
    piece_ends_.push_back(features_.size() + end);
  }
  features_.insert(features_.end(), next.features_.begin(),
                   next.features_.end());
  places_.insert(places_.end(), next.places_.begin(), next.places_.end());
  next = FeatureDirectoryBuilder();
}

FeatureDirectory FeatureDirectoryBuilder::Build(size_t features) {
  FeatureDirectory directory;
  if (features_.empty()) return directory;
  directory.features_ = features;
  const size_t groups = (piece_ends_.size() + 63) / 64;
  directory.groups_per_feature_ = groups;
  directory.groups_.resize(features * groups);
  size_t next = 0;
  for (size_t piece = 0; piece < piece_ends_.size(); ++piece) {
    for (; next < piece_ends_[piece]; ++next) {
      directory.groups_[features_[next] * groups + piece / 64].pieces |=
          uint64_t{1} << piece % 64;
    }
  }
  std::vector<uint32_t> ends(features);  // of each feature's places so far
  uint32_t places = 0;
  for (size_t feature = 0; feature < features; ++feature) {
    ends[feature] = places;
    for (size_t i = 0; i < groups; ++i) {
      FeatureDirectory::Group& group = directory.groups_[feature * groups + i];
      group.first = places;
      places += FeatureDirectory::CountBits(group.pieces);
    }
  }
  directory.places_.resize(places);
  for (size_t i = 0; i < features_.size(); ++i) {
    directory.places_[ends[features_[i]]++] = places_[i];
  }
  return directory;
}

}  // namespace placard
