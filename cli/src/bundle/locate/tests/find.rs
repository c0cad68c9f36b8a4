//! Which esbuild is found among those on the machine.

use super::*;

/// `@esbuild/<platform>` below `folder`.
fn scoped(folder: &str) -> String {
    format!("{folder}/@esbuild/{}", platform())
}

fn scoped_name() -> String {
    format!("@esbuild/{}", platform())
}

#[tokio::test]
async fn the_named_program_wins_and_must_be_one() {
    let place = Place::new();
    place.package(&scoped("project/node_modules"), &scoped_name(), "0.25.0");
    let own = place.executable("own", "#!/bin/sh\n");
    let named = place.locate(&[("PARTYRS_ESBUILD", own.to_str().unwrap())]).await;
    assert_eq!(named, Ok(own.clone()));
    let mut options = place.options(&[("PARTYRS_ESBUILD", "/nowhere")]);
    options.explicit = Some(own.clone());
    assert_eq!(locate(&options, &|_| ()).await.unwrap().path, own);

    options.explicit = Some("/nowhere/esbuild".into());
    let error = locate(&options, &|_| ()).await.unwrap_err();
    assert_eq!(
        error.message,
        "`/nowhere/esbuild`, named by `--esbuild`, does not exist"
    );
    let text = place.write("text", "#!/bin/sh\n").display().to_string();
    let error = place.locate(&[("PARTYRS_ESBUILD", &text)]).await.unwrap_err();
    assert_eq!(
        error,
        format!("`{text}`, named by `PARTYRS_ESBUILD`, is not a program that can be run")
    );
}

#[tokio::test]
async fn the_projects_package_is_found_beside_it_and_hoisted_above_it() {
    for folder in ["project/node_modules", "node_modules"] {
        let place = Place::new();
        place.shim(&format!("{folder}/esbuild"), "0.25.0");
        let program = place.package(&scoped(folder), &scoped_name(), "0.25.0");
        assert_eq!(place.locate(&[]).await, Ok(program), "{folder}");
    }
}

#[tokio::test]
async fn the_package_esbuild_counts_when_it_is_the_binary() {
    let place = Place::new();
    let program = place.package("project/node_modules/esbuild", "esbuild", "0.25.0");
    assert_eq!(place.locate(&[]).await, Ok(program));
    let place = Place::new();
    place.shim("project/node_modules/esbuild", "0.25.0");
    assert!(place.locate(&[]).await.is_err());
}

#[tokio::test]
async fn nested_copies_are_found_partykits_first() {
    let place = Place::new();
    let bundlers = place.package(
        &scoped("project/node_modules/bundler/node_modules"),
        &scoped_name(),
        "0.27.0",
    );
    assert_eq!(place.locate(&[]).await, Ok(bundlers));
    let partykits = "project/node_modules/partykit/node_modules";
    place.shim(&format!("{partykits}/esbuild"), "0.21.5");
    let program = place.package(
        &scoped(&format!("{partykits}/esbuild/node_modules")),
        &scoped_name(),
        "0.21.5",
    );
    assert_eq!(place.locate(&[]).await, Ok(program));
}

#[tokio::test]
async fn pnpms_store_is_found_by_its_links_and_else_the_newest_in_it() {
    let place = Place::new();
    let entry = |version: &str| {
        format!(
            "project/node_modules/.pnpm/@esbuild+{}@{version}/node_modules",
            platform()
        )
    };
    place.package(&scoped(&entry("0.21.5")), &scoped_name(), "0.21.5");
    let newest = place.package(&scoped(&entry("0.25.10")), &scoped_name(), "0.25.10");
    place.package(&scoped(&entry("0.25.9")), &scoped_name(), "0.25.9");
    assert_eq!(place.locate(&[]).await, Ok(newest));

    let store = "project/node_modules/.pnpm/esbuild@0.21.5/node_modules";
    place.shim(&format!("{store}/esbuild"), "0.21.5");
    place.link(&scoped(store), &scoped(&entry("0.21.5")));
    place.link("project/node_modules/esbuild", &format!("{store}/esbuild"));
    let linked = place.path(&format!("{}/bin/esbuild", scoped(store)));
    assert_eq!(place.locate(&[]).await, Ok(linked));
}

#[tokio::test]
async fn yarns_unplugged_package_is_found() {
    let place = Place::new();
    let folder = format!(
        "project/.yarn/unplugged/@esbuild-{}-npm-0.25.0-0123abcd",
        platform()
    );
    let program = place.package(
        &scoped(&format!("{folder}/node_modules")),
        &scoped_name(),
        "0.25.0",
    );
    assert_eq!(place.locate(&[]).await, Ok(program));
}

#[tokio::test]
async fn what_is_too_old_or_for_another_machine_is_skipped_with_a_note() {
    let place = Place::new();
    let old = place.package(&scoped("project/node_modules"), &scoped_name(), "0.17.3");
    place.manifest("project/node_modules/esbuild", "esbuild", "0.25.0");
    let mut head = binary::tests::native_head();
    head[if cfg!(target_os = "macos") { 4 } else { 18 }] = 3;
    let foreign = place.executable("project/node_modules/esbuild/bin/esbuild", head);
    let good = place.package(&scoped("node_modules"), &scoped_name(), "0.19.0");
    let told = Told::default();
    let found = locate(&place.options(&[]), &told.listen()).await.unwrap();
    assert_eq!(found.path, good);
    let skipped = |path, reason: &str| Progress::Skipped {
        path,
        reason: reason.to_owned(),
    };
    assert_eq!(
        told.all(),
        [
            skipped(old, "version 0.17.3 is older than 0.19.0"),
            skipped(foreign, "it is for another system or processor"),
        ]
    );
}

#[tokio::test]
async fn a_script_on_the_path_leads_to_its_packages_binary() {
    let place = Place::new();
    place.shim("global/lib/node_modules/esbuild", "0.25.0");
    place.link(
        "global/bin/esbuild",
        "global/lib/node_modules/esbuild/bin/esbuild",
    );
    let program = place.package(
        &scoped("global/lib/node_modules/esbuild/node_modules"),
        &scoped_name(),
        "0.25.0",
    );
    let path = format!("relative:{}", place.path("global/bin").display());
    assert_eq!(place.locate(&[("PATH", &path)]).await, Ok(program));
}

#[tokio::test]
async fn a_program_on_the_path_without_a_package_is_asked_for_its_version() {
    let place = Place::new();
    place.executable("old/esbuild", "#!/bin/sh\necho 0.14.1\n");
    place.executable("broken/esbuild", "#!/bin/sh\nexit 3\n");
    let good = place.executable("good/esbuild", "#!/bin/sh\necho 0.24.2\n");
    let folders = ["old", "broken", "good"].map(|folder| place.path(folder));
    let path = std::env::join_paths(folders).unwrap().into_string().unwrap();
    assert_eq!(place.locate(&[("PATH", &path)]).await, Ok(good));
}

#[tokio::test]
async fn the_cache_is_asked_last() {
    let place = Place::new();
    let cached = place.executable(
        "cache/partyrs/esbuild-9.9.9/esbuild",
        binary::tests::native_head(),
    );
    assert_eq!(place.locate(&[]).await, Ok(cached));
    let own = place.package(&scoped("project/node_modules"), &scoped_name(), "0.25.0");
    assert_eq!(place.locate(&[]).await, Ok(own));
}
