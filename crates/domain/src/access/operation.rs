use super::Ground;

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $code:literal: $($ground:ident)+;)*) => {
        /// Everything that can be asked of the API. The codes are the `operationId`s of the document.
        ///
        /// Later grounds of a line count more than earlier ones: they decide what the caller sees.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Operation { $($(#[$doc])* $name,)* }

        impl Operation {
            /// Every operation, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its `operationId`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// On which grounds it is open.
            pub fn grounds(self) -> &'static [Ground] {
                match self { $(Self::$name => &[$(Ground::$ground),+],)* }
            }

            /// Reads an `operationId`.
            pub fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)* _ => None }
            }
        }

        /// Each operation as a type, so that a signature can name it.
        pub mod op {
            use super::{Names, Operation};

            $(
                $(#[$doc])*
                #[derive(Debug, Clone, Copy)]
                pub struct $name;

                impl Names for $name {
                    const OPERATION: Operation = Operation::$name;
                }
            )*
        }
    };
}

impl Operation {
    /// Whether the answer depends on the object: then it is certain only when the object is known.
    pub fn depends_on_the_object(self) -> bool {
        !self.grounds().iter().all(|g| matches!(g, Ground::Anyone | Ground::SignedIn | Ground::Administrator | Ground::Auditor))
    }
}

/// A type that names one operation.
pub trait Names: 'static {
    /// Which.
    const OPERATION: Operation;
}

operations! {
    // Finding
    /// Lists themes.
    ListThemes = "list_themes": Anyone;
    /// Lists areas.
    ListAreas = "list_areas": Anyone;
    /// Lists published opportunities.
    ListOpportunities = "list_opportunities": Anyone;
    /// Reads a published opportunity.
    ReadOpportunity = "read_opportunity": Anyone;
    /// Lists similar opportunities.
    ListSimilarOpportunities = "list_similar_opportunities": Anyone;
    /// Lists groups.
    ListGroups = "list_groups": Anyone;
    /// Reads a group.
    ReadGroup = "read_group": Anyone;
    /// Searches everything.
    Search = "search": Anyone;
    /// Completes words.
    Suggest = "suggest": Anyone;
    /// Finds matches for a wish.
    FindMatches = "find_matches": Anyone;
    /// Lists ranking policies.
    ListRankingPolicies = "list_ranking_policies": Anyone;
    /// Reads the ranking policy in force.
    ReadCurrentRankingPolicy = "read_current_ranking_policy": Anyone;
    /// Reads a ranking policy.
    ReadRankingPolicy = "read_ranking_policy": Anyone;

    // Signing in
    /// Asks for an account.
    RegisterAccount = "register_account": Anyone;
    /// Proves the address of a registration.
    VerifyAccount = "verify_account": Anyone;
    /// Proves a new address of an account.
    ConfirmEmail = "confirm_email": Anyone;
    /// Logs in.
    LogIn = "log_in": Anyone;
    /// Exchanges a refresh token.
    RefreshLogin = "refresh_login": Anyone;
    /// Asks for a letter with which to choose another password.
    RequestPasswordReset = "request_password_reset": Anyone;
    /// Chooses another password by letter.
    ResetPassword = "reset_password": Anyone;
    /// Exchanges a client's secret for an access token.
    IssueClientToken = "issue_client_token": Anyone;
    /// Reads the public keys.
    ReadKeys = "read_keys": Anyone;

    // One's own
    /// Reads one's account and roles.
    ReadMe = "read_me": SignedIn;
    /// Changes name or language.
    UpdateMe = "update_me": SignedIn;
    /// Deletes one's account.
    DeleteMe = "delete_me": SignedIn;
    /// Changes the password.
    ChangePassword = "change_password": SignedIn;
    /// Asks for another address.
    ChangeEmail = "change_email": SignedIn;
    /// Lists one's devices.
    ListMyLogins = "list_my_logins": SignedIn;
    /// Ends the login of every device.
    EndMyLogins = "end_my_logins": SignedIn;
    /// Ends the login of one device.
    EndMyLogin = "end_my_login": Itself;
    /// Lists the groups one belongs to.
    ListMyGroups = "list_my_groups": SignedIn;
    /// Reads one's profile.
    ReadMyProfile = "read_my_profile": SignedIn;
    /// Keeps one's profile.
    PutMyProfile = "put_my_profile": SignedIn;
    /// Deletes one's profile.
    DeleteMyProfile = "delete_my_profile": SignedIn;
    /// Reads how one can be reached.
    ReadMyContact = "read_my_contact": SignedIn;
    /// Keeps how one can be reached.
    PutMyContact = "put_my_contact": SignedIn;
    /// Deletes how one can be reached.
    DeleteMyContact = "delete_my_contact": SignedIn;
    /// Lists to whom one's contact was opened, and who looked.
    ListMyDisclosures = "list_my_disclosures": SignedIn;
    /// Ends a disclosure of one's contact.
    EndMyDisclosure = "end_my_disclosure": Itself;
    /// Reads of what one is told by letter.
    ReadMyNotices = "read_my_notices": SignedIn;
    /// Says of what one wants to be told by letter.
    PutMyNotices = "put_my_notices": SignedIn;
    /// Reads what a letter's link stops.
    ReadNoticeStop = "read_notice_stop": Anyone;
    /// Stops a kind of letter with one click.
    StopNotices = "stop_notices": Anyone;
    /// Makes or renews the secret address of one's calendar.
    RenewMyCalendar = "renew_my_calendar": SignedIn;
    /// Reads whether one's calendar has a secret address.
    ReadMyCalendar = "read_my_calendar": SignedIn;
    /// Takes the secret address of one's calendar back.
    DeleteMyCalendar = "delete_my_calendar": SignedIn;
    /// Reads somebody's calendar at its secret address.
    ReadCalendar = "read_calendar": Anyone;
    /// Lists what fits one.
    ListMyMatches = "list_my_matches": SignedIn;
    /// Explains how one opportunity fits one.
    ExplainMyMatch = "explain_my_match": SignedIn;
    /// Notes that one has seen opportunities.
    NoteSeenMatches = "note_seen_matches": SignedIn;
    /// Forgets which opportunities one has seen.
    ForgetSeenMatches = "forget_seen_matches": SignedIn;
    /// Exports everything kept about one.
    ExportMyData = "export_my_data": SignedIn;

    // Taking part
    /// Reads the rules of taking part, and for how long things are kept.
    ReadRules = "read_rules": Anyone;
    /// Applies for an opportunity.
    SubmitApplication = "submit_application": SignedIn;
    /// Lists one's applications.
    ListMyApplications = "list_my_applications": SignedIn;
    /// Lists what one was invited to, and how often one may still be asked.
    ListMyInvitations = "list_my_invitations": SignedIn;
    /// Reads an application.
    ReadApplication = "read_application": Coordinator Helper Manager Owner Guardian Itself;
    /// Says yes to a proposal or an offered seat.
    ConsentToApplication = "consent_to_application": Guardian Itself;
    /// Takes an application back.
    WithdrawApplication = "withdraw_application": Manager Owner Guardian Itself;
    /// Accepts an application.
    AcceptApplication = "accept_application": Coordinator Manager Owner;
    /// Says no to an application, or to a proposal.
    DeclineApplication = "decline_application": Coordinator Manager Owner Guardian Itself;
    /// Lists the applications for an opportunity.
    ListOpportunityApplications = "list_opportunity_applications": Coordinator Helper Manager Owner;
    /// Invites somebody once more who took part or applied before.
    InviteVolunteer = "invite_volunteer": Manager Owner;
    /// Reads the contact of a volunteer, as far as it is open.
    ReadApplicationContact = "read_application_contact": Manager Owner;
    /// Lists the messages of an application.
    ListApplicationMessages = "list_application_messages": Guardian Manager Owner Itself;
    /// Writes to the other side of an application.
    SendApplicationMessage = "send_application_message": Manager Owner Itself;
    /// Takes a message back.
    RemoveApplicationMessage = "remove_application_message": Manager Owner Itself;
    /// Reads how much one wants at most.
    ReadMyLimits = "read_my_limits": SignedIn;
    /// Says how much one wants at most.
    PutMyLimits = "put_my_limits": SignedIn;
    /// Reads how much a group gives one person at most.
    ReadGroupLimits = "read_group_limits": Auditor Administrator Coordinator Helper Manager Owner;
    /// Says how much a group gives one person at most.
    PutGroupLimits = "put_group_limits": Manager Owner;

    // Guardians
    /// Makes a code with which a guardian can come forward.
    MakeGuardianCode = "make_guardian_code": SignedIn;
    /// Comes forward as a minor's guardian.
    ClaimGuardianship = "claim_guardianship": SignedIn;
    /// Lists those one is a guardian of.
    ListMyWards = "list_my_wards": SignedIn;
    /// Lists one's guardians.
    ListMyGuardians = "list_my_guardians": SignedIn;
    /// Lists ties to guardians, such as those that wait to be confirmed.
    ListGuardianships = "list_guardianships": Administrator Coordinator;
    /// Confirms a tie to a guardian.
    ConfirmGuardianship = "confirm_guardianship": Administrator Coordinator;
    /// Ends a tie to a guardian.
    EndGuardianship = "end_guardianship": Administrator Coordinator Itself Guardian;
    /// Lists a ward's applications.
    ListWardApplications = "list_ward_applications": Guardian;
    /// Agrees for a minor, or writes down that a guardian did.
    GiveWardConsent = "give_ward_consent": Administrator Coordinator Guardian;
    /// Takes a consent back.
    WithdrawConsent = "withdraw_consent": Administrator Coordinator Itself Guardian;
    /// Lists what one has agreed to, and what others have for one.
    ListMyConsents = "list_my_consents": SignedIn;
    /// Reads what people agree to, word for word.
    ListConsentTexts = "list_consent_texts": Anyone;

    // The record
    /// Notes whether somebody was there.
    RecordAttendance = "record_attendance": Helper Manager Owner;
    /// Notes who was there.
    RecordAttendanceList = "record_attendance_list": Helper Manager Owner;
    /// Shows the code for the door.
    ReadCheckInCode = "read_check_in_code": Itself;
    /// Notes by code that somebody is there.
    CheckIn = "check_in": Helper Manager Owner;
    /// Lists who was there.
    ListOpportunityParticipations = "list_opportunity_participations": Coordinator Helper Manager Owner;
    /// Lists one's record.
    ListMyParticipations = "list_my_participations": SignedIn;
    /// Adds one's record up.
    ReadMyRecord = "read_my_record": SignedIn;
    /// Objects to a line of one's record.
    ObjectToParticipation = "object_to_participation": Itself;
    /// Makes a certificate of one's record.
    CreateCertificate = "create_certificate": SignedIn;
    /// Lists one's certificates.
    ListMyCertificates = "list_my_certificates": SignedIn;
    /// Takes a certificate back.
    RevokeCertificate = "revoke_certificate": Itself;
    /// Checks a certificate.
    CheckCertificate = "check_certificate": Anyone;
    /// Reads the ladder.
    ReadLadder = "read_ladder": Anyone;
    /// Reads where one stands on the ladder.
    ReadMyLadder = "read_my_ladder": SignedIn;

    // Groups
    /// Founds a group.
    CreateGroup = "create_group": SignedIn;
    /// Reads a group as those who look after it see it.
    ReadGroupInFull = "read_group_in_full": Auditor Administrator Coordinator Helper Manager Owner;
    /// Changes a group.
    UpdateGroup = "update_group": Administrator Coordinator Manager Owner;
    /// Lists a group's people.
    ListGroupMembers = "list_group_members": Auditor Administrator Coordinator Helper Manager Owner;
    /// Changes what one of a group's people may do.
    ChangeGroupMember = "change_group_member": Administrator Owner;
    /// Takes one of a group's people out; oneself at any time.
    RemoveGroupMember = "remove_group_member": Administrator Owner Itself;
    /// Invites somebody into a group.
    InviteToGroup = "invite_to_group": Administrator Coordinator Owner;
    /// Lists open invitations.
    ListGroupInvitations = "list_group_invitations": Administrator Coordinator Owner;
    /// Takes an invitation back.
    CancelGroupInvitation = "cancel_group_invitation": Administrator Coordinator Owner;
    /// Accepts an invitation.
    AcceptInvitation = "accept_invitation": SignedIn;
    /// Lists the groups that wait for review.
    ListReviews = "list_reviews": Administrator Coordinator;
    /// Lets a new group in.
    ApproveGroup = "approve_group": Administrator Coordinator;
    /// Turns a new group away.
    RefuseGroup = "refuse_group": Administrator Coordinator;
    /// Takes a group out of public view.
    SuspendGroup = "suspend_group": Administrator Coordinator;
    /// Brings a group back.
    ReinstateGroup = "reinstate_group": Administrator Coordinator;

    // Opportunities
    /// Lists a group's opportunities in any state.
    ListGroupOpportunities = "list_group_opportunities": Auditor Administrator Coordinator Helper Manager Owner;
    /// Drafts an opportunity.
    CreateOpportunity = "create_opportunity": Manager Owner;
    /// Reads an opportunity as those who look after it see it.
    ReadOpportunityInFull = "read_opportunity_in_full": Auditor Administrator Coordinator Helper Manager Owner;
    /// Changes an opportunity.
    UpdateOpportunity = "update_opportunity": Administrator Coordinator Manager Owner;
    /// Opens an opportunity to the public.
    PublishOpportunity = "publish_opportunity": Manager Owner;
    /// Ends an opportunity.
    CloseOpportunity = "close_opportunity": Administrator Coordinator Manager Owner;
    /// Calls an opportunity off.
    CancelOpportunity = "cancel_opportunity": Administrator Coordinator Manager Owner;

    // Partners
    /// Lists what this partner brought in.
    ListPartnerOpportunities = "list_partner_opportunities": Partner;
    /// Reads what this partner brought in under a reference.
    ReadPartnerOpportunity = "read_partner_opportunity": Partner;
    /// Brings in an opportunity under the partner's own reference.
    PutPartnerOpportunity = "put_partner_opportunity": Partner;
    /// Calls off what this partner brought in.
    WithdrawPartnerOpportunity = "withdraw_partner_opportunity": Partner;
    /// Brings in many.
    PushPartnerOpportunities = "push_partner_opportunities": Partner;
    /// Reads a group that this partner brought in.
    ReadPartnerGroup = "read_partner_group": Partner;
    /// Brings in a group under the partner's own reference.
    PutPartnerGroup = "put_partner_group": Partner;

    // Companies
    /// Enters a company.
    CreateCompany = "create_company": Administrator;
    /// Lists companies.
    ListCompanies = "list_companies": CompanyServer CompanyManager Auditor Administrator;
    /// Reads a company.
    ReadCompany = "read_company": CompanyServer CompanyManager Auditor Administrator;
    /// Changes a company.
    UpdateCompany = "update_company": CompanyManager Administrator;

    // Administration
    /// Lists accounts.
    ListAccounts = "list_accounts": Auditor Administrator;
    /// Reads an account.
    ReadAccount = "read_account": Auditor Administrator;
    /// Closes an account for the time being.
    DisableAccount = "disable_account": Administrator;
    /// Opens it again.
    EnableAccount = "enable_account": Administrator;
    /// Lists roles.
    ListRoles = "list_roles": Auditor Administrator;
    /// Gives a role.
    GiveRole = "give_role": Administrator;
    /// Takes a role.
    TakeRole = "take_role": Administrator;
    /// Enters a client.
    CreateClient = "create_client": Administrator;
    /// Lists clients.
    ListClients = "list_clients": CompanyManager Auditor Administrator;
    /// Reads a client.
    ReadClient = "read_client": CompanyManager Auditor Administrator;
    /// Changes a client.
    UpdateClient = "update_client": Administrator;
    /// Takes a client's rights.
    RevokeClient = "revoke_client": Administrator;
    /// Makes a secret for a client.
    AddClientSecret = "add_client_secret": CompanyManager Administrator;
    /// Takes a secret back.
    RevokeClientSecret = "revoke_client_secret": CompanyManager Administrator;
    /// Publishes a ranking policy.
    CreateRankingPolicy = "create_ranking_policy": Administrator;
    /// Puts a ranking policy in force.
    SwitchRankingPolicy = "switch_ranking_policy": Administrator;
    /// Records what the lab measured of a ranking policy.
    RecordMeasuredEffect = "record_measured_effect": Administrator;
    /// Reads the audit trail.
    ReadAudit = "read_audit": Administrator Auditor;

    // Whoever runs it, whoever comes by
    /// Answers that the process lives.
    Livez = "livez": Anyone;
    /// Answers whether it can be sent work.
    Readyz = "readyz": Anyone;
    /// Answers the metrics.
    Metrics = "metrics": Anyone;
    /// Answers the document.
    Openapi = "openapi": Anyone;
    /// Answers the page at the door.
    Welcome = "welcome": Anyone;
}
