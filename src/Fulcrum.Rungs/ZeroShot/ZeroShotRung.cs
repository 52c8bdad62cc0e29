using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
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
    public RungOutcome Run(TrialContext context, CancellationToken cancellationToken)
    {
        var settings = PromptSettings.Parse(context.Trial.Settings);
        var model = TrialModel.Open(models, context);
        var candidates = context.Task.Prompts.Select(prompt => new PromptCandidate(
            prompt,
            new PromptFormatter(model.Tokenizer!, model.ChatTemplate, prompt, context.Data.Labels, context.RunCreated, TextLimits.Of(context, model, settings.MaxTokens))));
        return new PromptedTrial(context, model, settings.Scoring, cancellationToken).Run([.. candidates], DevRows, PromptedTrial.GeneratedRows, []);
    }
}
