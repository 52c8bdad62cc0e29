using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Runs;

/// <summary>Probabilities as they stand in a log, which a model that diverged may have made no numbers of.</summary>
internal static class LoggedProbabilities
{
    /// <summary>The log, with answers whose probabilities are no numbers, or not one per label, as answers without any.</summary>
    /// <param name="log">The log of a trial.</param>
    /// <param name="labels">How many labels the task has.</param>
    /// <returns>The log, and of how many answers the probabilities were left out.</returns>
    public static (IReadOnlyList<Prediction> Log, int LeftOut) Usable(IReadOnlyList<Prediction> log, int labels)
    {
        var leftOut = log.Count(IsUnusable);
        return leftOut == 0 ? (log, 0) : ([.. log.Select(row => IsUnusable(row) ? row with { Probabilities = [] } : row)], leftOut);

        bool IsUnusable(Prediction row) => row.Probabilities.Count > 0 && (row.Probabilities.Count != labels || !row.Probabilities.All(double.IsFinite));
    }

    /// <summary>What a report says of them; <see langword="null"/> where there are none.</summary>
    public static string? Note(int leftOut) => leftOut == 0 ? null
        : leftOut == 1 ? "The probabilities of one answer are not a number per label, and count as missing."
        : FormattableString.Invariant($"The probabilities of {leftOut:N0} answers are not a number per label, and count as missing.");
}
