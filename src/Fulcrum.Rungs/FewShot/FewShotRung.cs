using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Models;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.FewShot;

/// <summary>
/// The model as it comes, shown examples of train before the text. All texts share them, so they go through the model once.
/// Which examples they are matters much, so a few draws are compared on dev.
/// </summary>
/// <param name="models">Where the model comes from.</param>
public sealed class FewShotRung(ModelCache models) : IRung
{
    private const int DevRows = 60;

    /// <summary>What the rung is.</summary>
    public static RungDescription Declaration { get; } = new()
    {
        Name = "few-shot", Class = RungClass.OutOfTheBox, Summary = "the prompt with 8 examples", NeedsModel = true, IsRandom = true, TaskKinds = TaskKind.All, Settings = typeof(FewShotSettings),
    };

    /// <inheritdoc/>
    public RungDescription Description => Declaration;

    /// <inheritdoc/>
    public FitReport Fit(FitContext context, CancellationToken cancellationToken)
    {
        var settings = context.ReadSettings<FewShotSettings>(Declaration);
        using var loan = models.Borrow(context, settings.Precision);
        // Every prompt with the first draw comes before any with the second: the budget may end the search.
        PromptCandidate[] candidates =
        [
            .. from draw in Enumerable.Range(1, settings.Draws)
               let shots = ShotSelection.Draw(context.Train, settings.Shots, context.Seed + draw)
               from prompt in context.Prompts
               select Candidate(context, loan.Model, prompt, shots, settings) with { Draw = draw },
        ];
        Example[] shown = [.. candidates.SelectMany(candidate => candidate.Shots).Distinct()];
        string[] notes =
        [
            .. candidates.Where(candidate => candidate.Shots.Count < settings.Shots)
                .Select(candidate => $"Prompt {candidate.Prompt.Name} shows {candidate.Shots.Count} examples and not {settings.Shots}: too few examples or context full.")
                .Distinct(),
            .. ((PromptFormatter)candidates[0].Formatter).NoteOnShots(shown),
        ];
        return new PromptedFit(context, loan.Model, settings, cancellationToken).Run(candidates, DevRows, PromptedFit.GeneratedRows, notes);
    }

    /// <inheritdoc/>
    public IPredictor Open(Artifact artifact) => PromptedPredictor.Open(artifact, models);

    /// <summary>With as many of the examples as leave room for a text and its answer.</summary>
    private static PromptCandidate Candidate(FitContext context, LanguageModel model, PromptDefinition prompt, Example[] shots, FewShotSettings settings)
    {
        var limits = TextLimits.Of(context, model, settings.MaxTokens);
        for (var count = shots.Length; ; count--)
        {
            var formatter = new PromptFormatter(model.Tokenizer!, model.ChatTemplate, prompt, context.Labels, context.RunCreated, limits, shots[..count], context.Kind);
            var needed = formatter.TokensWithoutText + settings.MaxTokens + formatter.AnswerTokens;
            if (needed > model.Configuration.ContextLength && count > 0) continue;
            return new PromptCandidate(prompt, formatter) { Shots = shots[..count] };
        }
    }
}
