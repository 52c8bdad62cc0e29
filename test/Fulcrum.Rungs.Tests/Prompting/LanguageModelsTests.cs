using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Models.Quantization;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests.Prompting;

public sealed class LanguageModelsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly PromptTrials trials = new();
    private readonly ModelCache models = new();

    [Fact]
    public void What_is_wrong_with_the_weights_is_told_as_progress()
    {
        DamagedModel.Write(folder.Path, "llama", "model.norm.weight");

        models.Borrow(trials.Create("zero-shot", model: folder.Path).ForFit(), WeightPrecision.Full).Dispose();

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

        Assert.Contains("--model", Assert.Throws<TrialFailedException>(() => models.Borrow(context.ForFit(), WeightPrecision.Full)).Message);
    }

    public void Dispose()
    {
        models.Dispose();
        trials.Dispose();
        folder.Dispose();
    }
}
