use crate::{area, documents, finding, group, health, matching, opportunity, policy, theme, welcome};
use utoipa_actix_web::service_config::ServiceConfig;

/// Every operation, grouped by who calls. One gesture registers a route and its documentation.
pub fn routes(at: &mut ServiceConfig<'_>) {
    // Anybody: finding
    at.service(theme::list_themes);
    at.service(area::list_areas);
    at.service(opportunity::list_opportunities);
    at.service(opportunity::read_opportunity);
    at.service(opportunity::list_similar_opportunities);
    at.service(group::list_groups);
    at.service(group::read_group);
    at.service(finding::search_everything);
    at.service(finding::suggest_completions);

    // Anybody: matching
    at.service(matching::find_matches);
    at.service(policy::read_current_policy);

    // Whoever runs it
    at.service(health::alive);
    at.service(health::ready);
    at.service(health::measure);

    // Whoever comes by
    at.service(documents::read_document);
    at.service(welcome::welcome);
}
