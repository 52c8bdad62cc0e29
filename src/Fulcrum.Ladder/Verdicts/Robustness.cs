using Fulcrum.Data;
using Fulcrum.Data.Perturbations;
using Fulcrum.Ladder.Inference;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>What trials lose on perturbed copies of test rows, from their logs.</summary>
public sealed class Robustness
{
    /// <summary>With fewer rows in common, two trials are not put in an order.</summary>
    public const int FewestCommonRows = 30;

    private readonly Dictionary<string, string> _originals;
    private readonly ExampleGroups _rowGroups, _copyGroups;
    private readonly TaskKind _kind;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="copies">The perturbed part.</param>
    /// <param name="kind">How an answer is scored.</param>
    public Robustness(IReadOnlyList<Example> copies, TaskKind kind)
    {
        _kind = kind;
        _originals = copies.ToDictionary(copy => copy.Id, copy => copy.Copy!.Of);
        // All copies of a row are of one group: the row's, or the row itself. A group and a row may have the same name.
        _copyGroups = ExampleGroups.Of(copies.ToDictionary(copy => copy.Id, copy => copy.Group is { } group ? $"group {group}" : $"row {copy.Copy!.Of}"));
        _rowGroups = ExampleGroups.Of(copies.Where(copy => copy.Group is not null).DistinctBy(copy => copy.Copy!.Of).ToDictionary(copy => copy.Copy!.Of, copy => copy.Group!));
    }

    /// <summary>The effect of all perturbations together, then of each in the order of <see cref="Perturber.Names"/>; none where the trial was not asked.</summary>
    /// <param name="test">The trial's predictions on test.</param>
    /// <param name="perturbed">Its predictions on perturbed copies.</param>
    public IReadOnlyList<PerturbationEffect> EffectsOn(IEnumerable<Prediction> test, IEnumerable<Prediction> perturbed)
    {
        var pairs = Pairs(test, perturbed);
        if (pairs.Length == 0) return [];
        var known = Perturber.Names.ToList();
        return
        [
            Effect(PerturbationEffect.All, pairs),
            .. pairs.GroupBy(pair => pair.Perturbed.Perturbation!)
                .OrderBy(group => known.IndexOf(group.Key) is >= 0 and var place ? place : int.MaxValue)
                .Select(group => Effect(group.Key, [.. group])),
        ];
    }

    /// <summary>
    /// The pairs of trials whose order changes: one is more accurate on the rows as they are, the other on their copies, and neither
    /// difference may be chance. Judged on the copies that both were asked about, where these are of thirty rows at least.
    /// </summary>
    /// <param name="logs">Trial id to its predictions on test and on perturbed copies.</param>
    public IReadOnlyList<OrderChange> OrderChanges(IReadOnlyDictionary<string, (IReadOnlyList<Prediction> Test, IReadOnlyList<Prediction> Perturbed)> logs)
    {
        var trials = logs.Select(log => (Id: log.Key, Pairs: Pairs(log.Value.Test, log.Value.Perturbed).ToDictionary(pair => pair.Perturbed.Id))).ToArray();
        return
        [
            .. from first in trials.Index()
               from second in trials.Skip(first.Index + 1)
               let change = Change(first.Item, second)
               where change is not null
               select change,
        ];
    }

    private OrderChange? Change((string Id, Dictionary<string, Pair> Pairs) one, (string Id, Dictionary<string, Pair> Pairs) other)
    {
        string[] common = [.. one.Pairs.Keys.Where(other.Pairs.ContainsKey)];
        var rows = common.Select(id => one.Pairs[id].Original.Id).ToHashSet();
        if (rows.Count < FewestCommonRows) return null;
        var before = PairedDifference.Of(rows.Select(Original(one)), rows.Select(Original(other)), _rowGroups, _kind).Difference;
        var after = Difference(common.Select(id => one.Pairs[id].Perturbed), common.Select(id => other.Pairs[id].Perturbed));
        if (before.Low > 0 && after.High < 0) return new OrderChange(one.Id, other.Id, rows.Count, before, after);
        if (before.High < 0 && after.Low > 0) return new OrderChange(other.Id, one.Id, rows.Count, Negated(before), Negated(after));
        return null;

        static Func<string, Prediction> Original((string Id, Dictionary<string, Pair> Pairs) trial)
        {
            var originals = trial.Pairs.Values.Select(pair => pair.Original).DistinctBy(prediction => prediction.Id).ToDictionary(prediction => prediction.Id);
            return id => originals[id];
        }

        static Interval Negated(Interval interval) => new(-interval.Value, -interval.High, -interval.Low);
    }

    private PerturbationEffect Effect(string name, Pair[] pairs) => new(name)
    {
        Texts = pairs.Length,
        Rows = pairs.Select(pair => pair.Original.Id).Distinct().Count(),
        Accuracy = pairs.Average(pair => Score(pair.Perturbed)),
        Unperturbed = pairs.Average(pair => Score(pair.Original)),
        Drop = Difference(pairs.Select(pair => pair.Original with { Id = pair.Perturbed.Id }), pairs.Select(pair => pair.Perturbed)),
        FlipRate = pairs.Average(pair => pair.Original.Predicted == pair.Perturbed.Predicted ? 0.0 : 1),
        Unanswered = pairs.Count(pair => pair.Perturbed.Predicted is null),
    };

    /// <summary>Accuracy of the first minus that of the second on the same copies.</summary>
    private Interval Difference(IEnumerable<Prediction> first, IEnumerable<Prediction> second) =>
        PairedDifference.Of(first, second, _copyGroups, _kind).Difference;

    private double Score(Prediction prediction) => _kind.Score(prediction.Predicted, prediction.Labels);

    private Pair[] Pairs(IEnumerable<Prediction> test, IEnumerable<Prediction> perturbed)
    {
        var originals = test.ToDictionary(prediction => prediction.Id);
        return
        [
            .. from prediction in perturbed
               let original = originals.GetValueOrDefault(_originals[prediction.Id])
               where original is not null
               select new Pair(original, prediction),
        ];
    }

    /// <param name="Original">The answer to a test row.</param>
    /// <param name="Perturbed">The answer to a copy of it.</param>
    private sealed record Pair(Prediction Original, Prediction Perturbed);
}
