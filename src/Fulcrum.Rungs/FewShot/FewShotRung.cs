using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
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

    /// <inheritdoc/>
    public RungDescription Description => RungCatalog.FewShot;

    /// <inheritdoc/>
    public RungOutcome Run(TrialContext context, CancellationToken cancellationToken)
    {
        if (context.Data.Train.Count == 0) throw new TrialFailedException("The training part is empty.");
        var settings = PromptSettings.Parse(context.Trial.Settings);
        var model = TrialModel.Open(models, context);
        var (notes, shown) = (new List<string>(), new HashSet<Example>());
        // Every prompt with the first draw comes before any with the second: the budget may end the search.
        PromptCandidate[] candidates =
        [
            .. from draw in Enumerable.Range(1, settings.Draws)
               let shots = ShotSelection.Draw(context.Data.Train, settings.Shots, context.Trial.Seed + draw)
               from prompt in context.Task.Prompts
               select new PromptCandidate(prompt, Format(context, model, prompt, shots, settings, notes, shown), draw),
        ];
        notes.AddRange(CutTexts.Note(shown, model.Tokenizer!, settings.MaxTokens, context.Trial.Truncate));
        return new PromptedTrial(context, model, settings.Scoring, cancellationToken).Run(candidates, DevRows, PromptedTrial.GeneratedRows, [.. notes.Distinct()]);
    }

    /// <summary>With as many of the examples as leave room for a text and its answer.</summary>
    private static PromptFormatter Format(
        TrialContext context, LanguageModel model, PromptDefinition prompt, Example[] shots, PromptSettings settings, List<string> notes, HashSet<Example> shown)
    {
        for (var count = shots.Length; ; count--)
        {
            var formatter = new PromptFormatter(
                model.Tokenizer!, model.ChatTemplate, prompt, context.Data.Labels, context.RunCreated, TextLimits.Of(context, model, settings.MaxTokens), shots[..count]);
            var needed = formatter.TokensWithoutText + settings.MaxTokens + formatter.AnswerTokens;
            if (needed > model.Configuration.ContextLength && count > 0) continue;
            if (count < settings.Shots) notes.Add($"Prompt {prompt.Name} shows {count} examples and not {settings.Shots}, for want of examples or of room in the model.");
            shown.UnionWith(shots[..count]);
            return formatter;
        }
    }
}
