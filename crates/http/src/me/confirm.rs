use crate::access::May;
use crate::context::Context;
use crate::problem::{Problem, wrong_password};
use crate::secret::{Secret, Verdict};
use crate::tries::Tries;
use enmusubi_domain::account::Account;
use enmusubi_persistence::Tx;

/// Somebody who has given their password once more.
#[derive(Clone)]
pub struct Confirmed {
    /// The account as it stood then.
    pub account: Account,
    phc: String,
}

/// Compares the password of whoever is signed in; `field` is where it stands in the body. Wrong ones are counted.
pub async fn confirm<O>(context: &Context, may: &May<O>, field: &'static str, password: Secret) -> Result<Confirmed, Problem> {
    let id = may.caller().account().ok_or(Problem::Forbidden)?;
    let tries = Tries::to_confirm(context, id);
    tries.take(context).await?;
    let known = context.read(may, move |act| Ok(act.tx.account(id)?.zip(act.tx.password_of(id)?))).await?;
    let (account, phc) = known.ok_or(Problem::Credentials)?;
    let stored = phc.clone();
    let verdict = context.hash(move |hasher| hasher.verify(password.reveal(), Some(&stored))).await?;
    if verdict == Verdict::Wrong {
        // Not 401: whoever asks is signed in, and shall stay so.
        return Err(wrong_password(field));
    }
    context.change(move |tx| Ok(tries.give_back(tx)?)).await?;
    Ok(Confirmed { account, phc })
}

impl Confirmed {
    /// The account as it stands in this transaction; its password is still the one that was given.
    pub fn account(&self, tx: &mut Tx<'_>) -> Result<Account, Problem> {
        let account = tx.account(self.account.id)?.ok_or(Problem::Credentials)?;
        if tx.password_of(account.id)?.as_ref() == Some(&self.phc) { Ok(account) } else { Err(Problem::Credentials) }
    }
}
