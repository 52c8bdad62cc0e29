using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Data.Perturbations;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Execution;

/// <summary>What the harness adds to a rung that gives probabilities of several labels.</summary>
public sealed class TrialPipelineTests : IDisposable, IPredictionLog
{
    private static readonly string[] Labels = ["a", "b"];

    private readonly TemporaryFolder _folder = new();
    private readonly List<Prediction> _log = [];

    public void Dispose() => _folder.Dispose();

    void IPredictionLog.Write(Prediction prediction) => _log.Add(prediction);

    // The rung gives 0.3 where a label applies and 0.1 where it does not: with one half no label is ever answered.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Thresholds_are_chosen_on_dev_whether_the_rung_has_asked_about_it_or_not(bool knowsDev)
    {
        TrialPipeline.Run(new TimidRung(knowsDev), Context(TaskKind.MultiLabel, dev: 40), TestContext.Current.CancellationToken);

        Assert.Equal([0.2, 0.2], Artifact.ReadManifest(_folder.Path).Thresholds.Select(threshold => Math.Round(threshold!.Value, 12)));
        Assert.All(_log, prediction => Assert.Equal(prediction.Labels, prediction.Predicted));
        Assert.Equal([(DatasetPart.Test, 20), (DatasetPart.Dev, 40)], _log.CountBy(prediction => prediction.Part).Select(part => (part.Key, part.Value)));
        Assert.Contains(_log, prediction => prediction.Predicted == LabelSet.OfList([]));
    }

    [Fact]
    public void Without_dev_a_label_is_answered_from_one_half_on()
    {
        TrialPipeline.Run(new TimidRung(knowsDev: false), Context(TaskKind.MultiLabel, dev: 0), TestContext.Current.CancellationToken);

        Assert.Empty(Artifact.ReadManifest(_folder.Path).Thresholds);
        Assert.All(_log, prediction => Assert.Equal(LabelSet.OfList([]), prediction.Predicted));
    }

    [Fact]
    public void An_artifact_keeps_what_separates_labels()
    {
        var context = Context(TaskKind.MultiLabel, dev: 0, separator: "|");
        TrialPipeline.Run(new TimidRung(knowsDev: false), context, TestContext.Current.CancellationToken);

        Assert.Equal("|", Artifact.ReadManifest(_folder.Path).LabelSeparator);
    }

    [Fact]
    public void An_opened_artifact_answers_with_the_thresholds_of_its_trial()
    {
        var rung = new TimidRung(knowsDev: false);
        TrialPipeline.Run(rung, Context(TaskKind.MultiLabel, dev: 40), TestContext.Current.CancellationToken);

        using var predictor = DecidingPredictor.Open(rung, Artifact.Open(_folder.Path));
        List<IReadOnlyList<int>?> answers = [];
        predictor.Predict([new TaskInput("1", "ab"), new TaskInput("2", "-")], answer => answers.Add(answer.Labels), TestContext.Current.CancellationToken);

        Assert.Equal([[0, 1], []], answers);
    }

    [Fact]
    public void Perturbed_texts_come_last_and_one_that_cannot_be_answered_fails_no_trial()
    {
        var copies = Examples("test", 20).Select(row => row with { Id = $"{row.Id}~typos", Text = row.Id == "test-3" ? "bad" : row.Text, Copy = new PerturbedCopy("typos", row.Id) });

        var outcome = TrialPipeline.Run(new TimidRung(knowsDev: true), Context(TaskKind.MultiLabel, dev: 40, perturbed: [.. copies]), TestContext.Current.CancellationToken);

        Assert.Equal([(DatasetPart.Test, 20), (DatasetPart.Dev, 40), (DatasetPart.Perturbed, 20)], _log.CountBy(prediction => prediction.Part).Select(part => (part.Key, part.Value)));
        Assert.Equal("test-3~typos", Assert.Single(_log, prediction => prediction.Predicted is null).Id);
        Assert.All(_log, prediction => Assert.Equal(prediction.Part == DatasetPart.Perturbed ? "typos" : null, prediction.Perturbation));
        Assert.Equal(["1 of 20 perturbed texts got no answer: InvalidOperationException: bad"], outcome.Notes);
        Assert.NotEmpty(outcome.Latencies);
    }

    private TrialContext Context(TaskKind kind, int dev, string separator = LabelRules.UsualSeparator, IReadOnlyList<Example>? perturbed = null) => new()
    {
        LabelSeparator = separator,
        Trial = new Trial { Id = "trial", Rung = TestRungs.Majority, Seed = 5 },
        Task = new TaskDefinition { Name = "t", Kind = kind, Data = new DataSource { Path = "none" } },
        Data = new DataSplit { Train = Examples("train", 20), Dev = Examples("dev", dev), Test = Examples("test", 20), Shift = [], Perturbed = perturbed ?? [], Labels = Labels, Seed = 1 },
        Predictions = this,
        Progress = new Progress<StageProgress>(),
        ArtifactFolder = _folder.Path,
    };

    /// <summary>Texts that hold the letters of their labels: none, one of them, or both.</summary>
    private static Example[] Examples(string part, int count) =>
    [
        .. Enumerable.Range(0, count).Select(row =>
        {
            string[] labels = [.. Labels.Where((_, label) => ((row >> label) & 1) == 1)];
            return new Example($"{part}-{row}", labels.Length == 0 ? "-" : string.Concat(labels), LabelSet.OfList(labels));
        }),
    ];

    private sealed class TimidRung(bool knowsDev) : IRung
    {
        public RungDescription Description => TestRungs.Majority;

        public FitReport Fit(FitContext context, CancellationToken cancellationToken) => new()
        {
            DevAnswers = knowsDev ? [.. context.Dev.Select((example, row) => Answer.Of(row, Probabilities(example.Text), 1))] : [],
        };

        public IPredictor Open(Artifact artifact) => new Predictor();

        private static double[] Probabilities(string text) => [.. Labels.Select(label => text.Contains(label, StringComparison.Ordinal) ? 0.3 : 0.1)];

        private sealed class Predictor : IPredictor
        {
            public void Predict(IReadOnlyList<TaskInput> inputs, Action<Answer> answered, CancellationToken cancellationToken)
            {
                if (inputs.Any(input => input.Text == "bad")) throw new InvalidOperationException("bad");
                foreach (var (index, input) in inputs.Index()) answered(Answer.Of(index, Probabilities(input.Text), 1));
            }

            public void Dispose()
            {
            }
        }
    }
}
