using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Rungs.Classical;

/// <summary>
/// TF-IDF of word 1–2-grams and of characters with logistic regression, or naive Bayes on word counts: what has the least loss on dev.
/// The features follow scikit-learn's <c>CountVectorizer</c> (<c>analyzer='word'</c> and <c>'char_wb'</c>) and <c>TfidfTransformer(sublinear_tf=True)</c>.
/// </summary>
public sealed class ClassicalRung : IRung
{
    /// <inheritdoc/>
    public RungDescription Description => RungCatalog.Classical;

    /// <inheritdoc/>
    public RungOutcome Run(TrialContext context, CancellationToken cancellationToken)
    {
        List<string> notes = [];
        var settings = Adapt(ClassicalSettings.Parse(context.Trial.Settings), context, notes);
        var search = new ClassicalSearch(context, settings, cancellationToken);
        var start = context.Clock.GetTimestamp();
        var (chosen, model) = search.Run();
        var trainingSeconds = context.Clock.GetElapsedTime(start).TotalSeconds;
        if (search.WasCut) notes.Add($"The budget ended the search after {search.Steps.Count} of {settings.Count} models.");
        if (search.Note is { } note) notes.Add(note);

        return new RungOutcome
        {
            Chosen = chosen,
            Search = context.Data.Dev.Count == 0 ? [] : search.Steps,
            TrainingSeconds = trainingSeconds,
            TestSeconds = SequentialScoring.Run(context, model.Predict, cancellationToken),
            TrainedParameters = model.Linear.Weights.Length,
            TotalParameters = model.Linear.Weights.Length,
            ArtifactBytes = ClassicalModelFile.Save(model, context.ArtifactFolder),
            Notes = notes,
        };
    }

    private static ClassicalSettings Adapt(ClassicalSettings settings, TrialContext context, List<string> notes)
    {
        switch (context.Data.Train.DistinctBy(e => e.Label).Count())
        {
            case 0:
                throw new TrialFailedException("The training part is empty.");
            case 1:
                notes.Add("The training part has one label only, which is always the answer.");
                return new ClassicalSettings { Alpha = [1], C = [] };
        }

        if (context.Data.Dev.Count > 0) return settings;
        notes.Add("There is no dev part to choose settings on.");
        return settings.WithoutSearch();
    }
}
