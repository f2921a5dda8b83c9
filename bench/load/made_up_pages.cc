#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "bench/load/pages.h"
#include "engine/base/hash.h"
#include "engine/base/status.h"

namespace placard {
namespace {

using placard::v1::DecideRequest;

// Numbers drawn one after another from a seed.
class Draws {
 public:
  explicit Draws(uint64_t seed) : seed_(seed) {}

  uint64_t Below(uint64_t bound) { return Mix(seed_, drawn_++) % bound; }
  double Fraction() {
    return static_cast<double>(Mix(seed_, drawn_++) >> 11) * 0x1p-53;
  }

 private:
  const uint64_t seed_;
  uint64_t drawn_ = 0;
};

// 0 to count - 1, each about as often as 1 / (itself + 1) says: the continuous
// form of Zipf's law, which needs no table.
uint64_t Zipf(uint64_t count, Draws& draws) {
  const double rank =
      std::exp(draws.Fraction() * std::log(static_cast<double>(count) + 1));
  return std::min(count - 1, static_cast<uint64_t>(rank) - 1);
}

// 20 at the top, 4 below each, and 300 dealt out among those 80.
std::string Section(Draws& draws) {
  const uint64_t node = draws.Below(400);
  if (node < 20) return Concat("s", node);
  const uint64_t middle = node < 100 ? node - 20 : (node - 100) % 80;
  std::string above =
      Concat("s", middle / 4, "/s", middle / 4, "-", middle % 4);
  if (node < 100) return above;
  return Concat(above, "/t", node);
}

std::string Country(Draws& draws) {
  const uint64_t n = Zipf(200, draws);
  return {static_cast<char>('A' + n / 26), static_cast<char>('A' + n % 26)};
}

DecideRequest MakeUpPage(size_t number, size_t slots, Draws draws) {
  DecideRequest request;
  placard::v1::Page& page = *request.mutable_page();
  page.set_url(Concat("https://news.example/article/", number));
  page.add_sections(Section(draws));
  const uint64_t keywords = 5 + draws.Below(21);
  for (uint64_t i = 0; i < keywords; ++i) {
    page.add_keywords(Concat("k", Zipf(50'000, draws)));
  }
  page.set_language("en");
  request.mutable_viewer()->set_country(Country(draws));
  request.mutable_viewer()->set_device(
      static_cast<placard::v1::Device>(1 + draws.Below(4)));
  AddSlots(slots, request);
  return request;
}

}  // namespace

std::vector<DecideRequest> MakeUpPages(const MadeUpPages& wanted) {
  std::vector<DecideRequest> pages;
  pages.reserve(wanted.pages);
  for (size_t i = 0; i < wanted.pages; ++i) {
    pages.push_back(MakeUpPage(i, wanted.slots, Draws(Mix(wanted.seed, i))));
  }
  return pages;
}

void AddSlots(size_t count, DecideRequest& request) {
  struct Format {
    const char* name;
    placard::v1::Position position;
    std::array<int, 4> pixels;  // two sizes
  };
  static constexpr std::array<Format, 4> kFormats = {{
      {"top", placard::v1::POSITION_ABOVE_FOLD, {728, 90, 970, 250}},
      {"side", placard::v1::POSITION_SIDEBAR, {300, 250, 300, 600}},
      {"article", placard::v1::POSITION_IN_ARTICLE, {300, 250, 336, 280}},
      {"foot", placard::v1::POSITION_FOOTER, {320, 50, 728, 90}},
  }};
  for (size_t i = 0; i < count; ++i) {
    const Format& format = kFormats[i % kFormats.size()];
    placard::v1::Slot& slot = *request.add_slots();
    slot.set_id(Concat(format.name, "-", i + 1));
    slot.set_position(format.position);
    for (size_t s = 0; s < format.pixels.size(); s += 2) {
      placard::v1::FixedSize& size = *slot.add_sizes()->mutable_fixed();
      size.set_width(format.pixels[s]);
      size.set_height(format.pixels[s + 1]);
    }
  }
}

}  // namespace placard
