//! Tests the pipelines that publish a catalogue: the action of this repository, the template for GitLab and the
//! workflows in the documentation. Their steps run here as a CI service runs them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::history::git;
use crate::support::{PROGRAM, read, small_catalogue, write};
use serde_json::Value;
use tempfile::TempDir;

/// A commit that pins the action.
const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).expect("valid YAML")
}

/// Returns the blocks of YAML on a page of the documentation.
fn blocks(page: &str) -> Vec<Value> {
    let page = read(&top().join("docs"), page);
    let blocks = page.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default());
    blocks.map(yaml).collect()
}

/// A CI service: a checkout of a catalogue with a history, a folder for temporary files, and a release on the disk.
struct Service {
    checkout: TempDir,
    temporary: TempDir,
    digest: String,
}

impl Service {
    fn new() -> Service {
        let checkout = small_catalogue();
        git(checkout.path(), &["init", "--quiet"]);
        git(checkout.path(), &["add", "."]);
        git(checkout.path(), &["commit", "--quiet", "--message", "All"]);
        git(checkout.path(), &["update-ref", "refs/remotes/origin/main", "HEAD"]);
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let version = env!("CARGO_PKG_VERSION");
        let name = format!("katalog-{version}-x86_64-unknown-linux-musl");
        let folder = temporary.path().join("releases").join(format!("v{version}"));
        fs::create_dir_all(folder.join(&name)).expect("a folder");
        fs::copy(&*PROGRAM, folder.join(&name).join("katalog")).expect("a copy of the program");
        let archive = format!("{name}.tar.gz");
        let packed = Command::new("tar")
            .args(["--use-compress-program", "gzip -1", "-cf", &archive, &name])
            .current_dir(&folder)
            .status();
        assert!(packed.expect("tar starts").success());
        let sum = Command::new("sha256sum").arg(&archive).current_dir(&folder).output().expect("sha256sum");
        let digest = String::from_utf8_lossy(&sum.stdout).split(' ').next().unwrap_or_default().to_owned();
        Service { checkout, temporary, digest }
    }

    fn temporary(&self, name: &str) -> PathBuf {
        self.temporary.path().join(name)
    }

    /// Runs a script as the service does, with variables and nothing of the environment besides the search path.
    fn run(&self, script: &str, variables: &BTreeMap<String, String>) -> Output {
        let file = self.temporary("step.sh");
        write(&file, script.as_bytes());
        let path = std::env::var("PATH").unwrap_or_default();
        let mut shell = Command::new("bash");
        shell.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(file).current_dir(self.checkout.path());
        shell.env_clear().env("PATH", format!("{}:{path}", self.temporary("bin").display()));
        shell.env("HOME", self.temporary.path()).env("RUNNER_TEMP", self.temporary.path());
        shell.env("GITHUB_WORKSPACE", self.checkout.path()).env("GITHUB_ACTION_PATH", top());
        shell
            .env("GITHUB_OUTPUT", self.temporary("output"))
            .env("RUNNER_OS", "Linux")
            .env("RUNNER_ARCH", "X64");
        shell.env("KATALOG_RELEASES", format!("file://{}", self.temporary("releases").display()));
        shell.envs(variables).output().expect("bash starts")
    }

    /// Runs the steps of the action with inputs, until one fails. Returns the output of the last one, and those that the
    /// action declares.
    fn action(&self, inputs: &[(&str, &str)], base: &str) -> (Output, BTreeMap<String, String>) {
        let action = yaml(&read(top(), "action.yml"));
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        for (name, input) in action["inputs"].as_object().expect("inputs") {
            let default = input.get("default").and_then(Value::as_str).unwrap_or_default();
            known.insert(format!("inputs.{name}"), default.to_owned());
        }
        for (name, value) in inputs {
            assert!(known.insert(format!("inputs.{name}"), (*value).to_owned()).is_some(), "{name}");
        }
        known.insert("github.action_ref".to_owned(), COMMIT.to_owned());
        known.insert("github.token".to_owned(), "token".to_owned());
        let mut last = None;
        for step in action["runs"]["steps"].as_array().expect("steps") {
            let holds = match step.get("if").and_then(Value::as_str) {
                None => true,
                Some("inputs.check == 'true'") => known["inputs.check"] == "true",
                Some("inputs.host != ''") => !known["inputs.host"].is_empty(),
                Some(other) => panic!("a condition that this test does not know: {other}"),
            };
            if !holds {
                continue;
            }
            let script = step["run"].as_str().expect("a script");
            assert!(!script.contains("${{"), "an expression in a script: {script}");
            let mut variables = BTreeMap::from([("GITHUB_BASE_REF".to_owned(), base.to_owned())]);
            for (name, value) in step["env"].as_object().expect("variables") {
                let value = value.as_str().expect("a text");
                let expression = value.strip_prefix("${{ ").and_then(|it| it.strip_suffix(" }}"));
                variables.insert(name.clone(), known[expression.expect("an expression")].clone());
            }
            write(&self.temporary("output"), b"");
            let output = self.run(script, &variables);
            let is_good = output.status.success();
            last = Some(output);
            if !is_good {
                break;
            }
            for line in read(self.temporary.path(), "output").lines() {
                let (name, value) = line.split_once('=').expect("an output");
                let id = step["id"].as_str().expect("an id");
                known.insert(format!("steps.{id}.outputs.{name}"), value.to_owned());
            }
        }
        let outputs = action["outputs"].as_object().expect("outputs").iter().map(|(name, output)| {
            let expression = output["value"].as_str().expect("a text").trim_matches(['$', '{', '}', ' ']);
            (name.clone(), known.get(expression).cloned().unwrap_or_default())
        });
        (last.expect("a step"), outputs.collect())
    }

    /// Puts a program before all others that writes its arguments and ends with a code.
    fn pretend(&self, program: &str, code: u8) {
        use std::os::unix::fs::PermissionsExt;
        let path = self.temporary("bin").join(program);
        let arguments = self.temporary(program);
        write(&path, format!("#!/bin/sh\necho \"$@\" >'{}'\nexit {code}\n", arguments.display()).as_bytes());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("permissions");
    }
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

#[test]
fn the_action_checks_and_builds_outside_the_checkout() {
    let service = Service::new();
    let (output, outputs) = service.action(&[("sha256", &service.digest), ("host", "nginx")], "main");
    assert!(output.status.success(), "{}", told(&output));
    assert!(Path::new(&outputs["site"]).join("nginx.conf").is_file());
    assert!(Path::new(&outputs["program"]).is_file());
    assert!(!service.checkout.path().join("public").exists(), "a site in the checkout");
}

#[test]
fn the_action_can_only_install_the_program() {
    let service = Service::new();
    let inputs = [("sha256", service.digest.as_str()), ("check", "false"), ("host", "")];
    let (output, outputs) = service.action(&inputs, "");
    assert!(output.status.success() && Path::new(&outputs["program"]).is_file(), "{}", told(&output));
    assert!(outputs["site"].is_empty() && !service.temporary("site").exists());
}

#[test]
fn the_action_shows_problems_and_fails() {
    let service = Service::new();
    write(&service.checkout.path().join("content/areas.yaml"), b"health: [\n");
    let (output, outputs) = service.action(&[("sha256", &service.digest)], "main");
    assert!(!output.status.success() && told(&output).contains("::error file=content/areas.yaml"));
    assert!(outputs["site"].is_empty());
}

#[test]
fn the_action_unpacks_only_the_archive_that_was_named() {
    let service = Service::new();
    let (output, _) = service.action(&[("sha256", &"0".repeat(64))], "");
    assert!(!output.status.success() && told(&output).contains(&service.digest), "{}", told(&output));
    let unpacked: Vec<_> = fs::read_dir(service.temporary("katalog")).expect("a folder").collect();
    assert_eq!(unpacked.len(), 1, "only the archive: {unpacked:?}");
}

#[test]
fn the_action_asks_for_the_attestation_of_its_own_commit() {
    let service = Service::new();
    let name = env!("CARGO_PKG_REPOSITORY").trim_start_matches("https://github.com/");
    let version = env!("CARGO_PKG_VERSION");
    service.pretend("gh", 0);
    let (output, _) = service.action(&[], "");
    assert!(output.status.success(), "{}", told(&output));
    let asked = read(service.temporary.path(), "gh");
    assert_eq!(
        asked.trim_end(),
        format!(
            "attestation verify katalog-{version}-x86_64-unknown-linux-musl.tar.gz --repo {name} \
             --deny-self-hosted-runners --signer-workflow {name}/.github/workflows/release.yml \
             --source-ref refs/tags/v{version} --source-digest {COMMIT}"
        )
    );
    let (output, _) = service.action(&[("version", version)], "");
    assert!(output.status.success() && !read(service.temporary.path(), "gh").contains("--source-digest"));

    service.pretend("gh", 1);
    fs::remove_dir_all(service.temporary("katalog")).expect("a folder");
    let (output, outputs) = service.action(&[], "");
    assert!(!output.status.success() && outputs["program"].is_empty());
    assert_eq!(fs::read_dir(service.temporary("katalog")).expect("a folder").count(), 1);
}

#[test]
fn inputs_of_the_action_are_never_part_of_a_script() {
    let service = Service::new();
    let planted = "$(touch planted)`touch planted`\"; touch planted; \"";
    for name in ["version", "sha256", "root", "host", "strict", "output"] {
        let mut inputs = vec![("sha256", service.digest.as_str())];
        inputs.retain(|(other, _)| *other != name);
        inputs.push((name, planted));
        service.pretend("gh", 0);
        service.action(&inputs, planted);
        assert!(!service.checkout.path().join("planted").exists(), "{name}");
        assert!(!service.temporary("katalog/planted").exists(), "{name}");
    }
}

#[test]
fn the_action_refuses_an_output_folder_in_the_checkout() {
    let service = Service::new();
    let inside = service.checkout.path().join("site");
    for output in [inside.to_str().expect("a path in UTF-8"), "site", "../site"] {
        let (result, _) = service.action(&[("sha256", &service.digest), ("output", output)], "");
        assert!(!result.status.success() && told(&result).contains("::error::output"), "{output}");
    }
}

#[test]
fn the_template_for_gitlab_checks_builds_and_reports() {
    let service = Service::new();
    let template = yaml(
        &read(&top().join("docs/starter"), ".gitlab-ci.yml").replace("X.Y.Z", env!("CARGO_PKG_VERSION")),
    );
    let mut variables: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in template["variables"].as_object().expect("variables") {
        variables.insert(name.clone(), value.as_str().expect("a text").to_owned());
    }
    variables.insert("CI_JOB_ID".to_owned(), "1".to_owned());
    variables.insert("CI_PROJECT_DIR".to_owned(), service.checkout.path().display().to_string());
    // Here, apt-get installs nothing, and temporary files and programs have other folders.
    service.pretend("apt-get", 0);
    let lines = |of: &Value| -> String {
        let lines = of.as_array().expect("lines").iter().map(|line| line.as_str().expect("a line"));
        let temporary = service.temporary.path().to_str().expect("a path in UTF-8");
        let script =
            lines.collect::<Vec<_>>().join("\n").replace("/usr/local/bin", &format!("{temporary}/bin"));
        script.replace("/tmp", temporary)
    };
    let run = |job: &str, variables: &BTreeMap<String, String>| {
        let before = lines(&template["default"]["before_script"]);
        service.run(&format!("{before}\n{}", lines(&template[job]["script"])), variables)
    };
    assert!(!run("check", &variables).status.success(), "the digest is still to be filled in");
    variables.insert("KATALOG_SHA256".to_owned(), service.digest.clone());
    let output = run("check", &variables);
    assert!(output.status.success(), "{}", told(&output));
    assert!(service.temporary("site-1/index.html").is_file());
    let output = service.run(&lines(&template["check"]["after_script"]), &variables);
    assert!(output.status.success() && read(service.checkout.path(), "code-quality.json").starts_with('['));
    let output = run("pages", &variables);
    assert!(output.status.success(), "{}", told(&output));
    assert!(service.checkout.path().join("public/index.html").is_file());
}

/// Returns the jobs of a GitHub workflow, by name.
fn jobs(workflow: &Value) -> impl Iterator<Item = (&String, &Value)> {
    workflow["jobs"].as_object().into_iter().flatten()
}

/// Returns all workflows for GitHub: those in the documentation, and that which makes releases.
fn workflows() -> Vec<Value> {
    let is_workflow = |block: &Value| block.get("jobs").is_some();
    let mut workflows: Vec<Value> =
        ["ci.md", "publishing.md"].into_iter().flat_map(blocks).filter(is_workflow).collect();
    assert_eq!(workflows.len(), 3);
    workflows.push(yaml(&read(&top().join(".github/workflows"), "release.yml")));
    workflows
}

#[test]
fn no_workflow_gives_a_token_to_what_a_repository_contains() {
    for workflow in workflows() {
        assert!(workflow["on"].get("pull_request_target").is_none(), "{workflow:#}");
        assert!(workflow["permissions"].as_object().is_some_and(|all| all.is_empty()), "{workflow:#}");
        let is_proposed = workflow["on"].get("pull_request").is_some();
        for (name, job) in jobs(&workflow) {
            let is_of_main =
                !is_proposed || job["if"] == "github.event_name == 'push' && github.ref == 'refs/heads/main'";
            let can_write =
                job["permissions"].as_object().expect("permissions").values().any(|it| it == "write");
            let has_secrets = can_write || job.to_string().contains("secrets.");
            assert!(is_of_main || !has_secrets, "{name}: {job:#}");
            for step in job["steps"].as_array().expect("steps") {
                let uses = step["uses"].as_str().unwrap_or_default();
                if uses.starts_with("actions/checkout@") {
                    assert_eq!(step["with"]["persist-credentials"], false, "{name}: {step:#}");
                }
                let runs_content = uses.contains("/katalog@") || step.to_string().contains("dist/");
                assert!(!runs_content || !has_secrets, "{name} has a token: {step:#}");
                assert!(!step.to_string().contains("actions/cache"), "{name} has a cache");
                // The action of this project has no commit before its release.
                let is_pinned = uses.is_empty() || uses.contains("/katalog@COMMIT") || {
                    let commit = uses.split('@').nth(1).unwrap_or_default();
                    commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit())
                };
                assert!(is_pinned, "{uses}");
            }
        }
    }
}

#[test]
fn workflows_use_the_inputs_that_the_action_has() {
    let action = yaml(&read(top(), "action.yml"));
    let mut uses = 0;
    for workflow in workflows() {
        for (name, job) in jobs(&workflow) {
            for step in job["steps"].as_array().expect("steps") {
                if step["uses"].as_str().is_some_and(|it| it.contains("/katalog@")) {
                    uses += 1;
                    let inputs = step["with"].as_object().into_iter().flatten();
                    inputs.for_each(|(input, _)| {
                        assert!(action["inputs"].get(input).is_some(), "{name}: {input}")
                    });
                }
            }
        }
    }
    assert_eq!(uses, 4);
}
