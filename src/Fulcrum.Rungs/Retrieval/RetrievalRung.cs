using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Rungs.FewShot;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Retrieval;

/// <summary>
/// The model as it comes, shown before each text the examples of train that are most like it (Liu et al. 2022,
/// arXiv:2101.06804). They are found by the cosine of embeddings, or of TF-IDF vectors where there is no embedding model.
/// </summary>
/// <param name="models">Where the language model comes from.</param>
public sealed class RetrievalRung(ModelCache models) : IRung
{
    /// <summary>Every text brings all its examples through the model, so they are cut shorter than elsewhere.</summary>
    private const int DefaultMaxTokens = 128;
    private const int DevRows = 40;

    /// <inheritdoc/>
    public RungDescription Description => RungCatalog.Retrieval;

    /// <inheritdoc/>
    public RungOutcome Run(TrialContext context, CancellationToken cancellationToken)
    {
        var train = context.Data.Train;
        if (train.Count == 0) throw new TrialFailedException("The training part is empty.");
        var settings = PromptSettings.Parse(context.Trial.Settings, DefaultMaxTokens);
        var model = TrialModel.Open(models, context);
        var start = context.Clock.GetTimestamp();
        using var finder = CreateFinder(context, settings, cancellationToken);
        var indexSeconds = context.Clock.GetElapsedTime(start).TotalSeconds;

        var calibration = ShotSelection.Draw(train, settings.Shots, context.Trial.Seed);
        RetrievalFormatter[] formatters =
        [
            .. context.Task.Prompts.Select(prompt => new RetrievalFormatter(
                new PromptFormatter(model.Tokenizer!, model.ChatTemplate, prompt, context.Data.Labels, context.RunCreated, TextLimits.Of(context, model, settings.MaxTokens)),
                finder, train, calibration, settings.Shots)),
        ];
        PromptCandidate[] candidates = [.. context.Task.Prompts.Zip(formatters, (prompt, formatter) => new PromptCandidate(prompt, formatter))];
        var outcome = new PromptedTrial(context, model, settings.Scoring, cancellationToken).Run(candidates, DevRows, 0, []);
        outcome.Chosen["examples_by"] = finder.Name;
        var shortened = formatters.Sum(formatter => formatter.Shortened);
        return outcome with
        {
            TrainingSeconds = outcome.TrainingSeconds + indexSeconds,
            TotalParameters = outcome.TotalParameters + finder.ParameterCount,
            Notes =
            [
                .. finder.Warnings,
                .. shortened > 0 ? [$"{shortened} prompts show fewer than {settings.Shots} examples, for want of room in the model."] : Array.Empty<string>(),
                .. CutTexts.Note(formatters.SelectMany(formatter => formatter.Shown).ToHashSet(), model.Tokenizer!, settings.MaxTokens, context.Trial.Truncate),
                .. outcome.Notes,
            ],
        };
    }

    private static IExampleFinder CreateFinder(TrialContext context, PromptSettings settings, CancellationToken cancellationToken)
    {
        string[] texts = [.. context.Data.Train.Select(example => example.Text)];
        if (settings.Embeddings is not { } folder) return new TfIdfFinder(texts, cancellationToken);
        return new EmbeddingFinder(folder, texts, new EmbeddingReporter(context.Progress), cancellationToken);
    }

    private sealed class EmbeddingReporter(IProgress<TrialProgress> progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new TrialProgress("embedding examples", value));
    }
}
