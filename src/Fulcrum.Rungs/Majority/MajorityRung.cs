using System.Text.Json.Nodes;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Rungs.Majority;

/// <summary>Answers every text with the most frequent label of train (the first of several), with the labels' shares as probabilities.</summary>
public sealed class MajorityRung : IRung
{
    /// <inheritdoc/>
    public RungDescription Description => RungCatalog.Majority;

    /// <inheritdoc/>
    public RungOutcome Run(TrialContext context, CancellationToken cancellationToken)
    {
        var data = context.Data;
        if (data.Train.Count == 0) throw new TrialFailedException("The training part is empty.");

        var counts = data.Train.CountBy(e => e.Label).ToDictionary();
        double[] shares = [.. data.Labels.Select(label => counts.GetValueOrDefault(label) / (double)data.Train.Count)];
        var label = data.Labels[SequentialScoring.MostProbable(shares)];
        return new RungOutcome
        {
            Chosen = new JsonObject { ["label"] = label },
            TestSeconds = SequentialScoring.Run(context, _ => shares, cancellationToken),
        };
    }
}
