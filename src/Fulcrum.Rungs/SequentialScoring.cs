using Fulcrum.Data;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Rungs;

/// <summary>Scores texts one by one, as a service would be asked, so that the latency logged is one that a user would see.</summary>
internal static class SequentialScoring
{
    /// <summary>Logs a prediction for every example of dev, test and shift.</summary>
    /// <param name="context">The trial.</param>
    /// <param name="predict">Text to probability per label, in the order of the task's labels.</param>
    /// <param name="cancellationToken">Looked at before each example.</param>
    /// <returns>Seconds spent on the test part.</returns>
    public static double Run(TrialContext context, Func<string, IReadOnlyList<double>> predict, CancellationToken cancellationToken)
    {
        var testStart = context.Clock.GetTimestamp();
        ScorePart(context, DatasetPart.Test, predict, cancellationToken);
        var testSeconds = context.Clock.GetElapsedTime(testStart).TotalSeconds;
        ScorePart(context, DatasetPart.Dev, predict, cancellationToken);
        ScorePart(context, DatasetPart.Shift, predict, cancellationToken);
        return testSeconds;
    }

    private static void ScorePart(
        TrialContext context, DatasetPart part, Func<string, IReadOnlyList<double>> predict, CancellationToken cancellationToken)
    {
        if (context.Data[part].Count == 0) return;
        context.Progress.Report(new TrialProgress($"scoring {part.ToString().ToLowerInvariant()}"));
        foreach (var example in context.Data[part])
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = context.Clock.GetTimestamp();
            var probabilities = predict(example.Text);
            var elapsed = context.Clock.GetElapsedTime(start);
            context.Predictions.Write(new Prediction
            {
                Part = part,
                Id = example.Id,
                Label = example.Label,
                Predicted = context.Data.Labels[MostProbable(probabilities)],
                Probabilities = probabilities,
                Milliseconds = elapsed.TotalMilliseconds,
            });
        }
    }

    /// <summary>The position of the highest value; of the first of several.</summary>
    public static int MostProbable(IReadOnlyList<double> probabilities)
    {
        var best = 0;
        for (var label = 1; label < probabilities.Count; label++)
            if (probabilities[label] > probabilities[best]) best = label;
        return best;
    }
}
