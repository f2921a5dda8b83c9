// Whether a page hits any of a few terms, by short prints of them: a no is
// certain, a yes almost always true.
//
// Thread safety: thread-compatible.
// Cost: a bit for each of the few terms; allocates nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace placard {

// Twelve bits of a term.
class TermPrint {
 public:
  static constexpr size_t kBits = 12;

  explicit TermPrint(uint32_t term)
      : bits_(term * 0x9e3779b9U >> (32 - kBits)) {}
  uint32_t bits() const { return bits_; }

 private:
  uint32_t bits_;
};

// One to five terms. Zero-initialised it is none and not to be asked about.
class FewTerms {
 public:
  static constexpr size_t kMost = 5;

  FewTerms() = default;
  // Precondition: one term at least, and kMost at most.
  template <typename Terms>
  explicit FewTerms(const Terms& terms) {
    size_t used = 0;
    for (const uint32_t term : terms) Set(used++, TermPrint(term));
    for (; used < kMost; ++used) Set(used, TermPrint(terms[0]));
  }

  uint32_t print(size_t i) const {
    return static_cast<uint32_t>(prints_ >> i * TermPrint::kBits &
                                 ((1U << TermPrint::kBits) - 1));
  }

 private:
  void Set(size_t i, TermPrint print) {
    prints_ |= uint64_t{print.bits()} << i * TermPrint::kBits;
  }

  uint64_t prints_ = 0;
};

// The terms that a page hits.
class TermPrints {
 public:
  void Clear() { words_.fill(0); }
  void Insert(uint32_t term) {
    const uint32_t print = TermPrint(term).bits();
    words_[print / 64] |= uint64_t{1} << print % 64;
  }

  // Nothing branches on a single one, since any may be there.
  bool MayHaveAnyOf(const FewTerms& few) const {
    uint64_t hits = 0;
    for (size_t i = 0; i < FewTerms::kMost; ++i) {
      const uint32_t print = few.print(i);
      hits |= words_[print / 64] >> print % 64;
    }
    return (hits & 1) != 0;
  }

 private:
  std::array<uint64_t, (size_t{1} << TermPrint::kBits) / 64> words_ = {};
};

}  // namespace placard
