using Fulcrum.Ladder.Rungs;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Devices;
using Fulcrum.Tuning.Checkpoints;
using Fulcrum.Tuning.Methods;
using Fulcrum.Tuning.Optimization;
using Fulcrum.Tuning.Training;

namespace Fulcrum.Rungs.Scratch;

/// <summary>A small decoder with random weights that learns the language of the training texts before their labels.</summary>
internal sealed class ScratchModel : IDisposable
{
    private const double PretrainingRate = 3e-3;
    private const double WeightDecay = 0.1;

    private readonly FitContext _context;
    private readonly ScratchTokenizer _tokenizer;
    private readonly Decoder _decoder;
    private WeightSnapshot? _pretrained;

    public ScratchModel(FitContext context, ScratchTokenizer tokenizer, ScratchSettings settings)
    {
        (_context, _tokenizer) = (context, tokenizer);
        _decoder = Decoder.Create(Configuration(tokenizer, settings), context.Seed, ComputeDevice.Of(context.Device));
        Tunable = new TunableWeights(() => _decoder, () => _pretrained?.Restore(), context.ArtifactFolder, context.Clock);
    }

    /// <summary>AdamW as it is usual for pre-training.</summary>
    public static AdamWOptions Optimizer { get; } = new() { Beta2 = 0.95, WeightDecay = WeightDecay };

    /// <summary>All its weights, from the state that <see cref="Pretrain"/> left.</summary>
    public ITunable Tunable { get; }

    /// <summary>Answers with the model in its present state.</summary>
    public ScratchPredictor Predictor() => new(_decoder, _tokenizer);

    /// <summary>Learns to predict the next token.</summary>
    /// <returns>Tokens learned from.</returns>
    /// <exception cref="TrialFailedException">The loss did not stay a number.</exception>
    public long Pretrain(ScratchSettings settings, DateTimeOffset? deadline, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        var options = new TrainingOptions
        {
            LearningRate = PretrainingRate, Epochs = settings.PretrainEpochs, Batch = settings.Batch, MicroBatchTokens = 8192,
            Optimizer = Optimizer, Seed = _context.Seed, Deadline = deadline,
        };
        var summary = Trainer.OfAllWeights(_decoder, options, _context.Clock).Train(
            [.. _context.Train.Select(example => TrainingSequence.NextToken(_tokenizer.Format(example.Text).Tokens))],
            progress: progress, cancellationToken: cancellationToken);
        if (summary.Diverged) throw new TrialFailedException($"The loss of pre-training became NaN or infinite after {summary.Steps} of {summary.PlannedSteps} steps.");
        _pretrained = new WeightSnapshot(_decoder);
        return summary.Tokens;
    }

    /// <summary>Writes what makes a folder of weights a model folder.</summary>
    public void WriteSidecarFiles()
    {
        ModelFolder.WriteConfiguration(_context.ArtifactFolder, _decoder.Configuration);
        _tokenizer.Tokenizer.Save(Path.Combine(_context.ArtifactFolder, "tokenizer.json"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pretrained?.Dispose();
        _decoder.Dispose();
    }

    private static ModelConfiguration Configuration(ScratchTokenizer tokenizer, ScratchSettings settings) => new()
    {
        ModelType = "llama",
        VocabularySize = tokenizer.Tokenizer.IdLimit,
        HiddenSize = settings.Hidden,
        IntermediateSize = 3 * settings.Hidden,
        LayerCount = settings.Layers,
        HeadCount = settings.Heads,
        KeyValueHeadCount = settings.Heads,
        HeadSize = settings.Hidden / settings.Heads,
        ContextLength = tokenizer.ContextLength,
        NormEpsilon = 1e-5,
        Rotary = new RotaryConfiguration(10000),
        TiedHead = true,
        BeginToken = tokenizer.BeginToken,
        EndTokens = [tokenizer.EndToken],
    };
}
