using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Rungs.Classical;

/// <summary>
/// TF-IDF of word 1–2-grams and of characters with logistic regression, or naive Bayes on word counts: what has the least loss on dev.
/// The features follow scikit-learn's <c>CountVectorizer</c> (<c>analyzer='word'</c> and <c>'char_wb'</c>) and <c>TfidfTransformer(sublinear_tf=True)</c>.
/// </summary>
public sealed class ClassicalRung : IRung
{
    /// <summary>What the rung is.</summary>
    public static RungDescription Declaration { get; } = new()
    {
        Name = "classical", Class = RungClass.NoModel, Summary = "TF-IDF with a linear learner, or naive Bayes", IsQuick = true, TaskKinds = TaskKind.All, Settings = typeof(ClassicalSettings),
    };

    /// <inheritdoc/>
    public RungDescription Description => Declaration;

    /// <inheritdoc/>
    public FitReport Fit(FitContext context, CancellationToken cancellationToken)
    {
        List<string> notes = [];
        var settings = Adapt(context.ReadSettings<ClassicalSettings>(Declaration), context, notes);
        var search = new ClassicalSearch(context, settings, cancellationToken);
        var start = context.Clock.GetTimestamp();
        var (chosen, model) = search.Run();
        var trainingSeconds = context.Clock.GetElapsedTime(start).TotalSeconds;
        if (search.WasCut) notes.Add($"The budget ended the search after {search.Steps.Count} of {settings.Count} models.");
        if (search.Note is { } note) notes.Add(note);
        ClassicalModelFile.Save(model, context.ArtifactFolder);
        return new FitReport
        {
            Chosen = chosen,
            Search = context.Dev.Count == 0 ? [] : search.Steps,
            TrainingSeconds = trainingSeconds,
            TrainedParameters = model.Linear.Weights.Length,
            TotalParameters = model.Linear.Weights.Length,
            Notes = notes,
        };
    }

    /// <inheritdoc/>
    public IPredictor Open(Artifact artifact)
    {
        var model = ClassicalModelFile.Load(artifact.Folder);
        return model.Labels.SequenceEqual(artifact.Manifest.Labels) ? new ClassicalPredictor(model) : throw artifact.Invalid("has other labels than its classical model");
    }

    private static ClassicalSettings Adapt(ClassicalSettings settings, FitContext context, List<string> notes)
    {
        if (context.Train.DistinctBy(example => example.Labels).Count() == 1)
        {
            notes.Add("All rows of the training part have the same labels, which are always the answer.");
            return new ClassicalSettings { Alpha = [1], C = [] };
        }

        if (context.Dev.Count > 0) return settings;
        notes.Add("There is no dev part to choose settings on.");
        return settings.WithoutSearch();
    }
}
