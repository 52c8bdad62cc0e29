using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>What a trial is called in a sentence.</summary>
internal static class TrialName
{
    /// <summary>E.g. <c>LoRA on SmolLM2-135M-Instruct</c>.</summary>
    public static string Of(Trial trial)
    {
        var name =
            trial.Rung == RungCatalogue.Lora.Name ? "LoRA"
            : trial.Rung == RungCatalogue.Full.Name ? "full tuning"
            : trial.Rung == RungCatalogue.Scratch.Name ? "a model from scratch"
            : trial.Rung;
        return trial.ModelName is { } model ? $"{name} on {model}" : name;
    }
}
