//! Words of this place, of this service and of every list of bad passwords, written by hand.
//!
//! However many of these make up a password, it stays weak; so nothing belongs here that a passphrase might need four of:
//! ordinary words stand in `data/common.txt`, of which a password may have more than two.

/// Words by kind, separated by spaces. Katakana is read as hiragana, so one of them is enough.
pub(super) const WORDS: &[&str] = &[
    // What the service is called and for.
    "enmusubi enmusubii 縁結び えんむすび 縁むすび 地域の縁結び 地域 ちいき chiiki volunteer volunteers volunteering borantia borantya boranteia",
    "ボランティア ボランテイア 奉仕 支援 matching マッチング",
    // Where it is.
    "sapporo sapporoshi sapporocity saporo 札幌 札幌市 さっぽろ さっぽろし さつほろ hokkaido hokkaidou hokkaidoo 北海道 ほっかいどう 道産子 dosanko",
    "japan japanese nippon nihon nihonjin nihongo 日本 日本人 日本語 にほん にっぽん にほんご ジャパン",
    // Its wards.
    "chuo chuou chuoku kita kitaku higashi higashiku shiroishi shiroishiku toyohira toyohiraku minami minamiku nishi nishiku atsubetsu atsubetsuku",
    "teine teineku kiyota kiyotaku 中央 中央区 北区 東区 白石 白石区 豊平 豊平区 南区 西区 厚別 厚別区 手稲 手稲区 清田 清田区",
    "ちゅうおう ちゅうおうく きたく ひがしく しろいし しろいしく とよひら とよひらく みなみく にしく あつべつ あつべつく ていね ていねく きよた きよたく",
    // What everybody there knows.
    "susukino すすきの odori oodori 大通 大通公園 tokeidai 時計台 yukimatsuri 雪まつり 雪祭り moiwa maruyama 円山 nakajima yosakoi よさこい consadole",
    "fighters ファイターズ コンサドーレ clark クラーク",
    // Municipality words.
    "shiyakusho 市役所 しやくしょ kuyakusho 区役所 くやくしょ yakusho yakuba 役場 役所 cityhall shimin 市民 しみん kumin 区民 くみん 区民センター shichou",
    "市長 区長 shakyo shakyou 社協 社会福祉協議会 chonaikai chounaikai 町内会 ちょうないかい jichikai 自治会 fukushi 福祉 ふくし npo 団体 dantai group",
    "センター center centre municipal ward city staff office tel fax",
    // Other places.
    "tokyo toukyou osaka oosaka kyoto kyouto nagoya yokohama kobe koube fukuoka sendai hiroshima saitama chiba nara okinawa hakodate asahikawa otaru",
    "obihiro kushiro tomakomai chitose kitami muroran ebetsu furano niseko 東京 大阪 京都 名古屋 横浜 神戸 福岡 仙台 広島 沖縄 函館 旭川 小樽 帯広 釧路",
    "苫小牧 千歳 北見 室蘭 江別 とうきょう おおさか きょうと はこだて あさひかわ おたる",
    // What Japanese people type first.
    "sakura arigato arigatou arigatougozaimasu arigatogozaimasu konnichiwa konnichiha konbanwa ohayo ohayou ohayougozaimasu sayonara sayounara",
    "watashi watasi boku anata aishiteru aisiteru daisuki suki himitsu himitu pasuwaado pasuwado pasuwa-do angou kimi kawaii",
    "yoroshiku yorosiku yoroshikuonegaishimasu hajimemashite genki moshimoshi neko nyanko wanwan pikachu pikachuu doraemon totoro naruto",
    "tarou taro hanako yamadatarou yamada tanaka suzuki satou sato takahashi watanabe itou ito nakamura kobayashi",
    "さくら 桜 ありがとう ありがとうございます 有難う こんにちは こんばんは おはよう おはようございます さようなら わたし 私 あいしてる 愛してる だいすき 大好き ひみつ 秘密",
    "パスワード ぱすわど 暗号 合言葉 あいことば よろしく よろしくおねがいします よろしくお願いします はじめまして かわいい ピカチュウ ドラえもん トトロ ねこ いぬ 山田 太郎 花子 田中 鈴木 佐藤",
    "高橋 渡辺 伊藤 中村 小林 山本 加藤 吉田 ログイン アカウント ユーザー テスト てすと 変更 管理者 仮パスワード 初期パスワード",
    // What everybody types first.
    "password passwords passwort passwd passw pasword pass mypassword thepassword thisis thisismy thisisa itis mypass passphrase passcode",
    "qwerty qwertz azerty asdf zxcv qazwsx wsxedc qazwsxedc zaqxsw zaqwsx xswcde zaqxswcde letmein welcome admin administrator root",
    "login logon user username guest test tester testing secret topsecret changeme change default account temp temporary iloveyou ilove ihate",
    "loveyou hello helloworld trustno master superuser sample demo dummy",
    // The calendar, which people go round when they must change a password.
    "january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday",
    "reiwa heisei showa shouwa taisho 令和 平成 昭和 大正 年度",
];
