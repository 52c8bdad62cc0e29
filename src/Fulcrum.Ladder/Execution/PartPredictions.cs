using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Ladder.Execution;

/// <summary>The predictions of an opened artifact for test, dev and shift, within the budget.</summary>
/// <param name="TestSeconds">Seconds spent on the test part.</param>
/// <param name="TestIds">The test examples that were answered.</param>
/// <param name="Notes">What a reader should know: where the budget ended a part, how many texts were cut.</param>
internal sealed record PartPredictions(double TestSeconds, IReadOnlySet<string> TestIds, IReadOnlyList<string> Notes)
{
    /// <summary>In the order in which they are predicted, each with its weight in sharing the time: by test a rung is judged, by dev nobody.</summary>
    private static readonly (DatasetPart Part, double Weight)[] Parts = [(DatasetPart.Test, 6), (DatasetPart.Dev, 1), (DatasetPart.Shift, 3)];

    /// <summary>What is left for perturbed copies of test rows, which come after these parts, see <see cref="PerturbedPredictions"/>.</summary>
    private const double PerturbedWeight = 2;

    /// <summary>Predicts and logs. With a budget the examples come in an order drawn by the trial's seed, so that those done in time are a fair sample.</summary>
    /// <param name="context">The trial.</param>
    /// <param name="predictor">Answers.</param>
    /// <param name="dev">What is known of dev already; empty: dev is asked too.</param>
    /// <param name="cancellationToken">Checked often.</param>
    public static PartPredictions Write(TrialContext context, IPredictor predictor, IReadOnlyList<Answer> dev, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        var testSeconds = 0.0;
        IReadOnlySet<string> testIds = new HashSet<string>();
        var reserved = context.Data.Perturbed.Count > 0 ? PerturbedWeight : 0;
        var left = Parts.Where(part => context.Data[part.Part].Count > 0).ToArray();
        for (; left is [var (part, weight), ..]; left = left[1..])
        {
            var start = context.Clock.GetTimestamp();
            var log = new PartLog(context, part);
            if (IsKnown(part))
                log.Write(context.Data.Dev, dev);
            else
                log.Predict(predictor, weight / (reserved + left.Where(other => !IsKnown(other.Part)).Sum(other => other.Weight)), cancellationToken);
            notes.AddRange(log.Notes);
            if (part == DatasetPart.Test) (testSeconds, testIds) = (context.Clock.GetElapsedTime(start).TotalSeconds, log.Ids);
        }

        return new PartPredictions(testSeconds, testIds, notes);

        bool IsKnown(DatasetPart part) => part == DatasetPart.Dev && dev.Count > 0;
    }

    /// <summary>The log of one part.</summary>
    private sealed class PartLog(TrialContext context, DatasetPart part)
    {
        private readonly IReadOnlyList<Example> _examples = context.Data[part];
        private readonly string _name = part.Name();
        private readonly HashSet<string> _ids = [];
        private int _cut;

        /// <summary>What was answered.</summary>
        public IReadOnlySet<string> Ids => _ids;

        public IEnumerable<string> Notes =>
        [
            .. _ids.Count < _examples.Count ? [$"The budget ended after {_ids.Count} of the {_examples.Count} {_name} examples, drawn at random."] : Array.Empty<string>(),
            .. CutTexts.Note(_cut, _ids.Count, _name, context.Trial.Truncate),
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
            if (end is not null)
            {
                new Random(context.Trial.Seed).Shuffle(ordered);
                // Those with perturbed copies, drawn at random too, come first: without its own answer a copy shows nothing.
                var copied = context.Data.Perturbed.Select(copy => copy.Copy!.Of).ToHashSet();
                if (part == DatasetPart.Test && copied.Count > 0) ordered = [.. ordered.OrderByDescending(example => copied.Contains(example.Id))];
            }

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
            context.Predictions.Write(LoggedAnswer.Of(context, part, example, answer));
            if (answer.WasCut) _cut++;
            _ids.Add(example.Id);
            if (_ids.Count % 10 == 0) context.Progress.Report(new StageProgress($"scoring {_name}", (double)_ids.Count / _examples.Count));
        }
    }
}
