using Fulcrum.Ladder.Trials;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests.Prompting;

public sealed class TrialModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly PromptTrials trials = new();
    private readonly ModelCache models = new();

    [Fact]
    public void What_is_wrong_with_the_weights_is_told_as_progress()
    {
        DamagedModel.Write(folder.Path, "llama", "model.norm.weight");

        TrialModel.Open(models, trials.Create("zero-shot", model: folder.Path));

        Assert.Equal("loading model", trials.Stages[0]);
        Assert.StartsWith("warning: The weights hold NaN", trials.Stages[1]);
    }

    [Fact]
    public void A_trial_without_a_model_fails()
    {
        var context = trials.Create("zero-shot");
        context = new TrialContext
        {
            Trial = context.Trial with { Model = null }, Task = context.Task, Data = context.Data,
            Predictions = trials, Progress = trials, ArtifactFolder = context.ArtifactFolder,
        };

        Assert.Contains("--model", Assert.Throws<TrialFailedException>(() => TrialModel.Open(models, context)).Message);
    }

    public void Dispose()
    {
        models.Dispose();
        folder.Dispose();
    }
}
