using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Diffs;

/// <summary>Finds the trials of two runs that are one rung.</summary>
internal static class TrialPairs
{
    /// <summary>
    /// Pairs of completed trials in the order of the first run: those of one id (the same settings); then those of one rung, model and encoder in their order;
    /// at last those that are the only one left of their rung on both sides, so that a rung can be compared under another model.
    /// </summary>
    public static IReadOnlyList<(TrialReport Before, TrialReport After)> Of(IEnumerable<TrialReport> before, IEnumerable<TrialReport> after)
    {
        var first = before.Where(trial => trial.Test is not null).ToList();
        var second = after.Where(trial => trial.Test is not null).ToList();
        var order = first.ToList();
        var pairs = new List<(TrialReport Before, TrialReport After)>();
        Pair(trial => trial.Trial.Id, onlyAlone: false);
        Pair(trial => (trial.Rung.Name, trial.Trial.ModelName, trial.Trial.Encoder?.Name), onlyAlone: false);
        Pair(trial => trial.Rung.Name, onlyAlone: true);
        return [.. pairs.OrderBy(pair => order.IndexOf(pair.Before))];

        void Pair<TKey>(Func<TrialReport, TKey> key, bool onlyAlone)
        {
            foreach (var ofKey in first.GroupBy(key).ToArray())
            {
                var others = second.Where(trial => Equals(key(trial), ofKey.Key)).ToArray();
                if (onlyAlone && (ofKey.Count() != 1 || others.Length != 1)) continue;
                foreach (var pair in ofKey.Zip(others))
                {
                    pairs.Add(pair);
                    first.Remove(pair.First);
                    second.Remove(pair.Second);
                }
            }
        }
    }
}
