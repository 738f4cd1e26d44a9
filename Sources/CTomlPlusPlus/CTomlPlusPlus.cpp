#include "CTomlPlusPlus.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <deque>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// toml++ builds and frees its tree by recursion: a text that nests without bound would overflow the stack.
#define TOML_MAX_NESTED_VALUES 16
#define TOML_ENABLE_FORMATTERS 0
#define TOML_EXCEPTIONS 1
// What toml++ takes for impossible some texts bring about ("[#]" is one). They are to be refused, and not to end the
// process, nor to be compiled on the assumption that they do not exist.
#undef NDEBUG
struct Unforeseen : std::logic_error {
    Unforeseen() : std::logic_error("it cannot be read from here on") {}
};
#define TOML_ASSERT(condition) ((condition) ? static_cast<void>(0) : throw Unforeseen())
#include <toml++/toml.h>

struct CTomlPlusPlusDocument {
    std::vector<CTomlPlusPlusItem> items;
    std::deque<std::string> texts;

    size_t kept = 0;

    /// Throws when paths and strings outgrow any real file: long keys above many others multiply.
    CTomlPlusPlusText keep(std::string text) {
        kept += text.size();
        if (kept > CTomlPlusPlusLargestText * 64) {
            throw std::length_error("the keys are too long");
        }
        texts.push_back(std::move(text));
        return {texts.back().data(), texts.back().size()};
    }
};

namespace {

constexpr size_t mostDotsInALine = 64;

void fill(CTomlPlusPlusError &error, std::string_view message, uint32_t line, uint32_t column) {
    size_t length = std::min(message.size(), sizeof error.message - 1);
    // A code point cut in two would make the message invalid UTF-8.
    while (length < message.size() && length > 0 && (static_cast<unsigned char>(message[length]) & 0xC0) == 0x80) {
        length -= 1;
    }
    std::memcpy(error.message, message.data(), length);
    error.message[length] = 0;
    error.line = line;
    error.column = column;
}

/// The first line whose dots could make a key thousands of tables deep; 0 if there is none.
uint32_t lineThatNestsTooDeep(std::string_view text) {
    for (uint32_t line = 1; !text.empty(); line += 1) {
        const size_t end = std::min(text.find('\n'), text.size());
        const std::string_view content = text.substr(0, end);
        const size_t first = content.find_first_not_of(" \t");
        const bool comment = first != std::string_view::npos && content[first] == '#';
        if (!comment && static_cast<size_t>(std::count(content.begin(), content.end(), '.')) > mostDotsInALine) {
            return line;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return 0;
}

bool isBare(std::string_view key) {
    return !key.empty() && std::all_of(key.begin(), key.end(), [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

std::string spelled(std::string_view key) {
    if (isBare(key)) {
        return std::string(key);
    }
    std::string quoted = "\"";
    for (const unsigned char c : key) {
        if (c < 0x20 || c == 0x7F) {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04X", static_cast<unsigned>(c));
            quoted += escape;
        } else {
            if (c == '"' || c == '\\') {
                quoted += '\\';
            }
            quoted += static_cast<char>(c);
        }
    }
    return quoted + '"';
}

CTomlPlusPlusKind kindOf(const toml::node &node) {
    switch (node.type()) {
    case toml::node_type::table: return CTomlPlusPlusKindTable;
    case toml::node_type::array: return CTomlPlusPlusKindArray;
    case toml::node_type::string: return CTomlPlusPlusKindString;
    case toml::node_type::integer: return CTomlPlusPlusKindInteger;
    case toml::node_type::floating_point: return CTomlPlusPlusKindFloat;
    case toml::node_type::boolean: return CTomlPlusPlusKindBoolean;
    default: return CTomlPlusPlusKindDate;
    }
}

void addChildren(CTomlPlusPlusDocument &document, const toml::node &node, int32_t parent, const std::string &path);

void add(
    CTomlPlusPlusDocument &document, const toml::node &node, int32_t parent, const std::string &path,
    toml::source_position place) {
    CTomlPlusPlusItem item{};
    item.path = document.keep(path);
    item.kind = kindOf(node);
    item.parent = parent;
    item.line = place.line;
    item.column = place.column;
    if (const auto *string = node.as_string()) {
        item.string = document.keep(string->get());
    } else if (const auto *integer = node.as_integer()) {
        item.integer = integer->get();
    } else if (const auto *number = node.as_floating_point()) {
        item.number = number->get();
    } else if (const auto *boolean = node.as_boolean()) {
        item.boolean = boolean->get();
    }
    document.items.push_back(item);
    addChildren(document, node, static_cast<int32_t>(document.items.size() - 1), path);
}

void addChildren(CTomlPlusPlusDocument &document, const toml::node &node, int32_t parent, const std::string &path) {
    if (const auto *table = node.as_table()) {
        for (const auto &[key, child] : *table) {
            const std::string childPath = (path.empty() ? "" : path + '.') + spelled(key.str());
            add(document, child, parent, childPath, key.source().begin);
        }
    } else if (const auto *array = node.as_array()) {
        size_t index = 0;
        for (const auto &child : *array) {
            add(document, child, parent, path + '[' + std::to_string(index) + ']', child.source().begin);
            index += 1;
        }
    }
}

/// The line at which the parser stumbles, counted from 1: it reads from the top, so every text that ends before is
/// either fine or wrong in another way.
uint32_t lineOfUnforeseen(std::string_view text) {
    std::vector<size_t> ends;
    for (size_t at = 0; at < text.size(); at++) {
        if (text[at] == '\n') {
            ends.push_back(at + 1);
        }
    }
    ends.push_back(text.size());
    const auto stumbles = [text](size_t end) {
        try {
            (void)toml::parse(text.substr(0, end));
        } catch (const Unforeseen &) {
            return true;
        } catch (const std::exception &) {
        }
        return false;
    };
    const auto first = std::partition_point(ends.begin(), ends.end() - 1, [&](size_t end) { return !stumbles(end); });
    return static_cast<uint32_t>(first - ends.begin() + 1);
}

}  // namespace

CTomlPlusPlusDocument *CTomlPlusPlusParse(const char *bytes, size_t count, CTomlPlusPlusError *error) {
    try {
        const std::string_view text(count == 0 ? "" : bytes, count);
        if (count > CTomlPlusPlusLargestText) {
            fill(*error, "the text is larger than 64 KiB", 0, 0);
            return nullptr;
        }
        if (const uint32_t line = lineThatNestsTooDeep(text)) {
            fill(*error, "more than 64 dots in one line", line, 1);
            return nullptr;
        }
        const toml::table table = toml::parse(text);
        auto document = std::make_unique<CTomlPlusPlusDocument>();
        addChildren(*document, table, -1, "");
        return document.release();
    } catch (const toml::parse_error &failure) {
        const auto place = failure.source().begin;
        fill(*error, failure.description(), place.line, place.column);
    } catch (const Unforeseen &failure) {
        fill(*error, failure.what(), lineOfUnforeseen({bytes, count}), 1);
    } catch (const std::exception &failure) {
        fill(*error, failure.what(), 0, 0);
    } catch (...) {
        fill(*error, "the parser failed", 0, 0);
    }
    return nullptr;
}

size_t CTomlPlusPlusCount(const CTomlPlusPlusDocument *document) { return document->items.size(); }

CTomlPlusPlusItem CTomlPlusPlusItemAt(const CTomlPlusPlusDocument *document, size_t index) {
    return document->items[index];
}

void CTomlPlusPlusFree(CTomlPlusPlusDocument *document) { delete document; }
