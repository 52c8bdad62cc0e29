using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Execution;

/// <summary>The predictions of an opened artifact for test, dev and shift, within the budget.</summary>
/// <param name="TestSeconds">Seconds spent on the test part.</param>
/// <param name="Notes">What a reader should know: where the budget ended a part, how many texts were cut.</param>
internal sealed record PartPredictions(double TestSeconds, IReadOnlyList<string> Notes)
{
    /// <summary>In the order in which they are predicted, each with its weight in sharing the time: by test a rung is judged, by dev nobody.</summary>
    private static readonly (DatasetPart Part, double Weight)[] Parts = [(DatasetPart.Test, 6), (DatasetPart.Dev, 1), (DatasetPart.Shift, 3)];

    /// <summary>Predicts and logs. With a budget the examples come in an order drawn by the trial's seed, so that those done in time are a fair sample.</summary>
    /// <param name="context">The trial.</param>
    /// <param name="predictor">Answers.</param>
    /// <param name="dev">What is known of dev already; empty: dev is asked too.</param>
    /// <param name="cancellationToken">Checked often.</param>
    public static PartPredictions Write(TrialContext context, IPredictor predictor, IReadOnlyList<Answer> dev, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        var testSeconds = 0.0;
        var left = Parts.Where(part => context.Data[part.Part].Count > 0).ToArray();
        for (; left is [var (part, weight), ..]; left = left[1..])
        {
            var start = context.Clock.GetTimestamp();
            var log = new PartLog(context, part);
            if (IsKnown(part))
                log.Write(context.Data.Dev, dev);
            else
                log.Predict(predictor, weight / left.Where(other => !IsKnown(other.Part)).Sum(other => other.Weight), cancellationToken);
            notes.AddRange(log.Notes);
            if (part == DatasetPart.Test) testSeconds = context.Clock.GetElapsedTime(start).TotalSeconds;
        }

        return new PartPredictions(testSeconds, notes);

        bool IsKnown(DatasetPart part) => part == DatasetPart.Dev && dev.Count > 0;
    }

    /// <summary>The log of one part.</summary>
    private sealed class PartLog(TrialContext context, DatasetPart part)
    {
        private readonly IReadOnlyList<Example> _examples = context.Data[part];
        private readonly string _name = part.Name();
        private int _done;
        private int _cut;

        public IEnumerable<string> Notes =>
        [
            .. _done < _examples.Count ? [$"The budget ended after {_done} of the {_examples.Count} {_name} examples, drawn at random."] : Array.Empty<string>(),
            .. CutTexts.Note(_cut, _done, _name, context.Trial.Truncate),
        ];

        public void Write(IReadOnlyList<Example> of, IEnumerable<Answer> answers)
        {
            foreach (var answer in answers) Write(of[answer.Index], answer);
        }

        /// <param name="predictor">Answers.</param>
        /// <param name="share">Of the time that is left.</param>
        /// <param name="cancellationToken">Checked often.</param>
        public void Predict(IPredictor predictor, double share, CancellationToken cancellationToken)
        {
            context.Progress.Report(new StageProgress($"scoring {_name}", 0));
            var ordered = _examples.ToArray();
            var end = context.EndOf(share);
            if (end is not null) new Random(context.Trial.Seed).Shuffle(ordered);
            TimedAnswers.Ask(
                predictor,
                ordered,
                answer => Write(ordered[answer.Index], answer),
                end is null ? null : () => context.Clock.GetUtcNow() >= end,
                context.Clock,
                cancellationToken);
        }

        private void Write(Example example, Answer answer)
        {
            context.Predictions.Write(new Prediction
            {
                Part = part,
                Id = example.Id,
                Labels = example.Labels,
                Predicted = answer.Labels is { } labels ? context.Task.Kind.ToLabels(labels, context.Data.Labels) : null,
                Probabilities = answer.Probabilities,
                PromptTokens = answer.PromptTokens,
                GeneratedTokens = answer.GeneratedTokens,
                Milliseconds = answer.Milliseconds,
                Raw = answer.Raw,
            });
            if (answer.WasCut) _cut++;
            if (++_done % 10 == 0) context.Progress.Report(new StageProgress($"scoring {_name}", (double)_done / _examples.Count));
        }
    }
}
