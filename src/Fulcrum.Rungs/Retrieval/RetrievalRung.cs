using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Models.Devices;
using Fulcrum.Rungs.FewShot;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Retrieval;

/// <summary>
/// The model as it comes, shown before each text the examples of train that are most like it (Liu et al. 2022,
/// arXiv:2101.06804). They are found by the cosine of embeddings, or of TF-IDF vectors where there is no embedding model.
/// </summary>
/// <param name="models">Where the models come from.</param>
public sealed class RetrievalRung(ModelCache models) : IRung
{
    /// <summary>The role of the model that finds the examples.</summary>
    private const string EmbeddingModel = "embeddings";

    private const int DevRows = 40;

    /// <summary>What the rung is.</summary>
    public static RungDescription Declaration { get; } = new()
    {
        Name = "retrieval",
        Class = RungClass.OutOfTheBox,
        Summary = "the prompt with the 8 examples nearest to the text",
        NeedsModel = true,
        TaskKinds = TaskKind.All,
        Settings = typeof(RetrievalSettings),
        WithoutEncoder = "TF-IDF",
    };

    /// <inheritdoc/>
    public RungDescription Description => Declaration;

    /// <inheritdoc/>
    public FitReport Fit(FitContext context, CancellationToken cancellationToken)
    {
        var settings = context.ReadSettings<RetrievalSettings>(Declaration);
        using var loan = models.Borrow(context, settings.Precision);
        var start = context.Clock.GetTimestamp();
        var embeddings = settings.Embeddings is { } named ? new ModelReference(named.Path, context.EncoderOrigin) : null;
        using var finder = CreateFinder(context, embeddings, cancellationToken);
        var indexSeconds = context.Clock.GetElapsedTime(start).TotalSeconds;

        var limits = TextLimits.Of(context, loan.Model, settings.MaxTokens);
        var calibration = ShotSelection.Draw(context.Train, settings.Shots, context.Seed);
        PromptCandidate[] candidates =
        [
            .. from prompt in context.Prompts
               let formatter = new PromptFormatter(loan.Model.Tokenizer!, loan.Model.ChatTemplate, prompt, context.Labels, context.RunCreated, limits, kind: context.Kind)
               select new PromptCandidate(prompt, new RetrievalFormatter(formatter, finder, context.Train, calibration, settings.Shots)) { NearestShots = settings.Shots },
        ];
        var report = new PromptedFit(context, loan.Model, settings, cancellationToken).Run(candidates, DevRows, generatedRows: 0, finder.Warnings);
        report.Chosen["examples_by"] = finder.Name;
        ExampleStore.Write(context.ArtifactFolder, context.Train);
        finder.Save(context.ArtifactFolder);
        return report with
        {
            TrainingSeconds = report.TrainingSeconds + indexSeconds,
            TotalParameters = report.TotalParameters + finder.ParameterCount,
            Models = embeddings is null ? report.Models : new Dictionary<string, ModelReference>(report.Models) { [EmbeddingModel] = embeddings },
        };
    }

    /// <inheritdoc/>
    public IPredictor Open(Artifact artifact)
    {
        var record = artifact.Settings<PromptedRecord>();
        var examples = ExampleStore.Read(artifact.Folder);
        var finder = artifact.Manifest.Models.ContainsKey(EmbeddingModel)
            ? EmbeddingFinder.Open(models, artifact.ModelPath(EmbeddingModel), artifact.Folder, examples.Count, ComputeDevice.Of(artifact.Device))
            : (IExampleFinder)new TfIdfFinder([.. examples.Select(example => example.Text)], CancellationToken.None);
        (ModelLoan Loan, PromptFormatter Formatter) prompted;
        try
        {
            prompted = models.Borrow(artifact, artifact.ModelPath(Artifact.BaseModel), record);
        }
        catch
        {
            finder.Dispose();
            throw;
        }

        return PromptedPredictor.Create(prompted.Loan, new RetrievalFormatter(prompted.Formatter, finder, examples, calibration: [], record.NearestShots), record, finder);
    }

    private IExampleFinder CreateFinder(FitContext context, ModelReference? embeddings, CancellationToken cancellationToken)
    {
        string[] texts = [.. context.Train.Select(example => example.Text)];
        return embeddings is null
            ? new TfIdfFinder(texts, cancellationToken)
            : EmbeddingFinder.Create(models, embeddings, texts, ComputeDevice.Of(context.Device), new EmbeddingReporter(context.Progress), cancellationToken);
    }

    private sealed class EmbeddingReporter(IProgress<StageProgress> progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new StageProgress("embedding examples", value));
    }
}
