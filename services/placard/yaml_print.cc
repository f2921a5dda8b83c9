#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "absl/strings/str_format.h"
#include "engine/text/utf8.h"
#include "services/placard/yaml_tree.h"

namespace placard {
namespace {

constexpr size_t kColumns = 80;

bool IsLetter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}
bool IsDigit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

// Words that other readers of YAML take for something else than text.
bool IsReserved(std::string_view text) {
  constexpr std::array<std::string_view, 9> kWords = {
      "y", "n", "yes", "no", "on", "off", "true", "false", "null"};
  std::string lower(text);
  for (char& c : lower) {
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

bool IsPlainDecimal(std::string_view text) {
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const bool has_zero = whole.size() > 1 && whole[0] == '0';
  return !whole.empty() && !has_zero && text.back() != '.' &&
         std::count(text.begin(), text.end(), '.') <= 1 &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return IsDigit(c) || c == '.'; });
}

bool IsDate(std::string_view text) {
  return text.size() >= 10 && text[4] == '-' && text[7] == '-' &&
         IsDigit(text[0]);
}

// No quotes needed, for us or for any other reader. Numbers go without where
// they are numbers in every reading: our own reads text either way.
bool IsPlain(std::string_view text) {
  if (text.empty() || IsReserved(text)) return false;
  if (IsDigit(text[0])) {
    const bool is_size =
        text[0] != '0' && std::count(text.begin(), text.end(), 'x') == 1 &&
        std::all_of(text.begin(), text.end(),
                    [](char c) { return IsDigit(c) || c == 'x'; });
    const bool is_percent =
        text.back() == '%' && IsPlainDecimal(text.substr(0, text.size() - 1));
    return IsPlainDecimal(text) || is_size || is_percent ||
           (IsDate(text) && text.size() == 10);
  }
  if (!IsLetter(text[0]) || text.back() == ' ') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return IsLetter(c) || IsDigit(c) || c == ' ' || c == '-' || c == '_' ||
           c == '/' || c == '.';
  });
}

bool IsPrintable(char32_t c) {
  return c >= 0x20 && !(c >= 0x7F && c < 0xA0) && c != 0xAD &&
         !(c >= 0x2028 && c <= 0x2029) && c != 0xFEFF &&
         !(c >= 0xFFF0 && c <= 0xFFFF);
}

std::string Quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const auto character = DecodeUtf8(text);
    const size_t bytes = character ? character->bytes : 1;
    const char32_t c = character ? character->code_point : U'?';
    if (c == '"' || c == '\\') {
      out += {'\\', static_cast<char>(c)};
    } else if (c == '\n') {
      out += "\\n";
    } else if (IsPrintable(c)) {
      out += text.substr(0, bytes);
    } else {
      out += absl::StrFormat("\\u%04x", static_cast<uint32_t>(c));
    }
    text.remove_prefix(bytes);
  }
  return out + "\"";
}

std::string InLine(const YamlNode& scalar) {
  const bool is_bare = scalar.is_boolean || IsPlain(scalar.text);
  return is_bare ? scalar.text : Quoted(scalar.text);
}

// A block of lines shows markup as it is; what a block cannot hold exactly is
// quoted.
bool IsBlock(std::string_view text) {
  if (text.find('\n') == std::string_view::npos || text[0] == ' ' ||
      text[0] == '\n' || text[0] == '\t' || text.ends_with("\n\n")) {
    return false;
  }
  while (!text.empty()) {
    const auto character = DecodeUtf8(text);
    if (!character) return false;
    if (character->code_point != '\n' && !IsPrintable(character->code_point)) {
      return false;
    }
    text.remove_prefix(character->bytes);
  }
  return true;
}

class Printer {
 public:
  std::string Take() { return std::move(out_); }

  // The children of a map or sequence, each on its own lines.
  void Lines(const YamlNode& node, size_t indent) {
    for (const YamlNode& child : node.children) {
      out_.append(indent, ' ');
      Child(node, child, indent);
    }
  }

  void Child(const YamlNode& parent, const YamlNode& child, size_t indent) {
    if (parent.is_map()) {
      out_ += IsPlain(child.key) ? child.key : Quoted(child.key);
      out_ += ':';
    } else {
      out_ += '-';
    }
    Value(parent, child, indent);
  }

 private:
  void Value(const YamlNode& parent, const YamlNode& child, size_t indent) {
    if (child.is_scalar()) return Scalar(child, indent + 2);
    if (child.children.empty()) {
      out_ += child.is_map() ? " {}\n" : child.is_sequence() ? " []\n" : "\n";
      return;
    }
    if (std::string line = OneLine(child); Fits(child, line)) {
      out_ += Concat(" ", line, "\n");
      return;
    }
    if (parent.is_sequence()) return Nested(child, indent + 2);
    out_ += '\n';
    Lines(child, indent + 2);
  }

  // Of a sequence's item the first child stands beside the dash.
  void Nested(const YamlNode& node, size_t indent) {
    out_ += ' ';
    Child(node, node.children.front(), indent);
    for (size_t i = 1; i < node.children.size(); ++i) {
      out_.append(indent, ' ');
      Child(node, node.children[i], indent);
    }
  }

  void Scalar(const YamlNode& node, size_t indent) {
    std::string_view text = node.text;
    if (!IsBlock(text)) {
      out_ += Concat(" ", InLine(node), "\n");
      return;
    }
    const bool ends = text.ends_with('\n');
    out_ += ends ? " |\n" : " |-\n";
    if (ends) text.remove_suffix(1);
    while (true) {
      const size_t end = text.find('\n');
      const std::string_view line = text.substr(0, end);
      if (!line.empty()) out_.append(indent, ' ').append(line);
      out_ += '\n';
      if (end == std::string_view::npos) return;
      text.remove_prefix(end + 1);
    }
  }

  static bool IsShort(const YamlNode& node) {
    return std::all_of(
        node.children.begin(), node.children.end(), [](const YamlNode& child) {
          return child.is_scalar() || (child.is_sequence() && IsShort(child));
        });
  }

  // Lists of scalars, and mappings that hold nothing deeper.
  bool Fits(const YamlNode& node, std::string_view line) const {
    const size_t start = out_.size() - (out_.rfind('\n') + 1);
    const size_t children = node.children.size();
    return IsShort(node) && start + line.size() + 1 <= kColumns &&
           (node.is_sequence() || children <= 3);
  }

  static std::string OneLine(const YamlNode& node) {
    if (node.is_scalar()) return InLine(node);
    std::string out;
    for (const YamlNode& child : node.children) {
      if (out.size() > kColumns) break;
      if (!out.empty()) out += ", ";
      if (node.is_map()) {
        out += Concat(IsPlain(child.key) ? child.key : Quoted(child.key), ": ");
      }
      out += OneLine(child);
    }
    return node.is_map() ? Concat("{", out, "}") : Concat("[", out, "]");
  }

  std::string out_;
};

}  // namespace

std::string PrintYaml(const YamlNode& node) {
  Printer printer;
  if (node.is_scalar() || node.children.empty()) {
    YamlNode root = YamlNode::Sequence();
    root.children.push_back(node);
    printer.Child(root, node, 0);
    return printer.Take().substr(2);
  }
  printer.Lines(node, 0);
  return printer.Take();
}

}  // namespace placard
