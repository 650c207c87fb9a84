//! Every letter's words, in both languages: short, kind, and always with what to do if it was somebody else.
//!
//! Whoever reads a letter may never have heard of the service. Nothing a stranger typed stands in a letter to an address that nobody has
//! proved; only an invitation names a group and a person, and neither as a link.

use super::letter::{Act, Letter, Words, shown};
use enmusubi_domain::text::Lang;

/// The name in the subject, the greeting, and the end.
pub(super) fn frame(lang: Lang) -> (&'static str, &'static str, &'static str) {
    match lang {
        Lang::Ja => {
            ("【地域の縁結び】", "こんにちは。地域の縁結びです。", "--\n地域の縁結び（Enmusubi）\nこのメールは自動で送っています。返信にはお答えできません。")
        }
        Lang::En => {
            ("[Enmusubi]", "Hello from Enmusubi (地域の縁結び).", "--\n地域の縁結び (Enmusubi)\nThis message was sent automatically. Replies are not read.")
        }
    }
}

pub(super) fn japanese(letter: &Letter) -> Words {
    let say = |subject, news: &str, act, not_you| Words { subject, news: news.to_owned(), act, not_you };
    match letter {
        Letter::VerifyAccount { .. } => say(
            "メールアドレスをご確認ください",
            "ご登録ありがとうございます。あと一歩で完了です。",
            Some(Act {
                open: "次のリンクを開くと、登録が完了します（24時間有効、1回限り）。",
                enter: "登録の画面にもどり、次の確認コードを入力してください（24時間有効、1回限り）。",
            }),
            "お心当たりがない場合は、何もせずにこのメールを削除してください。登録は行われず、入力された内容は自動で消去されます。",
        ),
        Letter::AlreadyRegistered => say(
            "すでにご登録いただいています",
            "このメールアドレスで登録のお申し込みがありましたが、すでにアカウントがあります。いつものパスワードでログインできます。\
             パスワードをお忘れのときは、ログインの画面から再設定できます。",
            None,
            "お心当たりがない場合も、何もしなくて大丈夫です。アカウントは変わっていません。",
        ),
        Letter::ResetPassword { .. } => say(
            "パスワードの再設定",
            "パスワードを再設定するお申し込みを受け付けました。",
            Some(Act {
                open: "次のリンクを開き、新しいパスワードを入力してください（30分間有効、1回限り）。",
                enter: "再設定の画面で、次の確認コードと新しいパスワードを入力してください（30分間有効、1回限り）。",
            }),
            "お心当たりがない場合は、このメールを削除してください。パスワードは今のままです。確認コードはだれにも教えないでください。",
        ),
        Letter::ConfirmEmail { .. } => say(
            "新しいメールアドレスをご確認ください",
            "このメールアドレスを、アカウントの新しいアドレスにするお申し込みがありました。確認が済むまでは、これまでのアドレスのままです。",
            Some(Act {
                open: "次のリンクを開くと、変更が完了します（24時間有効、1回限り）。",
                enter: "設定の画面で、次の確認コードを入力してください（24時間有効、1回限り）。",
            }),
            "お心当たりがない場合は、何もせずにこのメールを削除してください。このアドレスは使われません。",
        ),
        Letter::EmailChanged => say(
            "メールアドレスが変更されました",
            "アカウントのメールアドレスが、別のアドレスに変更されました。これからのお知らせは、新しいアドレスに届きます。",
            None,
            "お心当たりがない場合は、だれかがアカウントを使っているおそれがあります。すぐに運営の窓口へご連絡ください。",
        ),
        Letter::Invitation { group, role, by, .. } => {
            let group = shown(group).map_or_else(|| "ある団体".to_owned(), |name| format!("団体「{name}」"));
            let role = role.word(Lang::Ja);
            let news = match by.as_deref().and_then(shown) {
                Some(by) => format!("{by}さんが、あなたを{group}に招待しています（役割: {role}）。ご質問は、{by}さんへ直接お尋ねください。"),
                None => format!("{group}が、あなたを招待しています（役割: {role}）。ご質問は、団体へ直接お尋ねください。"),
            };
            let act = Act {
                open: "参加するには、次のリンクを開き、このメールアドレスのアカウントでログインしてください（7日間有効、1回限り）。アカウントがなければ、先に登録してください。",
                enter: "参加するには、このメールアドレスのアカウントでログインし、招待の画面で次の確認コードを入力してください（7日間有効、1回限り）。アカウントがなければ、先に登録してください。",
            };
            say(
                "団体への招待が届いています",
                &news,
                Some(act),
                "参加されない場合やお心当たりがない場合は、何もしなくて大丈夫です。招待は自動で無効になります。",
            )
        }
        Letter::LoginReuse => say(
            "安全のため、1台の端末をログアウトしました",
            "一度使われたログインの情報が、もう一度使われました。安全のため、その端末をログアウトしました。もう一度ログインすれば、そのままお使いいただけます。\
             同じアプリを二つの画面で開いていただけのこともあります。",
            None,
            "お心当たりがない場合は、パスワードを変更し、すべての端末からログアウトしてください。",
        ),
        Letter::PasswordChanged => say(
            "パスワードが変更されました",
            "アカウントのパスワードが変更されました。ほかの端末では、もう一度ログインしてください。",
            None,
            "お心当たりがない場合は、ログインの画面からすぐにパスワードを再設定し、運営の窓口へご連絡ください。",
        ),
    }
}

pub(super) fn english(letter: &Letter) -> Words {
    let say = |subject, news: &str, act, not_you| Words { subject, news: news.to_owned(), act, not_you };
    match letter {
        Letter::VerifyAccount { .. } => say(
            "Please confirm your e-mail address",
            "Thank you for registering. One step is left.",
            Some(Act {
                open: "Open this link to finish your registration (valid for 24 hours, once).",
                enter: "Go back to the registration page and enter this code (valid for 24 hours, once).",
            }),
            "If this was not you, do nothing and delete this message. Nobody will be registered, and what was entered is erased by itself.",
        ),
        Letter::AlreadyRegistered => say(
            "You already have an account",
            "Somebody asked for an account with this address, but there is one already. You can log in with your usual password. \
             If you forgot it, choose another one from the login page.",
            None,
            "If this was not you, you need not do anything. Your account has not changed.",
        ),
        Letter::ResetPassword { .. } => say(
            "Choose another password",
            "You asked to choose another password.",
            Some(Act {
                open: "Open this link and enter your new password (valid for 30 minutes, once).",
                enter: "Enter this code and your new password on the page for forgotten passwords (valid for 30 minutes, once).",
            }),
            "If this was not you, delete this message. Your password stays as it is. Never tell anybody the code.",
        ),
        Letter::ConfirmEmail { .. } => say(
            "Please confirm your new e-mail address",
            "Somebody asked to make this the new address of their account. Until it is confirmed, the old one stays.",
            Some(Act {
                open: "Open this link to finish the change (valid for 24 hours, once).",
                enter: "Enter this code on the settings page (valid for 24 hours, once).",
            }),
            "If this was not you, do nothing and delete this message. This address will not be used.",
        ),
        Letter::EmailChanged => say(
            "Your e-mail address was changed",
            "The e-mail address of your account was changed to another one. Messages go to the new address from now on.",
            None,
            "If this was not you, somebody may be using your account. Please tell the people who run this service at once.",
        ),
        Letter::Invitation { group, role, by, .. } => {
            let group = shown(group).map_or_else(|| "a group".to_owned(), |name| format!("the group \"{name}\""));
            let role = role.word(Lang::En);
            let news = match by.as_deref().and_then(shown) {
                Some(by) => format!("{by} invites you to {group} (as {role}). If you have questions, please ask {by}."),
                None => format!("You are invited to {group} (as {role}). If you have questions, please ask the group."),
            };
            let act = Act {
                open: "To join, open this link and log in with the account of this e-mail address (valid for 7 days, once). If you have none, please register first.",
                enter: "To join, log in with the account of this e-mail address and enter this code on the page for invitations (valid for 7 days, once). If you have none, please register first.",
            };
            say(
                "You are invited to a group",
                &news,
                Some(act),
                "If you do not want to join, or this was not meant for you, you need not do anything. The invitation ends by itself.",
            )
        }
        Letter::LoginReuse => say(
            "A device was logged out for safety",
            "Login data that had been used before was used once more. For safety that device was logged out; log in again to go on. \
             Having one app open in two windows can be the reason.",
            None,
            "If this was not you, change your password and log out of all devices.",
        ),
        Letter::PasswordChanged => say(
            "Your password was changed",
            "The password of your account was changed. Please log in again on your other devices.",
            None,
            "If this was not you, choose another password from the login page at once and tell the people who run this service.",
        ),
    }
}
