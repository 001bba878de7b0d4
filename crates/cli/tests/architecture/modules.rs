//! Which file of a crate depends on which, and that none depends on itself in a circle.
//!
//! A file depends on the file in which a thing is *defined*: re-exports are followed, and to
//! re-export a thing is not to depend on it, unless the code of the file names it too. Tests do not
//! count. What is not seen are methods, which need no name of their type.

use crate::source::{Import, Module};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Where a path leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Target {
    /// To something that is defined in the file of this module.
    Item(usize),
    /// To a module.
    Module(usize),
}

/// A module with its place in the crate.
struct Node {
    file: PathBuf,
    module: Module,
    parent: Option<usize>,
    children: BTreeMap<String, usize>,
}

/// All modules of a crate; the first is its root.
pub struct Crate {
    nodes: Vec<Node>,
}

/// A line that makes a file depend on another.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Arrow {
    pub from: PathBuf,
    pub line: usize,
    pub path: String,
    pub to: PathBuf,
}

impl Arrow {
    /// The same with the paths that the files have below a folder.
    pub fn below(self, folder: &Path) -> Self {
        let [from, to] =
            [&self.from, &self.to].map(|file| file.strip_prefix(folder).unwrap_or(file).to_owned());
        Self { from, to, ..self }
    }
}

impl Crate {
    /// Reads all files of a crate, from its `lib.rs` or `main.rs`.
    pub fn read(root: &Path) -> Self {
        let mut whole = Self { nodes: Vec::new() };
        let folder = root.parent().unwrap();
        whole.add_file(root, folder, None);
        whole
    }

    fn add_file(&mut self, file: &Path, folder: &Path, parent: Option<usize>) -> usize {
        let source =
            std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        self.add(file, folder, Module::read(&source), parent)
    }

    /// Adds a module and those in it; `folder` is where the files of its modules are.
    fn add(
        &mut self,
        file: &Path,
        folder: &Path,
        mut module: Module,
        parent: Option<usize>,
    ) -> usize {
        let number = self.nodes.len();
        let inline = std::mem::take(&mut module.inline);
        let mut files = module.files.clone();
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
            let added = self.add_file(&child, &folder.join(&name), Some(number));
            self.nodes[number].children.insert(name, added);
        }
        for (name, inner) in inline {
            let added = self.add(file, &folder.join(&name), inner, Some(number));
            self.nodes[number].children.insert(name, added);
        }
        number
    }

    /// Its files.
    pub fn files(&self) -> BTreeSet<PathBuf> {
        self.nodes.iter().map(|node| node.file.clone()).collect()
    }

    /// Every line that makes one file depend on another.
    pub fn arrows(&self) -> BTreeSet<Arrow> {
        let mut out = BTreeSet::new();
        for (number, node) in self.nodes.iter().enumerate() {
            for import in &node.module.imports {
                if let Some(to) = self.imported(number, import) {
                    self.draw(number, import.line, &import.path, to, &mut out);
                }
            }
            for mention in &node.module.mentions {
                if let Some(Target::Item(to)) = self.resolve(number, &mention.path, &mut Vec::new())
                {
                    self.draw(number, mention.line, &mention.path, to, &mut out);
                }
            }
            for (word, line) in &node.module.words {
                let is_declared_by_macro =
                    !node.module.files.contains(word) && node.module.declares_by_macro;
                if let Some(&child) = node.children.get(word).filter(|_| is_declared_by_macro) {
                    self.draw(number, *line, std::slice::from_ref(word), child, &mut out);
                }
            }
        }
        out
    }

    fn draw(
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

    /// The module that an import makes this one depend on.
    fn imported(&self, number: usize, import: &Import) -> Option<usize> {
        let is_glob = import.name == "*";
        match self.resolve(number, &import.path, &mut Vec::new())? {
            // What is taken out of the module is seen where it is named.
            Target::Module(to) => is_glob.then_some(to),
            Target::Item(to) => {
                let is_passed_on =
                    import.is_public && !self.nodes[number].module.says(&import.name);
                (!is_passed_on).then_some(to)
            }
        }
    }

    /// Where a path leads that stands in a module; `None` if out of the crate. `seen` are the
    /// imports that led here.
    fn resolve(
        &self,
        from: usize,
        path: &[String],
        seen: &mut Vec<(usize, String)>,
    ) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some(self.inside(0, rest, seen)),
            "self" => Some(self.inside(from, rest, seen)),
            "super" => {
                let mut at = self.nodes[from].parent?;
                let mut rest = rest;
                while let Some(("super", more)) = rest
                    .split_first()
                    .map(|(first, more)| (first.as_str(), more))
                {
                    at = self.nodes[at].parent?;
                    rest = more;
                }
                Some(self.inside(at, rest, seen))
            }
            _ => self.find(from, path, seen),
        }
    }

    /// Where a path leads from within a module of this crate. What cannot be found, such as what a
    /// macro made, is taken to be the module's own.
    fn inside(&self, number: usize, path: &[String], seen: &mut Vec<(usize, String)>) -> Target {
        if path.is_empty() {
            return Target::Module(number);
        }
        self.find(number, path, seen)
            .unwrap_or(Target::Item(number))
    }

    fn find(
        &self,
        number: usize,
        path: &[String],
        seen: &mut Vec<(usize, String)>,
    ) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        let node = &self.nodes[number];
        // A module and a function may have one name: only the module has something in it.
        let child = node.children.get(first);
        if let Some(&child) = child.filter(|_| !rest.is_empty()) {
            return Some(self.inside(child, rest, seen));
        }
        if node.module.items.contains(first) {
            return Some(Target::Item(number));
        }
        let mark = (number, path.join("::"));
        if !seen.contains(&mark) {
            seen.push(mark);
            let (globs, named): (Vec<&Import>, Vec<&Import>) =
                node.module.imports.iter().partition(|i| i.name == "*");
            for import in named.into_iter().filter(|import| import.name == *first) {
                let full: Vec<String> = import.path.iter().chain(rest).cloned().collect();
                if let Some(target) = self.resolve(number, &full, seen) {
                    return Some(target);
                }
            }
            for import in globs {
                let module = self.resolve(number, &import.path, seen);
                if let Some(target) = module.and_then(|target| self.find_in(target, path, seen)) {
                    return Some(target);
                }
            }
        }
        child.map(|&child| Target::Module(child))
    }

    fn find_in(
        &self,
        target: Target,
        path: &[String],
        seen: &mut Vec<(usize, String)>,
    ) -> Option<Target> {
        match target {
            Target::Module(number) => self.find(number, path, seen),
            Target::Item(_) => None,
        }
    }
}

/// The file of a module that is declared in `folder`.
fn file_of(folder: &Path, name: &str) -> Option<PathBuf> {
    [
        folder.join(format!("{name}.rs")),
        folder.join(name).join("mod.rs"),
    ]
    .into_iter()
    .find(|file| file.exists())
}

/// The sets of files that depend on one another in circles.
pub fn cycles(arrows: &BTreeSet<Arrow>) -> Vec<BTreeSet<PathBuf>> {
    let mut next: BTreeMap<&Path, BTreeSet<&Path>> = BTreeMap::new();
    for arrow in arrows {
        next.entry(&arrow.from).or_default().insert(&arrow.to);
    }
    let reach: BTreeMap<&Path, BTreeSet<&Path>> = next
        .keys()
        .map(|&file| (file, reachable(file, &next)))
        .collect();
    let mut out: Vec<BTreeSet<PathBuf>> = Vec::new();
    for (&file, reached) in &reach {
        let is_known = out.iter().any(|cycle| cycle.contains(file));
        if reached.contains(file) && !is_known {
            let leads_back =
                |other: &&&Path| reach.get(**other).is_some_and(|back| back.contains(file));
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

fn reachable<'a>(
    from: &'a Path,
    next: &BTreeMap<&'a Path, BTreeSet<&'a Path>>,
) -> BTreeSet<&'a Path> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(file) = open.pop() {
        for &to in next.get(file).into_iter().flatten() {
            if seen.insert(to) {
                open.push(to);
            }
        }
    }
    seen
}

/// A cycle and the lines that make it, for a person to mend.
pub fn shown(cycle: &BTreeSet<PathBuf>, arrows: &BTreeSet<Arrow>) -> String {
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

    /// Writes a crate and shows its arrows as `from:line path to`, with the names of files.
    fn arrows_of(files: &[(&str, &str)]) -> (Vec<String>, usize) {
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
        (arrows.iter().map(show).collect(), cycles(&arrows).len())
    }

    #[test]
    fn a_reexport_is_followed_and_is_no_import() {
        let (arrows, cycles) = arrows_of(&[
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
            arrows_of(&[("lib.rs", "mod a;"), ("a/mod.rs", private), child]).1,
            1
        );
        let inline = "mod b;\npub struct Shared;\npub fn all() { b::work(Shared) }";
        assert_eq!(
            arrows_of(&[("lib.rs", "mod a;"), ("a/mod.rs", inline), child]).1,
            1
        );
        let public_and_used =
            "mod b;\npub use b::work;\npub struct Shared;\npub fn all() { work(Shared) }";
        assert_eq!(
            arrows_of(&[("lib.rs", "mod a;"), ("a/mod.rs", public_and_used), child]).1,
            1
        );
        let passed_on = "mod b;\npub use b::work;\npub struct Shared;";
        assert_eq!(
            arrows_of(&[("lib.rs", "mod a;"), ("a/mod.rs", passed_on), child]).1,
            0
        );
    }

    #[test]
    fn a_module_that_is_imported_counts_where_it_is_used() {
        let (arrows, _) = arrows_of(&[
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
        let (arrows, cycles) = arrows_of(&[
            (
                "lib.rs",
                "mod a;\nmod b;\nmod rules;\nmod inline { pub struct Here; pub use crate::b::There; }",
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
                "macro_rules! rules { ($($file:ident)*) => { $(mod $file;)* } }\nrules! {\n    first\n}\npub struct Rule;",
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
