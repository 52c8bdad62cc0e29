using Fulcrum.Data;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Rungs.Prompting;

/// <summary>The last step of every rung that prompts or tunes: a classifier's predictions for test, dev and shift within the budget.</summary>
/// <param name="TestSeconds">Seconds spent on the test part.</param>
/// <param name="Notes">What a reader should know: where the budget ended a part, how many texts were cut.</param>
/// <param name="Latencies">Milliseconds of requests for one text each.</param>
public sealed record PartPredictions(double TestSeconds, IReadOnlyList<string> Notes, IReadOnlyList<double> Latencies)
{
    /// <summary>In the order in which they are predicted, each with its weight in sharing the time: by test a rung is judged, by dev nobody.</summary>
    private static readonly (DatasetPart Part, double Weight)[] Parts = [(DatasetPart.Test, 6), (DatasetPart.Dev, 1), (DatasetPart.Shift, 3)];

    /// <summary>Predicts and logs. With a budget the examples come in an order drawn by the trial's seed, so that those done in time are a fair sample.</summary>
    /// <param name="context">The trial.</param>
    /// <param name="classifier">The model.</param>
    /// <param name="cancellationToken">Checked often.</param>
    /// <param name="dev">What the classifier said of dev, where it has been asked already.</param>
    public static PartPredictions Write(
        TrialContext context, ITextClassifier classifier, CancellationToken cancellationToken, IReadOnlyList<Classification>? dev = null)
    {
        var notes = new List<string>();
        var testSeconds = 0.0;
        var left = Parts.Where(part => context.Data[part.Part].Count > 0).ToArray();
        for (; left is [var (part, weight), ..]; left = left[1..])
        {
            var start = context.Clock.GetTimestamp();
            WritePart(context, part, notes, IsKnown(part) ? (_, log) => dev!.ToList().ForEach(log) : (examples, log) => TimedSamples.Run(
                examples,
                sample => classifier.Classify(sample, log, cancellationToken),
                StopAfter(context, weight / left.Where(other => !IsKnown(other.Part)).Sum(other => other.Weight))));
            if (part == DatasetPart.Test) testSeconds = context.Clock.GetElapsedTime(start).TotalSeconds;
        }

        return new PartPredictions(testSeconds, notes, SingleTextLatency.Measure(context, classifier, cancellationToken));

        bool IsKnown(DatasetPart part) => part == DatasetPart.Dev && dev is not null;
    }

    /// <summary>Whether a share of the time that is left now has passed; null without a budget.</summary>
    private static Func<bool>? StopAfter(TrialContext context, double share)
    {
        var end = context.EndOf(share);
        return end is null ? null : () => context.Clock.GetUtcNow() >= end;
    }

    private static void WritePart(
        TrialContext context,
        DatasetPart part,
        List<string> notes,
        Action<IReadOnlyList<Example>, Action<Classification>> classify)
    {
        var examples = context.Data[part].ToArray();
        var name = part.ToString().ToLowerInvariant();
        if (context.Deadline is not null) new Random(context.Trial.Seed).Shuffle(examples);
        var (done, cut) = (0, 0);
        context.Progress.Report(new TrialProgress($"scoring {name}", 0));
        classify(examples, Log);
        if (done < examples.Length) notes.Add($"The budget ended after {done} of the {examples.Length} {name} examples, drawn at random.");
        notes.AddRange(CutTexts.Note(cut, done, name, context.Trial.Truncate));

        void Log(Classification result)
        {
            context.Predictions.Write(new Prediction
            {
                Part = part,
                Id = result.Example.Id,
                Label = result.Example.Label,
                Predicted = result.Label is { } label ? context.Data.Labels[label] : null,
                Probabilities = result.Probabilities,
                PromptTokens = result.Prompt.Tokens.Length,
                GeneratedTokens = result.GeneratedTokens,
                Milliseconds = result.Milliseconds,
                Raw = result.Raw,
            });
            if (result.Prompt.WasCut) cut++;
            if (++done % 10 == 0) context.Progress.Report(new TrialProgress($"scoring {name}", (double)done / examples.Length));
        }
    }
}
