use crate::{
    account, administration, allowance, application, area, audit, certificate, client, company, consent, contact, disclosure, documents, export, finding,
    group, guardian, health, invitation, ladder, login, matching, me, member, message, my_calendar, my_matches, notice, oauth, opportunity, participation,
    partner, password_reset, policy, profile, review, role, rules, theme, welcome,
};
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
    at.service(policy::list_ranking_policies);
    at.service(policy::read_current_policy);
    at.service(policy::read_ranking_policy);

    // Anybody: signing in
    at.service(account::register_account);
    at.service(account::verify_account);
    at.service(account::confirm_email);
    at.service(login::log_in);
    at.service(login::refresh_login);
    at.service(password_reset::request_password_reset);
    at.service(password_reset::reset_password);

    // One's own
    at.service(me::read_me);
    at.service(me::update_me);
    at.service(me::delete_me);
    at.service(me::change_password);
    at.service(me::change_email);
    at.service(me::list_my_logins);
    at.service(me::end_my_logins);
    at.service(me::end_my_login);
    at.service(me::list_my_groups);
    at.service(profile::read_my_profile);
    at.service(profile::put_my_profile);
    at.service(profile::delete_my_profile);
    at.service(contact::read_my_contact);
    at.service(contact::put_my_contact);
    at.service(contact::delete_my_contact);
    at.service(disclosure::list_my_disclosures);
    at.service(disclosure::end_my_disclosure);
    at.service(notice::read_my_notices);
    at.service(notice::put_my_notices);
    at.service(notice::read_notice_stop);
    at.service(notice::stop_notices);
    at.service(my_calendar::renew_my_calendar);
    at.service(my_calendar::read_my_calendar);
    at.service(my_calendar::delete_my_calendar);
    at.service(my_calendar::read_calendar);
    at.service(my_matches::list_my_matches);
    at.service(my_matches::note_seen_matches);
    at.service(my_matches::forget_seen_matches);
    at.service(my_matches::explain_my_match);
    at.service(export::export_my_data);

    // Taking part
    at.service(rules::read_rules);
    at.service(application::submit_application);
    at.service(application::list_my_applications);
    at.service(application::list_my_invitations);
    at.service(application::read_application);
    at.service(application::consent_to_application);
    at.service(application::withdraw_application);
    at.service(application::accept_application);
    at.service(application::decline_application);
    at.service(application::list_opportunity_applications);
    at.service(application::invite_volunteer);
    at.service(disclosure::read_application_contact);
    at.service(message::list_application_messages);
    at.service(message::send_application_message);
    at.service(message::remove_application_message);
    at.service(allowance::read_my_limits);
    at.service(allowance::put_my_limits);
    at.service(allowance::read_group_limits);
    at.service(allowance::put_group_limits);

    // Guardians
    at.service(guardian::make_guardian_code);
    at.service(guardian::claim_guardianship);
    at.service(guardian::list_my_wards);
    at.service(guardian::list_my_guardians);
    at.service(guardian::list_guardianships);
    at.service(guardian::confirm_guardianship);
    at.service(guardian::end_guardianship);
    at.service(guardian::list_ward_applications);
    at.service(consent::give_ward_consent);
    at.service(consent::withdraw_consent);
    at.service(consent::list_my_consents);
    at.service(consent::list_consent_texts);

    // The record
    at.service(participation::record_attendance);
    at.service(participation::record_attendance_list);
    at.service(participation::read_check_in_code);
    at.service(participation::check_in);
    at.service(participation::list_opportunity_participations);
    at.service(participation::list_my_participations);
    at.service(participation::read_my_record);
    at.service(participation::object_to_participation);
    at.service(certificate::create_certificate);
    at.service(certificate::list_my_certificates);
    at.service(certificate::revoke_certificate);
    at.service(certificate::check_certificate);
    at.service(ladder::read_ladder);
    at.service(ladder::read_my_ladder);

    // Servers: tokens
    at.service(oauth::issue_client_token);
    at.service(oauth::read_keys);

    // Groups, those who run them, and those who review them
    at.service(group::create_group);
    at.service(group::read_group_in_full);
    at.service(group::update_group);
    at.service(member::list_group_members);
    at.service(member::change_group_member);
    at.service(member::remove_group_member);
    at.service(invitation::invite_to_group);
    at.service(invitation::list_group_invitations);
    at.service(invitation::cancel_group_invitation);
    at.service(invitation::accept_invitation);
    at.service(review::list_reviews);
    at.service(review::approve_group);
    at.service(review::refuse_group);
    at.service(review::suspend_group);
    at.service(review::reinstate_group);

    // Companies
    at.service(company::create_company);
    at.service(company::list_companies);
    at.service(company::read_company);
    at.service(company::update_company);

    // Administrators and auditors
    at.service(administration::list_accounts);
    at.service(administration::read_account);
    at.service(administration::disable_account);
    at.service(administration::enable_account);
    at.service(role::list_roles);
    at.service(role::give_role);
    at.service(role::take_role);
    at.service(client::create_client);
    at.service(client::list_clients);
    at.service(client::read_client);
    at.service(client::update_client);
    at.service(client::revoke_client);
    at.service(client::add_client_secret);
    at.service(client::revoke_client_secret);
    at.service(policy::create_ranking_policy);
    at.service(policy::switch_ranking_policy);
    at.service(policy::record_measured_effect);
    at.service(audit::read_audit);

    // Those who offer something to join
    at.service(opportunity::create_opportunity);
    at.service(opportunity::list_group_opportunities);
    at.service(opportunity::read_opportunity_in_full);
    at.service(opportunity::update_opportunity);
    at.service(opportunity::publish_opportunity);
    at.service(opportunity::close_opportunity);
    at.service(opportunity::cancel_opportunity);

    // Servers: partners
    at.service(partner::list_partner_opportunities);
    at.service(partner::push_partner_opportunities);
    at.service(partner::read_partner_opportunity);
    at.service(partner::put_partner_opportunity);
    at.service(partner::withdraw_partner_opportunity);
    at.service(partner::read_partner_group);
    at.service(partner::put_partner_group);

    // Whoever runs it
    at.service(health::alive);
    at.service(health::ready);
    at.service(health::measure);

    // Whoever comes by
    at.service(documents::read_document);
    at.service(welcome::welcome);
}
