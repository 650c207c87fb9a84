use super::view::AcceptedView;
use crate::access::{Act, May};
use crate::account::{LetterRequest, Token};
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Conflict, Problem, RuleRefusals};
use crate::writing::{Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::{Facts, Grant, Role, RoleKind, op};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::city::City;
use enmusubi_domain::group::Group;
use enmusubi_domain::id::GrantId;
use enmusubi_domain::invitation::Invitation;
use enmusubi_persistence::{Constraint, Purpose, StoreError};

/// Accept an invitation
///
/// With the code of the letter, signed in with the account whose address it went to.
///
/// 招待を受ける。招待メールを受け取ったアドレスのアカウントでログインして、メールのコードを送ります。
#[utoipa::path(
    tag = "Groups",
    operation_id = "accept_invitation",
    params(Asked<Nothing>, Once),
    request_body(content = LetterRequest, content_type = "application/json", description = "The code. メールのコード。", example = json!(crate::account::examples::token())),
    responses(
        (status = 200, description = "What one belongs to now. 参加した団体。", body = AcceptedView, example = json!(super::examples::accepted())),
        BodyRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/invitations/accept")]
pub async fn accept_invitation(
    context: Data<Context>,
    may: May<op::AcceptInvitation>,
    key: Once,
    _: Asked<Nothing>,
    body: Body<LetterRequest>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let token = Token::read(&body.0.token)?;
    let grant = GrantId::new();
    let work = move |act: &mut Act<'_, '_>| {
        let (invitation, group) = offered(act, &token, &city)?;
        let (now, who) = (act.now()?, act.account()?);
        if act.tx.member(group.id, who)?.is_some() {
            return Err(Conflict::AlreadyMember.into());
        }
        let role = Role::in_group(invitation.role, group.id).ok_or(Problem::Internal)?;
        let grant = Grant { id: grant, account: who, role, until: None, given_by: Some(invitation.invited_by), given_at: now, taken_at: None };
        match act.tx.give_role(&grant) {
            // Somebody accepted another invitation in this very moment.
            Err(StoreError::Constraint(Constraint::RoleInGroup)) => return Err(Conflict::AlreadyMember.into()),
            done => done?,
        }
        if matches!(invitation.role, RoleKind::Owner | RoleKind::Manager) {
            act.tx.put_group(&group.clone().spoken_for(now))?;
        }
        act.audit((ObjectKind::Group, group.id.0), &["people"], None)?;
        act.audit((ObjectKind::Invitation, invitation.id.0), &[], None)?;
        act.audit((ObjectKind::Member, who.0), &["role"], None)?;
        Reply::done(&AcceptedView::of(&group, invitation.role))
    };
    context.write_once(key, &may, work).await
}

/// Uses up what the letter carried, and gives what it offers, if it is meant for whoever asks and still counts.
fn offered(act: &mut Act<'_, '_>, token: &Token, city: &City) -> Result<(Invitation, Group), Problem> {
    let letter = token.use_up(act.tx, Purpose::Invitation)?;
    let invitation = letter.invitation.map(|id| act.tx.invitation(id)).transpose()?.flatten().ok_or_else(Token::refused)?;
    let who = act.account()?;
    if invitation.invited_by == who {
        // Nobody gives themselves a role, by letter no more than otherwise.
        return Err(Conflict::OwnRights.into());
    }
    let account = act.tx.account(who)?.ok_or(Problem::Credentials)?;
    if account.email != invitation.email {
        // Nothing is kept, so the letter still works for whom it was meant.
        return Err(Conflict::OtherAddress.into());
    }
    let group = act.tx.group(invitation.group)?.ok_or_else(Token::refused)?;
    let sender = act.tx.account(invitation.invited_by)?.filter(|sender| sender.disabled_at.is_none());
    let roles = act.tx.grants_of(invitation.invited_by)?.into_iter().map(|grant| grant.role).collect();
    let counts = sender.is_some() && invitation.still_counts(roles, &Facts::of_group(&group, &city.areas));
    if !counts || !act.tx.accept_invitation(invitation.id)? {
        return Err(Token::refused());
    }
    Ok((invitation, group))
}
