//! Finds the names in a Rust source: its items, its modules, its imports, and the paths in its
//! code. Tests and comments do not count.
//!
//! This is not a full parser. It knows comments, literals, brackets, `use`, `mod`, attributes and
//! the keywords that begin an item. That is enough to see which file depends on which.

use std::collections::BTreeSet;

/// A word, `::`, another single character, or a literal. The text of a literal is empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Token<'s> {
    text: &'s str,
    line: usize,
}

impl Token<'_> {
    fn is_word(&self) -> bool {
        self.text
            .starts_with(|c: char| c == '_' || c.is_alphabetic())
    }
}

/// A name that a `use` brings into a module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Import {
    /// The segments of the path as it is written. For a glob, without the star.
    pub path: Vec<String>,
    /// The name by which the module refers to the import; `*` for a glob.
    pub name: String,
    /// Whether the module exports the name again, to some or all other modules.
    pub is_public: bool,
    /// The number of the line, from 1.
    pub line: usize,
}

/// A path in code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mention {
    /// The segments of the path.
    pub path: Vec<String>,
    /// The number of the line, from 1.
    pub line: usize,
}

/// A module: a file, or a part of one.
#[derive(Default, Debug)]
pub struct Module {
    /// The names of the items that are defined in the module.
    pub items: BTreeSet<String>,
    /// The names of the modules that it declares and that are in other files.
    pub files: Vec<String>,
    /// The modules that it declares between braces, with their names.
    pub inline: Vec<(String, Module)>,
    /// The names that it imports.
    pub imports: Vec<Import>,
    /// The paths in its code that have two or more segments.
    pub mentions: Vec<Mention>,
    /// The words in its code that may be names, each with the line on which it occurs first.
    pub words: Vec<(String, usize)>,
    /// Whether a macro in it declares modules. Then any word in its code may be the name of a
    /// module.
    pub declares_by_macro: bool,
}

impl Module {
    /// Reads a source.
    pub fn read(source: &str) -> Self {
        let tokens = tokens(source);
        let mut module = Self::default();
        Reader {
            tokens: &tokens,
            at: 0,
            end: tokens.len(),
        }
        .read(&mut module);
        module
    }

    /// Whether this word occurs in the code, apart from imports.
    pub fn has_word(&self, word: &str) -> bool {
        self.words.iter().any(|(known, _)| known == word)
    }
}

/// The tokens of a source, without comments and white space.
fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(first) = source[at..].chars().next() {
        let rest = &source[at..];
        let length = length_of_token(rest, first);
        let text = &rest[..length];
        let is_literal =
            text.starts_with(['"', '\'']) || text.ends_with('"') || text.ends_with("\"#");
        let is_comment = text.starts_with("//") || text.starts_with("/*");
        if is_literal {
            out.push(Token { text: "", line });
        } else if !is_comment && !first.is_whitespace() {
            out.push(Token {
                text: text.strip_prefix("r#").unwrap_or(text),
                line,
            });
        }
        line += text.matches('\n').count();
        at += length;
    }
    out
}

/// The length of the token, the comment or the white space at the beginning of `rest`.
fn length_of_token(rest: &str, first: char) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return length_of_comment(rest);
    }
    if first == '"' {
        return length_of_string(rest);
    }
    if first == '\'' {
        return length_of_character_or_lifetime(rest);
    }
    if rest.starts_with("::") {
        return 2;
    }
    if first == '_' || first.is_alphanumeric() {
        return length_of_word(rest);
    }
    first.len_utf8()
}

/// The length of the block comment at the beginning of `rest`. Block comments may be nested.
fn length_of_comment(rest: &str) -> usize {
    let mut depth = 0;
    let bytes = rest.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match &bytes[at..bytes.len().min(at + 2)] {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of the string at the beginning of `rest`.
fn length_of_string(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

/// The length of the character literal or the lifetime at the beginning of `rest`.
fn length_of_character_or_lifetime(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    let (Some((_, first)), second) = (chars.next(), chars.next()) else {
        return rest.len();
    };
    if first == '\\' {
        // The escaped character may be a quote, so the search for the last quote begins after it.
        const AFTER_ESCAPED: usize = r"'\n".len();
        let to_quote = rest[AFTER_ESCAPED..].find('\'');
        return to_quote.map_or(rest.len(), |length| AFTER_ESCAPED + length + 1);
    }
    match second {
        Some((at, '\'')) => at + 1,
        // A lifetime.
        _ => 1 + length_of_name(&rest[1..]),
    }
}

/// The number of bytes before the first character that cannot be in a name.
fn length_of_name(rest: &str) -> usize {
    rest.find(|c: char| c != '_' && !c.is_alphanumeric())
        .unwrap_or(rest.len())
}

/// The length of the word, the number, or the literal with a prefix (such as `b"…"`) at the
/// beginning of `rest`.
fn length_of_word(rest: &str) -> usize {
    let length = length_of_name(rest);
    let (word, after) = rest.split_at(length);
    let hashes = after.len() - after.trim_start_matches('#').len();
    match word {
        // A raw string, such as `r#"…"#`.
        "r" | "br" | "cr" if after[hashes..].starts_with('"') => {
            let end = format!("\"{}", "#".repeat(hashes));
            let content = length + hashes + 1;
            rest[content..]
                .find(&end)
                .map_or(rest.len(), |length| content + length + end.len())
        }
        "b" | "c" if after.starts_with('"') => length + length_of_string(after),
        "b" if after.starts_with('\'') => length + length_of_character_or_lifetime(after),
        // A raw name, such as `r#type`.
        "r" if hashes == 1 => length + 1 + length_of_name(&after[1..]),
        _ => length,
    }
}

/// The keywords that are directly before the name of an item.
const ITEM_KEYWORDS: [&str; 8] = [
    "fn", "struct", "enum", "union", "trait", "const", "static", "type",
];
/// The other words with which an item can begin.
const OTHER_STARTS: [&str; 7] = [
    "use",
    "mod",
    "impl",
    "unsafe",
    "async",
    "extern",
    "macro_rules",
];

/// Reads a range of tokens, from first to last.
struct Reader<'t, 's> {
    tokens: &'t [Token<'s>],
    /// The index of the next token.
    at: usize,
    /// The index after the last token.
    end: usize,
}

impl<'s> Reader<'_, 's> {
    /// The text of a token that is not read yet: of the next one if `ahead` is 0. Empty after the
    /// end.
    fn peek(&self, ahead: usize) -> &'s str {
        let at = self.at + ahead;
        if at < self.end {
            self.tokens[at].text
        } else {
            ""
        }
    }

    /// Whether the token that [`Self::peek`] shows is a word.
    fn is_word(&self, ahead: usize) -> bool {
        let at = self.at + ahead;
        at < self.end && self.tokens[at].is_word()
    }

    /// The index of the bracket that closes the one at index `open`.
    fn closing(&self, open: usize) -> usize {
        let mut depth = 0;
        for at in open..self.end {
            match self.tokens[at].text {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return at;
            }
        }
        self.end
    }

    /// Reads all tokens of the range and adds what they declare and name to `module`.
    fn read(&mut self, module: &mut Module) {
        // The number of braces that are open. Only items outside all braces belong to the module.
        let mut depth = 0;
        // Whether `pub` was read just before.
        let mut is_public = false;
        while self.at < self.end {
            let was_public = std::mem::take(&mut is_public);
            match self.peek(0) {
                "#" => self.read_attribute(),
                "pub" => {
                    is_public = true;
                    self.at += 1;
                    if self.peek(0) == "("
                        && matches!(self.peek(1), "crate" | "super" | "self" | "in")
                    {
                        self.at = self.closing(self.at) + 1;
                    }
                }
                // In a type, `use<…>` is no import.
                "use" if self.peek(1) != "<" => {
                    self.at += 1;
                    self.read_use(&mut Vec::new(), was_public, module);
                }
                "mod" => self.read_module(module),
                "macro_rules" if self.peek(1) == "!" => {
                    module.items.insert(self.peek(2).to_owned());
                    self.at += 3;
                }
                word if ITEM_KEYWORDS.contains(&word) && self.is_word(1) => {
                    if depth == 0 {
                        module.items.insert(self.peek(1).to_owned());
                    }
                    // `const` may be followed by `fn`.
                    self.at += if ITEM_KEYWORDS.contains(&self.peek(1)) {
                        1
                    } else {
                        2
                    };
                }
                "{" | "}" => {
                    depth += if self.peek(0) == "{" { 1 } else { -1 };
                    self.at += 1;
                }
                _ if self.is_word(0) => self.read_path(module),
                _ => self.at += 1,
            }
        }
    }

    /// Skips an attribute. If it is `#[cfg(test)]`, also skips the item, field or arm after it.
    fn read_attribute(&mut self) {
        let open = self.at + if self.peek(1) == "!" { 2 } else { 1 };
        if open >= self.end || self.tokens[open].text != "[" {
            self.at += 1;
            return;
        }
        let close = self.closing(open);
        let words: Vec<&str> = self.tokens[open + 1..close]
            .iter()
            .map(|token| token.text)
            .collect();
        let is_for_tests =
            words.first() == Some(&"cfg") && words.contains(&"test") && !words.contains(&"not");
        self.at = close + 1;
        if is_for_tests {
            // Further attributes.
            while self.peek(0) == "#" {
                self.at = self.closing(self.at + 1) + 1;
            }
            self.skip_item();
        }
    }

    /// Skips an item, a field, or an arm of a `match`.
    fn skip_item(&mut self) {
        if self.peek(0) == "pub" {
            self.at += 1;
            if self.peek(0) == "(" {
                self.at = self.closing(self.at) + 1;
            }
        }
        let is_item = ITEM_KEYWORDS.contains(&self.peek(0)) || OTHER_STARTS.contains(&self.peek(0));
        while self.at < self.end {
            match self.peek(0) {
                "(" | "[" => self.at = self.closing(self.at) + 1,
                "{" => {
                    self.at = self.closing(self.at) + 1;
                    return;
                }
                ";" => {
                    self.at += 1;
                    return;
                }
                // A field or an arm ends with a comma, or where its surroundings end.
                "," if !is_item => {
                    self.at += 1;
                    return;
                }
                "}" | ")" | "]" => return,
                _ => self.at += 1,
            }
        }
    }

    /// Reads the tree of imports after `use`, or a branch of it. `path` is the path before the
    /// branch.
    fn read_use(&mut self, path: &mut Vec<String>, is_public: bool, module: &mut Module) {
        let depth = path.len();
        let line = if self.at < self.end {
            self.tokens[self.at].line
        } else {
            0
        };
        let mut name = None;
        loop {
            match self.peek(0) {
                "{" => {
                    let close = self.closing(self.at);
                    self.at += 1;
                    while self.at < close {
                        self.read_use(path, is_public, module);
                        self.at += usize::from(self.peek(0) == ",");
                    }
                    self.at = close + 1;
                    path.truncate(depth);
                    return;
                }
                "*" => name = Some("*".to_owned()),
                "as" => {
                    name = Some(self.peek(1).to_owned());
                    self.at += 1;
                }
                "::" => {}
                _ if self.is_word(0) => path.push(self.peek(0).to_owned()),
                _ => break,
            }
            self.at += 1;
        }
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        if let Some(last) = path.last() {
            let name = name.unwrap_or_else(|| last.clone());
            module.imports.push(Import {
                path: path.clone(),
                name,
                is_public,
                line,
            });
        }
        path.truncate(depth);
    }

    /// Reads a declaration of a module.
    fn read_module(&mut self, module: &mut Module) {
        let name = self.peek(1).to_owned();
        match self.peek(2) {
            ";" => {
                module.files.push(name);
                self.at += 3;
            }
            "{" => {
                let open = self.at + 2;
                let close = self.closing(open);
                let mut inner = Module::default();
                Reader {
                    tokens: self.tokens,
                    at: open + 1,
                    end: close,
                }
                .read(&mut inner);
                module.inline.push((name, inner));
                self.at = close + 1;
            }
            // In a macro, such as `mod $name;`, or not a declaration.
            _ => {
                module.declares_by_macro |= self.peek(1) == "$";
                self.at += 1;
            }
        }
    }

    /// Reads a word, or a path of several words.
    fn read_path(&mut self, module: &mut Module) {
        let before = self.at.checked_sub(1).map_or("", |at| self.tokens[at].text);
        let line = self.tokens[self.at].line;
        let mut path = vec![self.peek(0).to_owned()];
        self.at += 1;
        while self.peek(0) == "::" && self.is_word(1) {
            path.push(self.peek(1).to_owned());
            self.at += 2;
        }
        // After a dot, the name is that of a field or a method. After `::`, it is a name in another
        // crate or in a type.
        if matches!(before, "." | "::") {
            return;
        }
        // Before a colon, the name is that of a field, a parameter or a variable.
        if self.peek(0) != ":" && !module.has_word(&path[0]) {
            module.words.push((path[0].clone(), line));
        }
        if path.len() > 1 {
            module.mentions.push(Mention { path, line });
        }
    }
}

#[test]
fn literals_and_comments_are_not_code() {
    let source = r##"
        // a::b
        /* c::d /* e::f */ g::h */
        const S: &str = "i::j \" k::l";
        const R: &[u8] = br#"m::n " o::p"#;
        fn f<'a>(x: &'a str) -> char { let _ = ('"', '\'', b'\\'); real::path(x) }
    "##;
    let module = Module::read(source);
    let paths: Vec<String> = module
        .mentions
        .iter()
        .map(|mention| mention.path.join("::"))
        .collect();
    assert_eq!(paths, ["real::path"]);
    assert_eq!(module.mentions[0].line, 6);
    assert_eq!(module.items, ["R", "S", "f"].map(str::to_owned).into());
}

#[test]
fn each_imported_name_is_an_import() {
    let module = Module::read(
        "use a::{self, b::{C, D as E}, f::*};\npub(crate) use super::g;\nfn x() { use h::I; }",
    );
    let shown: Vec<String> = module
        .imports
        .iter()
        .map(|i| format!("{} as {}", i.path.join("::"), i.name))
        .collect();
    assert_eq!(
        shown,
        [
            "a as a",
            "a::b::C as C",
            "a::b::D as E",
            "a::f as *",
            "super::g as g",
            "h::I as I"
        ]
    );
    assert_eq!(
        module
            .imports
            .iter()
            .map(|i| i.is_public)
            .collect::<Vec<_>>(),
        [false, false, false, false, true, false]
    );
    assert_eq!(module.imports[4].line, 2);
}

#[test]
fn only_code_for_tests_is_skipped() {
    let source = "
        struct S { #[cfg(test)] twin: a::B, real: c::D }
        #[cfg(test)]
        #[allow(dead_code)]
        fn only<A, B>(x: [u8; 2]) { e::f() }
        #[cfg(not(test))]
        fn always() { g::h() }
        #[cfg(test)]
        mod tests { use super::*; mod inner { } }
        #[cfg(test)]
        mod faults;
        mod real;
    ";
    let module = Module::read(source);
    let paths: Vec<String> = module
        .mentions
        .iter()
        .map(|mention| mention.path.join("::"))
        .collect();
    assert_eq!(paths, ["c::D", "g::h"]);
    assert_eq!(
        (module.files, module.inline.len(), module.imports.len()),
        (vec!["real".to_owned()], 0, 0)
    );
}
