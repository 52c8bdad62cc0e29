using Fulcrum.Ladder.Rungs;
using Fulcrum.Models.Quantization;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests.Prompting;

public sealed class LanguageModelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TrialFixture _trials = new(MadeUpTask.Numbers);
    private readonly ModelCache _models = new();

    [Fact]
    public void What_is_wrong_with_the_weights_is_told_as_progress()
    {
        DamagedModel.Write(_folder.Path, "llama", "model.norm.weight");

        _models.Borrow(_trials.Create("zero-shot", model: _folder.Path).ForFit(), WeightPrecision.Full).Dispose();

        Assert.Equal("loading model", _trials.Stages[0]);
        Assert.StartsWith("warning: The weights hold NaN", _trials.Stages[1]);
    }

    [Fact]
    public void A_trial_without_a_model_fails()
    {
        var context = _trials.Create("zero-shot");
        context = _trials.With(context, context.Trial with { Model = null });

        Assert.Contains("--model", Assert.Throws<TrialFailedException>(() => _models.Borrow(context.ForFit(), WeightPrecision.Full)).Message);
    }

    public void Dispose()
    {
        _models.Dispose();
        _trials.Dispose();
        _folder.Dispose();
    }
}
