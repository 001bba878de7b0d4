//! Finds which file of a crate depends on which, and cycles among these dependencies.
//!
//! A file depends on the files that *define* the items that it names: re-exports are followed. To
//! re-export an item is no dependency, unless the code of the file names the item as well.
//! Tests do not count. Calls of methods are not seen, because they do not name the type.

use crate::source::{Import, Module};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What a path names. The number is the index of a module.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Target {
    /// An item that is defined in this module.
    Item(usize),
    /// This module.
    Module(usize),
}

/// A module in the tree of modules.
struct Node {
    /// The file in which the module is written.
    file: PathBuf,
    module: Module,
    /// The index of the module that declares it; `None` for the root.
    parent: Option<usize>,
    /// The indices of the modules that it declares, by their names.
    children: BTreeMap<String, usize>,
}

/// All modules of a crate. The first is its root.
pub struct Crate {
    nodes: Vec<Node>,
}

/// A dependency of one file on another: an arrow in the graph of files.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Arrow {
    /// The file that depends on the other.
    pub from: PathBuf,
    /// The number of the line that makes it depend, from 1.
    pub line: usize,
    /// The Rust path on that line.
    pub path: String,
    /// The file that defines what the path names.
    pub to: PathBuf,
}

impl Arrow {
    /// The dependency with the paths of its files relative to a folder.
    pub fn relative_to(self, folder: &Path) -> Self {
        let [from, to] =
            [&self.from, &self.to].map(|file| file.strip_prefix(folder).unwrap_or(file).to_owned());
        Self { from, to, ..self }
    }
}

impl Crate {
    /// Reads all files of a crate, from its `lib.rs` or `main.rs`.
    pub fn read(root: &Path) -> Self {
        let mut tree = Self { nodes: Vec::new() };
        let folder = root.parent().unwrap();
        tree.add_file(root, folder, None);
        tree
    }

    /// Adds the module in a file and all modules that it declares. `folder` is the folder of their
    /// files. Returns the index of the module.
    fn add_file(&mut self, file: &Path, folder: &Path, parent: Option<usize>) -> usize {
        let source =
            std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        self.add(file, folder, Module::read(&source), parent)
    }

    /// Adds a module that was read, like [`Self::add_file`].
    fn add(
        &mut self,
        file: &Path,
        folder: &Path,
        mut module: Module,
        parent: Option<usize>,
    ) -> usize {
        let index = self.nodes.len();
        let inline = std::mem::take(&mut module.inline);
        let mut files = module.files.clone();
        // If a word in the code is the name of a file, the macro is assumed to declare it.
        if module.declares_by_macro {
            let is_file = |(word, _): &&(String, usize)| {
                file_of(folder, word).is_some() && !files.contains(word)
            };
            files.extend(
                module
                    .words
                    .iter()
                    .filter(is_file)
                    .map(|(word, _)| word.clone())
                    .collect::<Vec<_>>(),
            );
        }
        self.nodes.push(Node {
            file: file.to_owned(),
            module,
            parent,
            children: BTreeMap::new(),
        });
        for name in files {
            let child = file_of(folder, &name)
                .unwrap_or_else(|| panic!("{}: no file for mod {name}", file.display()));
            let added = self.add_file(&child, &folder.join(&name), Some(index));
            self.nodes[index].children.insert(name, added);
        }
        for (name, inner) in inline {
            let added = self.add(file, &folder.join(&name), inner, Some(index));
            self.nodes[index].children.insert(name, added);
        }
        index
    }

    /// The files of the crate.
    pub fn files(&self) -> BTreeSet<PathBuf> {
        self.nodes.iter().map(|node| node.file.clone()).collect()
    }

    /// All dependencies between the files of the crate.
    pub fn arrows(&self) -> BTreeSet<Arrow> {
        let mut out = BTreeSet::new();
        for (index, node) in self.nodes.iter().enumerate() {
            for import in &node.module.imports {
                if let Some(to) = self.target_of_import(index, import) {
                    self.add_arrow(index, import.line, &import.path, to, &mut out);
                }
            }
            for mention in &node.module.mentions {
                if let Some(Target::Item(to)) = self.resolve(index, &mention.path, &mut Vec::new())
                {
                    self.add_arrow(index, mention.line, &mention.path, to, &mut out);
                }
            }
            for (word, line) in &node.module.words {
                let is_declared_by_macro =
                    !node.module.files.contains(word) && node.module.declares_by_macro;
                if let Some(&child) = node.children.get(word).filter(|_| is_declared_by_macro) {
                    self.add_arrow(index, *line, std::slice::from_ref(word), child, &mut out);
                }
            }
        }
        out
    }

    /// Adds a dependency, unless both modules are in the same file.
    fn add_arrow(
        &self,
        from: usize,
        line: usize,
        path: &[String],
        to: usize,
        out: &mut BTreeSet<Arrow>,
    ) {
        let (from, to) = (self.nodes[from].file.clone(), self.nodes[to].file.clone());
        if from != to {
            out.insert(Arrow {
                from,
                line,
                path: path.join("::"),
                to,
            });
        }
    }

    /// The module that an import makes the module `index` depend on. `None` if there is none.
    fn target_of_import(&self, index: usize, import: &Import) -> Option<usize> {
        let is_glob = import.name == "*";
        match self.resolve(index, &import.path, &mut Vec::new())? {
            // To import a module is no dependency, but to name something in it is. For a glob, what
            // is named cannot be seen, so the module counts.
            Target::Module(to) => is_glob.then_some(to),
            Target::Item(to) => {
                let is_only_reexported =
                    import.is_public && !self.nodes[index].module.has_word(&import.name);
                (!is_only_reexported).then_some(to)
            }
        }
    }

    /// What a path in the code of the module `from` names. `None` if that is outside the crate.
    /// `visited` has the paths that were looked up on the way. None of them is looked up again, or
    /// a circle of imports would never end.
    fn resolve(
        &self,
        from: usize,
        path: &[String],
        visited: &mut Vec<(usize, String)>,
    ) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some(self.resolve_in(0, rest, visited)),
            "self" => Some(self.resolve_in(from, rest, visited)),
            "super" => {
                // There may be several `super`.
                let mut ancestor = self.nodes[from].parent?;
                let mut rest = rest;
                while let Some(("super", more)) = rest
                    .split_first()
                    .map(|(first, more)| (first.as_str(), more))
                {
                    ancestor = self.nodes[ancestor].parent?;
                    rest = more;
                }
                Some(self.resolve_in(ancestor, rest, visited))
            }
            _ => self.find(from, path, visited),
        }
    }

    /// What `path` names, looked up in the module `index`. A name that is not found, such as one
    /// that a macro defines, is assumed to be defined in that module.
    fn resolve_in(
        &self,
        index: usize,
        path: &[String],
        visited: &mut Vec<(usize, String)>,
    ) -> Target {
        if path.is_empty() {
            return Target::Module(index);
        }
        self.find(index, path, visited)
            .unwrap_or(Target::Item(index))
    }

    /// What `path` names, if its first name is a module, an item or an import of the module
    /// `index`. `None` if it is none of these, or is imported from outside the crate.
    fn find(
        &self,
        index: usize,
        path: &[String],
        visited: &mut Vec<(usize, String)>,
    ) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        let node = &self.nodes[index];
        // A module and a function may have the same name. If the path has more names, the first is
        // the module.
        let child = node.children.get(first);
        if let Some(&child) = child.filter(|_| !rest.is_empty()) {
            return Some(self.resolve_in(child, rest, visited));
        }
        if node.module.items.contains(first) {
            return Some(Target::Item(index));
        }
        let lookup = (index, path.join("::"));
        if !visited.contains(&lookup) {
            visited.push(lookup);
            let (globs, named): (Vec<&Import>, Vec<&Import>) =
                node.module.imports.iter().partition(|i| i.name == "*");
            for import in named.into_iter().filter(|import| import.name == *first) {
                let full: Vec<String> = import.path.iter().chain(rest).cloned().collect();
                if let Some(target) = self.resolve(index, &full, visited) {
                    return Some(target);
                }
            }
            for import in globs {
                let module = self.resolve(index, &import.path, visited);
                if let Some(target) =
                    module.and_then(|target| self.find_in_target(target, path, visited))
                {
                    return Some(target);
                }
            }
        }
        child.map(|&child| Target::Module(child))
    }

    /// Like [`Self::find`], in the module that is the target. `None` if the target is an item.
    fn find_in_target(
        &self,
        target: Target,
        path: &[String],
        visited: &mut Vec<(usize, String)>,
    ) -> Option<Target> {
        match target {
            Target::Module(index) => self.find(index, path, visited),
            Target::Item(_) => None,
        }
    }
}

/// The file of a module with this name in `folder`.
fn file_of(folder: &Path, name: &str) -> Option<PathBuf> {
    [
        folder.join(format!("{name}.rs")),
        folder.join(name).join("mod.rs"),
    ]
    .into_iter()
    .find(|file| file.exists())
}

/// The cycles. Each is a set of files that all depend on each other, directly or not.
pub fn cycles(arrows: &BTreeSet<Arrow>) -> Vec<BTreeSet<PathBuf>> {
    let mut next: BTreeMap<&Path, BTreeSet<&Path>> = BTreeMap::new();
    for arrow in arrows {
        next.entry(&arrow.from).or_default().insert(&arrow.to);
    }
    let reachable_from: BTreeMap<&Path, BTreeSet<&Path>> = next
        .keys()
        .map(|&file| (file, reachable(file, &next)))
        .collect();
    let mut out: Vec<BTreeSet<PathBuf>> = Vec::new();
    for (&file, reached) in &reachable_from {
        let is_known = out.iter().any(|cycle| cycle.contains(file));
        if reached.contains(file) && !is_known {
            let leads_back = |other: &&&Path| {
                reachable_from
                    .get(**other)
                    .is_some_and(|back| back.contains(file))
            };
            out.push(
                reached
                    .iter()
                    .filter(leads_back)
                    .map(|other| other.to_path_buf())
                    .collect(),
            );
        }
    }
    out
}

/// All files that can be reached from a file. `next` has the files on which each file depends.
fn reachable<'a>(
    from: &'a Path,
    next: &BTreeMap<&'a Path, BTreeSet<&'a Path>>,
) -> BTreeSet<&'a Path> {
    let mut visited = BTreeSet::new();
    let mut unvisited = vec![from];
    while let Some(file) = unvisited.pop() {
        for &to in next.get(file).into_iter().flatten() {
            if visited.insert(to) {
                unvisited.push(to);
            }
        }
    }
    visited
}

/// Describes a cycle for people: its files, and the lines that make them depend on each other.
pub fn describe(cycle: &BTreeSet<PathBuf>, arrows: &BTreeSet<Arrow>) -> String {
    let files: Vec<String> = cycle
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    let mut out = format!(
        "{} files depend on one another: {}\n",
        cycle.len(),
        files.join(", ")
    );
    for arrow in arrows
        .iter()
        .filter(|arrow| cycle.contains(&arrow.from) && cycle.contains(&arrow.to))
    {
        let Arrow {
            from,
            line,
            path,
            to,
        } = arrow;
        out.push_str(&format!(
            "    {}:{line}: {path} is in {}\n",
            from.display(),
            to.display()
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The graph of a crate.
    struct Graph {
        /// The dependencies, each as `from:line path to`.
        arrows: Vec<String>,
        /// The number of cycles.
        cycles: usize,
    }

    /// The graph of a crate with these files, each with its name and its source.
    fn graph_of(files: &[(&str, &str)]) -> Graph {
        let folder = tempfile::tempdir().unwrap();
        for (name, source) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, source).unwrap();
        }
        let arrows = Crate::read(&folder.path().join("lib.rs")).arrows();
        let name = |path: &Path| {
            path.strip_prefix(folder.path())
                .unwrap()
                .display()
                .to_string()
        };
        let show = |arrow: &Arrow| {
            format!(
                "{}:{} {} {}",
                name(&arrow.from),
                arrow.line,
                arrow.path,
                name(&arrow.to)
            )
        };
        Graph {
            arrows: arrows.iter().map(show).collect(),
            cycles: cycles(&arrows).len(),
        }
    }

    #[test]
    fn reexports_are_followed_and_are_no_dependencies_themselves() {
        let Graph { arrows, cycles } = graph_of(&[
            ("lib.rs", "mod a;\npub use a::{Deep, help};"),
            (
                "a/mod.rs",
                "mod b;\nmod c;\npub use b::Deep;\npub use c::help;",
            ),
            ("a/b.rs", "pub struct Deep;"),
            ("a/c.rs", "use crate::Deep;\npub fn help(_: super::Deep) {}"),
        ]);
        assert_eq!(
            arrows,
            ["a/c.rs:1 crate::Deep a/b.rs", "a/c.rs:2 super::Deep a/b.rs"]
        );
        assert_eq!(cycles, 0);
    }

    #[test]
    fn a_parent_that_uses_its_child_and_is_used_by_it_is_a_cycle() {
        let child = ("a/b.rs", "use super::Shared;\npub fn work(_: Shared) {}");
        let private = "mod b;\nuse b::work;\npub struct Shared;\npub fn all() { work(Shared) }";
        assert_eq!(
            graph_of(&[("lib.rs", "mod a;"), ("a/mod.rs", private), child]).cycles,
            1
        );
        let inline = "mod b;\npub struct Shared;\npub fn all() { b::work(Shared) }";
        assert_eq!(
            graph_of(&[("lib.rs", "mod a;"), ("a/mod.rs", inline), child]).cycles,
            1
        );
        let public_and_used =
            "mod b;\npub use b::work;\npub struct Shared;\npub fn all() { work(Shared) }";
        assert_eq!(
            graph_of(&[("lib.rs", "mod a;"), ("a/mod.rs", public_and_used), child]).cycles,
            1
        );
        let passed_on = "mod b;\npub use b::work;\npub struct Shared;";
        assert_eq!(
            graph_of(&[("lib.rs", "mod a;"), ("a/mod.rs", passed_on), child]).cycles,
            0
        );
    }

    #[test]
    fn an_imported_module_counts_where_it_is_named() {
        let Graph { arrows, .. } = graph_of(&[
            ("lib.rs", "mod a;\nmod b;\nmod plan;\npub use plan::plan;"),
            (
                "a.rs",
                "use crate::b::{self, Kind as Sort};\nfn f(x: Sort) { b::help(x) }",
            ),
            (
                "b.rs",
                "use crate::plan;\npub enum Kind { One }\npub fn help(_: Kind) { plan() }",
            ),
            ("plan.rs", "pub fn plan() {}"),
        ]);
        assert_eq!(
            arrows,
            [
                "a.rs:1 crate::b::Kind b.rs",
                "a.rs:2 b::help b.rs",
                "b.rs:1 crate::plan plan.rs"
            ]
        );
    }

    #[test]
    fn globs_inline_modules_and_macros_are_seen() {
        let Graph { arrows, cycles } = graph_of(&[
            (
                "lib.rs",
                "mod a;\nmod b;\nmod rules;\n\
                 mod inline { pub struct Here; pub use crate::b::There; }",
            ),
            (
                "a.rs",
                "use crate::inline::{Here, There};\nuse crate::b::*;",
            ),
            (
                "b.rs",
                "pub struct There;\nfn f() -> std::io::Result<()> { ::std::fs::read(\"a::b\") }",
            ),
            (
                "rules/mod.rs",
                "macro_rules! rules { ($($file:ident)*) => { $(mod $file;)* } }\n\
                 rules! {\n    first\n}\npub struct Rule;",
            ),
            ("rules/first.rs", "use super::Rule;"),
        ]);
        let expected = [
            "a.rs:1 crate::inline::Here lib.rs",
            "a.rs:1 crate::inline::There b.rs",
            "a.rs:2 crate::b b.rs",
            "rules/first.rs:1 super::Rule rules/mod.rs",
            "rules/mod.rs:3 first rules/first.rs",
        ];
        assert_eq!(
            (arrows.as_slice(), cycles),
            (expected.map(str::to_owned).as_slice(), 1)
        );
    }
}
