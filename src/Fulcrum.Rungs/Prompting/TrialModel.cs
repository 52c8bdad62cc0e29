using Fulcrum.Ladder.Trials;
using Fulcrum.Models;

namespace Fulcrum.Rungs.Prompting;

/// <summary>Opens the model of a trial.</summary>
internal static class TrialModel
{
    /// <summary>The trial's model in the precision that its settings ask for, with a tokenizer for sure.</summary>
    /// <exception cref="TrialFailedException">The trial names no model or no known precision, or the model has no tokenizer.</exception>
    public static LanguageModel Open(ModelCache models, TrialContext context)
    {
        context.Progress.Report(new TrialProgress("loading model"));
        var path = context.Trial.Model ?? throw new TrialFailedException("This rung needs a model; give one with --model.");
        var model = models.Load(path, PrecisionSetting.Parse(context.Trial.Settings));
        foreach (var warning in model.Warnings) context.Progress.Report(new TrialProgress($"warning: {warning}"));
        if (model.Tokenizer is null) throw new TrialFailedException("The model has no tokenizer, neither in its file nor as a tokenizer.json beside it.");
        return model;
    }
}
