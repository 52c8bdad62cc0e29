using Fulcrum.Data;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Rungs.Prompting;

/// <summary>The last step of every rung that prompts or tunes: a classifier's predictions for test, dev and shift within the budget.</summary>
/// <param name="TestSeconds">Seconds spent on the test part.</param>
/// <param name="Notes">What a reader should know: where the budget ended a part, how many texts were cut.</param>
/// <param name="Latencies">Milliseconds of requests for one text each.</param>
public sealed record PartPredictions(double TestSeconds, IReadOnlyList<string> Notes, IReadOnlyList<double> Latencies)
{
    /// <summary>Examples of test and shift that are predicted even when the budget is spent: with fewer a figure says nothing.</summary>
    public const int AtLeast = 50;

    /// <summary>The same of dev, which nobody is judged by.</summary>
    private const int AtLeastOfDev = 20;

    /// <summary>Texts that a classifier should batch by length together where a budget may end the work.</summary>
    public const int Run = 64;

    /// <summary>Predicts and logs. With a budget the examples come in an order drawn by the trial's seed, so that those done in time are a fair sample.</summary>
    /// <param name="context">The trial.</param>
    /// <param name="classifier">The model.</param>
    /// <param name="cancellationToken">Checked often.</param>
    /// <param name="dev">What the classifier said of dev, where it has been asked already.</param>
    public static PartPredictions Write(
        TrialContext context, ITextClassifier classifier, CancellationToken cancellationToken, IReadOnlyList<Classification>? dev = null)
    {
        var notes = new List<string>();
        var start = context.Clock.GetTimestamp();
        WritePart(context, DatasetPart.Test, notes, Classify);
        var seconds = context.Clock.GetElapsedTime(start).TotalSeconds;
        WritePart(context, DatasetPart.Dev, notes, dev is null ? Classify : (_, log, _) => dev.ToList().ForEach(log));
        WritePart(context, DatasetPart.Shift, notes, Classify);
        return new PartPredictions(seconds, notes, SingleTextLatency.Measure(context, classifier, cancellationToken));

        void Classify(IReadOnlyList<Example> examples, Action<Classification> log, Func<bool> stop) =>
            classifier.Classify(examples, log, stop, cancellationToken);
    }

    private static void WritePart(
        TrialContext context,
        DatasetPart part,
        List<string> notes,
        Action<IReadOnlyList<Example>, Action<Classification>, Func<bool>> classify)
    {
        var examples = context.Data[part].ToArray();
        if (examples.Length == 0) return;
        var name = part.ToString().ToLowerInvariant();
        if (context.Deadline is not null) new Random(context.Trial.Seed).Shuffle(examples);
        var (done, cut) = (0, 0);
        var atLeast = part == DatasetPart.Dev ? AtLeastOfDev : AtLeast;
        context.Progress.Report(new TrialProgress($"scoring {name}", 0));
        classify(examples, Log, () => context.IsOverBudget && done >= atLeast);
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
