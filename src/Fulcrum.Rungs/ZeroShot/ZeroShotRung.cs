using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.ZeroShot;

/// <summary>The model as it comes, with each prompt of the task: labels scored in three variants, and answers generated and read.</summary>
/// <param name="models">Where the model comes from.</param>
public sealed class ZeroShotRung(ModelCache models) : IRung
{
    private const int DevRows = 100;

    /// <inheritdoc/>
    public RungDescription Description => RungCatalog.ZeroShot;

    /// <inheritdoc/>
    public FitReport Fit(FitContext context, CancellationToken cancellationToken)
    {
        var settings = PromptSettings.Parse(context.Settings);
        using var loan = models.Borrow(context);
        var limits = TextLimits.Of(context, loan.Model, settings.MaxTokens);
        var candidates = context.Prompts.Select(prompt => new PromptCandidate(
            prompt, new PromptFormatter(loan.Model.Tokenizer!, loan.Model.ChatTemplate, prompt, context.Labels, context.RunCreated, limits)));
        return new PromptedFit(context, loan.Model, settings, cancellationToken).Run([.. candidates], DevRows, PromptedFit.GeneratedRows, []);
    }

    /// <inheritdoc/>
    public IPredictor Open(Artifact artifact) => PromptedPredictor.Open(artifact, models);
}
