//! What a series of measurements comes to.

/// Milliseconds, one per repetition.
pub struct Timings(Vec<f64>);

impl Timings {
    /// Takes the measurements in any order.
    pub fn new(milliseconds: impl IntoIterator<Item = f64>) -> Self {
        Self(milliseconds.into_iter().collect())
    }

    /// The median of the means of `n` measurements each.
    ///
    /// The web view's clock has steps of a millisecond: the mean of several keys
    /// sees between the steps, the median leaves out what disturbed the machine.
    pub fn median_of_means(&self, n: usize) -> f64 {
        let means = self.0.chunks(n).map(|batch| batch.iter().sum::<f64>() / count(batch));
        Self::new(means).median()
    }

    /// The middle measurement.
    pub fn median(&self) -> f64 {
        self.percentile(50)
    }

    /// The smallest measurement that this percentage of all do not exceed.
    pub fn percentile(&self, percentage: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let rank = (sorted.len() * percentage).div_ceil(100).max(1);
        sorted[rank - 1]
    }
}

#[expect(clippy::cast_precision_loss, reason = "nobody measures 2^52 times")]
fn count(batch: &[f64]) -> f64 {
    batch.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_and_the_percentiles_are_measurements() {
        let timings = Timings::new([5.0, 1.0, 4.0, 2.0, 3.0]);
        let found = [1, 50, 95].map(|percentage| format!("{}", timings.percentile(percentage)));
        assert_eq!(found, ["1", "3", "5"]);
    }

    #[test]
    fn means_see_between_the_steps_of_the_clock() {
        let timings = Timings::new([3.0, 4.0, 3.0, 4.0, 90.0, 90.0]);
        assert_eq!(format!("{}", timings.median_of_means(2)), "3.5");
    }
}
