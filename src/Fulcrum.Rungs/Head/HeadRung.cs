using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Models.Devices;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Head;

/// <summary>
/// Logistic regression on what a model makes of each text, the model itself left as it is ("linear probe"): the mean states of an
/// encoder, the last token's state of a decoder. Each text goes through the model once.
/// </summary>
/// <param name="models">Where the model comes from, and where features are kept.</param>
public sealed class HeadRung(ModelCache models) : IRung
{
    /// <summary>What the rung is.</summary>
    public static RungDescription Declaration { get; } = new()
    {
        Name = "head",
        SpokenName = "a linear head",
        Class = RungClass.ParameterEfficient,
        Summary = "a linear classifier on what the model, left as it is, makes of the text",
        NeedsModel = true,
        TakesEncoder = true,
        IsQuick = true,
        TaskKinds = TaskKind.All,
        Settings = typeof(HeadSettings),
    };

    /// <inheritdoc/>
    public RungDescription Description => Declaration;

    /// <inheritdoc/>
    public FitReport Fit(FitContext context, CancellationToken cancellationToken)
    {
        var settings = context.ReadSettings<HeadSettings>(Declaration);
        var model = context.Model ?? throw new TrialFailedException("This rung needs a model; give one with --model.");
        var record = new HeadRecord
        {
            Pooling = FeatureModel.PoolingOf(model.Path), MaxTokens = settings.MaxTokens, Truncate = context.Truncate, Precision = settings.Precision,
        };
        context.Progress.Report(new StageProgress("loading model"));
        using var extractor = new FeatureExtractor(models, model.Path, record, ComputeDevice.Of(context.Device));
        context.RequireReadable(extractor.Check);
        var fit = new HeadFit(context, extractor, cancellationToken).Run(settings.C);
        return fit with
        {
            Chosen = fit.Chosen.With(settings.Precision),
            Predictor = FitContext.Record(record),
            Models = new Dictionary<string, ModelReference> { [Artifact.BaseModel] = model },
        };
    }

    /// <inheritdoc/>
    public IPredictor Open(Artifact artifact)
    {
        var (head, features) = HeadFile.Load(artifact.Folder, artifact.Manifest.Labels.Count);
        var extractor = new FeatureExtractor(models, artifact.ModelPath(Artifact.BaseModel), artifact.Settings<HeadRecord>(), ComputeDevice.Of(artifact.Device));
        if (extractor.Model.Dimensions == features) return new HeadPredictor(extractor, head);
        extractor.Dispose();
        throw artifact.Invalid($"has a head of {features} features, but its model gives {extractor.Model.Dimensions}");
    }
}
