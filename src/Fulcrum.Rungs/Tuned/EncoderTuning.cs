using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Models.Devices;
using Fulcrum.Models.Encoders;
using Fulcrum.Tuning.Adapters;
using Fulcrum.Tuning.Checkpoints;
using Fulcrum.Tuning.Methods;
using Fulcrum.Tuning.Training;

namespace Fulcrum.Rungs.Tuned;

/// <summary>Tunes an encoder with a new classification head on its pooler, as it is done since BERT (arXiv:1810.04805); where a text may have
/// any number of labels with a sigmoid each, as transformers' <c>multi_label_classification</c>.</summary>
internal sealed class EncoderTuning : IDisposable
{
    /// <summary>The layer that is trained and stored whole beside adapters.</summary>
    private const string Head = "classifier";

    private readonly FitContext _context;
    private readonly TuningSettings _settings;
    private readonly EncoderRecord _record;
    private EncoderModel _model;

    /// <summary>Opens the trial's model.</summary>
    /// <exception cref="Fulcrum.Data.InputException">The model cannot be opened, or texts are too long for it.</exception>
    public EncoderTuning(FitContext context, TuningSettings settings)
    {
        (_context, _settings) = (context, settings);
        _record = new EncoderRecord { MaxTokens = settings.MaxTokens, Truncate = context.Truncate, Seed = context.Seed };
        context.Progress.Report(new StageProgress("loading model"));
        _model = Open();
        try
        {
            context.RequireReadable(text => _record.Check(_model, text));
        }
        catch
        {
            _model.Dispose();
            throw;
        }
    }

    /// <summary>Tunes all weights. The artifact is a Hugging Face folder.</summary>
    public FitReport FitFull(double weightDecay, CancellationToken cancellationToken)
    {
        SidecarFiles.Copy(_context.Model!.Path, _context.ArtifactFolder);
        ModelFolder.WriteClassifier(_context.ArtifactFolder, _context.Labels, Objectives.Of(_context.Kind));
        return Fit(new TunableWeights(() => _model.Encoder, Reload, _context.ArtifactFolder, _context.Clock), weightDecay, cancellationToken);
    }

    /// <summary>Tunes adapters, and the head whole. The artifact is a PEFT folder.</summary>
    public FitReport FitLora(LoraOptions options, CancellationToken cancellationToken)
    {
        using var adapters = new TunableLora(
            _model.Encoder, options with { ModulesToSave = [Head] }, _context.Seed, _context.ArtifactFolder, _context.Model!.Name, _context.Clock);
        return Fit(adapters, 0, cancellationToken) with
        {
            Models = new Dictionary<string, ModelReference> { [Artifact.BaseModel] = _context.Model! },
        };
    }

    /// <summary>Opens an artifact of <see cref="FitFull"/>.</summary>
    public static IPredictor OpenFull(Artifact artifact) => Predictor(artifact, EncoderModel.Load(artifact.Folder, ComputeDevice.Of(artifact.Device)));

    /// <summary>Opens an artifact of <see cref="FitLora"/>.</summary>
    public static IPredictor OpenLora(Artifact artifact)
    {
        using var stored = new Meanwhile<PeftFolder>(() => PeftFolder.Open(artifact.Folder));
        var seed = artifact.Settings<EncoderRecord>().Seed;
        var model = EncoderModel.LoadForClassification(
            artifact.ModelPath(Artifact.BaseModel), artifact.Manifest.Labels, seed, ComputeDevice.Of(artifact.Device), Objectives.Of(artifact.Manifest.Task));
        try
        {
            using var lora = LoraModel.Load(model.Encoder, stored.Take());
            lora.Merge();
            return Predictor(artifact, model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private static OwningPredictor Predictor(Artifact artifact, EncoderModel model)
    {
        var record = artifact.Settings<EncoderRecord>();
        return new OwningPredictor(new ClassifierPredictor(model.Encoder, text => record.Tokenize(model, text)), model);
    }

    private FitReport Fit(ITunable tunable, double weightDecay, CancellationToken cancellationToken)
    {
        var search = new LearningRateSearch(_context, tunable, () => new ClassifierPredictor(_model.Encoder, text => _record.Tokenize(_model, text)), _settings, _model.Warnings);
        return search.Run(
            text => _record.Tokenize(_model, text),
            network => new ClassificationLoss((Encoder)network),
            new TrainingOptions { LearningRate = 0, Optimizer = new() { WeightDecay = weightDecay } },
            cancellationToken) with { Predictor = FitContext.Record(_record) };
    }

    /// <summary>Reads the model afresh, with the head it had at first: the head's seed is that of the trial.</summary>
    private void Reload()
    {
        _model.Dispose();
        _model = Open();
    }

    private EncoderModel Open()
    {
        var objective = Objectives.Of(_context.Kind);
        var model = EncoderModel.LoadForClassification(_context.Model!.Path, _context.Labels, _context.Seed, ComputeDevice.Of(_context.Device), objective);
        model.Encoder.FillHeadBias(objective.InitialBias(_context.Train.Count, Support(_context)));
        return model;
    }

    /// <summary>Per label the training rows that have it.</summary>
    private static int[] Support(FitContext context)
    {
        var support = new int[context.Labels.Count];
        foreach (var label in context.Train.SelectMany(context.TruthOf)) support[label]++;
        return support;
    }
}
