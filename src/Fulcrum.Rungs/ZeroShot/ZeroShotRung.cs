using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.ZeroShot;

/// <summary>The model as it comes, with each prompt of the task: labels scored in three variants, and answers generated and read.</summary>
/// <param name="models">Where the model comes from.</param>
public sealed class ZeroShotRung(ModelCache models) : IRung
{
    private const int DevRows = 100;

    /// <summary>What the rung is.</summary>
    public static RungDescription Declaration { get; } = new()
    {
        Name = "zero-shot",
        Class = RungClass.OutOfTheBox,
        Summary = "the prompt alone, labels scored or parsed",
        NeedsModel = true,
        Learns = false,
        TaskKinds = TaskKind.All,
        Settings = typeof(PromptSettings),
    };

    /// <inheritdoc/>
    public RungDescription Description => Declaration;

    /// <inheritdoc/>
    public FitReport Fit(FitContext context, CancellationToken cancellationToken)
    {
        var settings = context.ReadSettings<PromptSettings>(Declaration);
        using var loan = models.Borrow(context, settings.Precision);
        var limits = TextLimits.Of(context, loan.Model, settings.MaxTokens);
        var candidates = context.Prompts.Select(prompt => new PromptCandidate(
            prompt, new PromptFormatter(loan.Model.Tokenizer!, loan.Model.ChatTemplate, prompt, context.Labels, context.RunCreated, limits, kind: context.Kind)));
        return new PromptedFit(context, loan.Model, settings, cancellationToken).Run([.. candidates], DevRows, PromptedFit.GeneratedRows, []);
    }

    /// <inheritdoc/>
    public IPredictor Open(Artifact artifact) => PromptedPredictor.Open(artifact, models);
}
