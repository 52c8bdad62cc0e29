using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Trials;
using Fulcrum.Rungs.Head;
using Fulcrum.Rungs.Tests.Tuned;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests.Head;

public sealed class HeadRungTests : IDisposable
{
    private readonly TemporaryFolder cache = new();
    private readonly TuningTrials trials = new();
    private readonly ModelCache models = new();

    [Theory]
    [InlineData("bert", 64, 166_368)]
    [InlineData("llama", 64, 162_240)]
    public void An_easy_task_is_learned_and_every_part_predicted(string model, int features, long parameters)
    {
        var outcome = Run(trials.Create("head", [], model: RepositoryFiles.Fixture($"models/{model}")));

        Assert.Equal(1, trials.TestAccuracy);
        Assert.Equal(8 + 16, trials.Predictions.Count);
        Assert.All(trials.Predictions, prediction => Assert.Equal(1, prediction.Probabilities.Sum(), 1e-6));
        Assert.Equal((features + 1, parameters + features + 1), (outcome.TrainedParameters, outcome.TotalParameters));
        Assert.Equal(14, outcome.Search.Count);
        Assert.Empty(outcome.Notes);
    }

    public void Dispose()
    {
        models.Dispose();
        trials.Dispose();
        cache.Dispose();
    }

    private TrialOutcome Run(TrialContext context, CancellationToken? cancellationToken = null) =>
        TrialPipeline.Run(new HeadRung(models) { FeatureFolder = cache.Path }, context, cancellationToken ?? TestContext.Current.CancellationToken);
}
