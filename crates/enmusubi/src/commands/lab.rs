use crate::cli::{Common, Lab as Settings, LabCommand};
use crate::console::{self, Steps};
use crate::lab::{Lab, Published, Scenario, TownName, golden, policy_file};
use crate::node::Workshop;
use enmusubi_domain::matching::Policy;
use enmusubi_persistence::StoreError;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// Rows read at a time.
const AT_A_TIME: usize = 2_000;

pub fn run(common: &Common, settings: &Settings) -> Result<(), String> {
    if let Some(LabCommand::Golden { policy, case }) = &settings.command {
        let policy = policy.as_deref().map(policy_file::read).transpose()?;
        return golden::run(&golden::Request { policy: policy.as_ref(), case: case.as_deref() });
    }
    let mut scenario = Scenario::read(settings.scenario.as_deref().unwrap_or("demo-town"))?;
    scenario.weeks = settings.weeks.unwrap_or(scenario.weeks);
    scenario.seed = settings.seed.unwrap_or(scenario.seed);
    let given = settings.policies.iter().map(|file| Ok((name(file), policy_file::read(file)?))).collect::<Result<Vec<_>, String>>()?;
    let now = chrono::Utc::now();
    let today = now.with_timezone(&common.time_zone).date_naive();
    // The one store that is opened: both what is published and the policy it is ranked by are read from it.
    let workshop = (scenario.town == TownName::Installation).then(|| super::open(common)).transpose()?;
    let in_force = match &workshop {
        Some(workshop) => workshop.policies().map_err(|e| e.to_string())?.current().policy.clone(),
        None => Policy::default(),
    };
    let mut lab = Lab::new(scenario, &in_force, &given, today, || match &workshop {
        Some(workshop) => published(workshop),
        None => Err("no installation is open".to_owned()),
    })?;
    if let Some(file) = &settings.arrivals {
        let named = |e: &dyn std::fmt::Display| format!("--arrivals {}: {e}", file.display());
        lab = lab.with_log(BufReader::new(File::open(file).map_err(|e| named(&e))?)).map_err(|e| named(&e))?;
    }
    let mut steps = Steps::begin("週 weeks", Some(lab.steps()));
    let study = lab.run(|weeks| steps.at(weeks))?;
    steps.end();
    console::say(study.text().trim_end());
    if let Some(file) = &settings.json {
        let text = serde_json::to_string_pretty(&study.json(now)).map_err(|e| e.to_string())?;
        write(file, "--json", &format!("{text}\n"))?;
    }
    if let Some(file) = &settings.svg {
        write(file, "--svg", &study.svg()?)?;
    }
    Ok(())
}

/// A policy goes by the name of its file.
fn name(file: &Path) -> String {
    file.file_stem().map_or_else(|| file.display().to_string(), |s| s.to_string_lossy().into_owned())
}

fn write(file: &Path, flag: &str, text: &str) -> Result<(), String> {
    std::fs::write(file, text).map_err(|e| format!("{flag} {}: {e}", file.display()))?;
    console::note(&format!("→ {}", file.display()));
    Ok(())
}

/// What the installation has published. Read only; no person is among it.
fn published(workshop: &Workshop) -> Result<Published, String> {
    let city = workshop.city().map_err(|e| e.to_string())?;
    let read = || -> Result<_, StoreError> {
        let (mut groups, mut opportunities) = (vec![], vec![]);
        loop {
            let after = groups.last().map(|g: &enmusubi_domain::group::Group| g.id);
            let some = workshop.store.read(|tx| tx.groups_after(after, AT_A_TIME))?;
            if some.is_empty() {
                break;
            }
            groups.extend(some);
        }
        loop {
            let after = opportunities.last().map(|o: &enmusubi_domain::opportunity::Opportunity| o.id);
            let some = workshop.store.read(|tx| tx.opportunities_after(after, AT_A_TIME))?;
            if some.is_empty() {
                break;
            }
            opportunities.extend(some);
        }
        Ok((groups, opportunities))
    };
    let (groups, opportunities) = read().map_err(|e| e.to_string())?;
    Ok(Published { city, groups, opportunities })
}
