//! "Did you mean …": the nearest of the names that would have been right.

/// The candidate that `wrong` is most likely a misspelling of, if any is near enough.
pub(crate) fn did_you_mean<'a>(
    wrong: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    /// `prot` and `port` have 0.75, unrelated words of four letters often 0.5.
    const LIKENESS_MIN: f64 = 0.6;
    let wrong = wrong.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            let right = candidate.to_lowercase();
            let likeness = strsim::normalized_damerau_levenshtein(&wrong, &right);
            let prefix = wrong.len() >= 3 && (right.starts_with(&wrong) || wrong.starts_with(&right));
            (
                if prefix {
                    likeness.max(LIKENESS_MIN)
                } else {
                    likeness
                },
                candidate,
            )
        })
        .filter(|(likeness, _)| *likeness >= LIKENESS_MIN)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn a_misspelling_finds_its_word_and_a_stranger_finds_none() {
        let fields = ["main", "port", "parties", "singlePageApp"];
        assert_eq!(did_you_mean("prot", fields), Some("port"));
        assert_eq!(did_you_mean("Main", fields), Some("main"));
        assert_eq!(did_you_mean("singlepageapp", fields), Some("singlePageApp"));
        assert_eq!(did_you_mean("bogus", fields), None);
    }
}
