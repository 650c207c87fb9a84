use super::policy::{Equity, Policy};
use crate::text::Lang;

impl Equity {
    /// Why a listing stands higher or lower than its fit alone would put it, under the policy that moved it.
    pub fn text(&self, policy: &Policy, lang: Lang) -> String {
        let gives_way = self.connections > 0 && policy.beta < 1.0;
        let comes_forward = self.unfilled > 0.0 && policy.gamma > 0.0;
        let (n, days) = (self.connections, policy.window_days);
        // Less than half a percent is still something.
        let free = (self.unfilled * 100.0).round().max(1.0) as u32;
        let people = if n == 1 { "person" } else { "people" };
        match (gives_way, comes_forward, lang) {
            (true, false, Lang::Ja) => format!("最近{days}日間に{n}人がつながったため、ほかの団体に順番をゆずっています"),
            (true, false, Lang::En) => format!("{n} {people} connected with it in the last {days} days, so it gives way to other groups"),
            (false, true, Lang::Ja) => format!("席の{free}％がまだ空いているため、少し前に出ています"),
            (false, true, Lang::En) => format!("{free} % of its places are still free, so it comes forward a little"),
            (true, true, Lang::Ja) => {
                format!("最近{days}日間に{n}人がつながったため、ほかの団体に順番をゆずっています（席の{free}％がまだ空いている分は、少し戻しています）")
            }
            (true, true, Lang::En) => format!(
                "{n} {people} connected with it in the last {days} days, so it gives way to other groups; {free} % of its places are still free, which takes a little of that back"
            ),
            (false, false, Lang::Ja) => "順番は条件の合い方だけで決まっています".into(),
            (false, false, Lang::En) => "Its place follows from how well it fits, and from nothing else".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_names_what_moved_the_listing_and_nothing_else() {
        let policy = Policy::default();
        for (connections, unfilled, ja, en) in [
            (3, 0.0, "最近7日間に3人がつながったため、ほかの団体に順番をゆずっています", "3 people connected"),
            (1, 0.0, "1人がつながった", "1 person connected"),
            (0, 0.4, "席の40％がまだ空いているため、少し前に出ています", "40 % of its places are still free, so"),
            (0, 0.001, "席の1％", "1 % of"),
            (2, 0.5, "席の50％がまだ空いている分", "takes a little of that back"),
            (0, 0.0, "条件の合い方だけ", "nothing else"),
        ] {
            let equity = policy.equity(connections, unfilled);
            assert!(equity.text(&policy, Lang::Ja).contains(ja), "{}", equity.text(&policy, Lang::Ja));
            assert!(equity.text(&policy, Lang::En).contains(en), "{}", equity.text(&policy, Lang::En));
        }
        let blind = Policy { beta: 1.0, gamma: 0.0, ..Policy::default() };
        assert!(blind.equity(9, 1.0).text(&blind, Lang::Ja).contains("条件の合い方だけ"), "a policy that moves nothing says so");
    }
}
