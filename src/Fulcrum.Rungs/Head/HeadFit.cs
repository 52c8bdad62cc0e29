using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Rungs.Head;

/// <summary>Embeds train and dev, as far as there is time, and fits the head.</summary>
/// <param name="context">The trial.</param>
/// <param name="extractor">Texts to features.</param>
/// <param name="cancellationToken">Checked often.</param>
internal sealed class HeadFit(FitContext context, FeatureExtractor extractor, CancellationToken cancellationToken)
{
    /// <summary>Part of the time left that learning may take, at least: the rest is for predicting.</summary>
    private const double LearningShare = 0.6;

    /// <summary>Part of that which embedding may take.</summary>
    private const double EmbeddingShare = 0.8;

    // Features of a training matrix: with its transpose 320 MB.
    private const int MostEntries = 20_000_000;

    private readonly TextFeatures?[] _train = new TextFeatures?[context.Train.Count];
    private readonly TextFeatures?[] _dev = new TextFeatures?[context.Dev.Count];

    /// <summary>Fits, and saves the head.</summary>
    /// <param name="grid">Inverse penalty strengths.</param>
    public FitReport Run(IReadOnlyList<double> grid)
    {
        var start = context.Clock.GetTimestamp();
        var toLearnFrom = (double)(_train.Length + _dev.Length);
        var share = Math.Max(LearningShare, toLearnFrom / (toLearnFrom + context.TextsToPredict));
        var end = context.EndOf(share);
        Embed(context.EndOf(share * EmbeddingShare));
        var search = new HeadSearch(context, Labeled(context.Train, _train), Labeled(context.Dev, _dev), () => context.Clock.GetUtcNow() >= end, cancellationToken);
        var (chosen, head) = search.Run(grid);
        HeadFile.Save(head, extractor.Model.Dimensions, context.ArtifactFolder);
        return new FitReport
        {
            Chosen = chosen,
            Search = context.Dev.Count == 0 ? [] : search.Steps,
            // What the features took is part of the price of this rung, whichever trial paid it.
            TrainingSeconds = context.Clock.GetElapsedTime(start).TotalSeconds + extractor.ReusedSeconds,
            TrainedParameters = head.Weights.Length,
            TotalParameters = extractor.Model.ParameterCount + head.Weights.Length,
            TrainingTokens = _train.Sum(text => text?.Tokens ?? 0L),
            Notes = [.. Notes(search)],
            DevAnswers = [.. _dev.Index().Where(text => text.Item is not null).Select(text => HeadPredictor.Answer(text.Index, text.Item!, head))],
        };
    }

    private void Embed(DateTimeOffset? end)
    {
        const string Stage = "embedding train and dev";
        context.Progress.Report(new StageProgress(Stage, 0));
        var most = Math.Max(1, MostEntries / (extractor.Model.Dimensions + 1));
        var rows = EmbeddingOrder.Of(EmbeddingOrder.Of(context.Train, most, context.Seed), EmbeddingOrder.Of(context.Dev, int.MaxValue, context.Seed));
        var done = 0;
        TimedSamples.Run(rows, Extract, end is null ? null : () => context.Clock.GetUtcNow() >= end, context.Clock);

        void Extract(IReadOnlyList<(bool IsDev, int Index)> sample) => extractor.Extract(
            [.. sample.Select(row => (row.IsDev ? context.Dev : context.Train)[row.Index].Text)],
            (position, features) =>
            {
                var (isDev, index) = sample[position];
                (isDev ? _dev : _train)[index] = features;
                if (++done % 10 == 0) context.Progress.Report(new StageProgress(Stage, (double)done / rows.Length));
            },
            cancellationToken);
    }

    private LabeledFeatures Labeled(IReadOnlyList<Example> examples, TextFeatures?[] features)
    {
        var known = examples.Zip(features).Where(pair => pair.Second is not null).ToArray();
        return new LabeledFeatures([.. known.Select(pair => pair.Second!.Vector)], [.. known.Select(pair => context.TruthOf(pair.First))]);
    }

    private IEnumerable<string> Notes(HeadSearch search)
    {
        var (learned, looked) = (_train.OfType<TextFeatures>().ToArray(), _dev.OfType<TextFeatures>().ToArray());
        foreach (var warning in extractor.Model.Warnings) yield return warning;
        foreach (var cut in CutTexts.Note(learned.Count(text => text.WasCut), learned.Length, "train", context.Truncate)) yield return cut;
        if (_dev.Length == 0) yield return "There is no dev part to choose settings on.";
        if (learned.Length < _train.Length)
            yield return FormattableString.Invariant($"Trained on {learned.Length:N0} of {_train.Length:N0} training rows, stratified by label: the budget or memory allowed no more.");
        if (looked.Length < _dev.Length)
            yield return FormattableString.Invariant($"Settings were chosen on {looked.Length:N0} of the {_dev.Length:N0} dev rows.");
        if (search.WasCut) yield return $"The budget ended the search after {search.Steps.Count} models.";
        if (extractor.Reused > 0)
            yield return FormattableString.Invariant($"The features of {extractor.Reused:N0} texts of train and dev were computed by an earlier trial; their time counts as training.");
        foreach (var note in extractor.Notes) yield return note;
    }
}
