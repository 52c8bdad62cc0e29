using Fulcrum.Ladder.Trials;
using Fulcrum.Models.Architecture;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Rungs.Tuned;
using Fulcrum.Tuning.Checkpoints;
using Fulcrum.Tuning.Optimization;
using Fulcrum.Tuning.Training;
using static TorchSharp.torch;

namespace Fulcrum.Rungs.Scratch;

/// <summary>A small decoder with random weights that learns the language of the training texts before their labels.</summary>
internal sealed class ScratchModel : ITunable, IDisposable
{
    private const double PretrainingRate = 3e-3;
    private const double WeightDecay = 0.1;

    private readonly TrialContext context;
    private readonly ScratchTokenizer tokenizer;
    private readonly List<Tensor> pretrained = [];

    public ScratchModel(TrialContext context, ScratchTokenizer tokenizer, ScratchSettings settings)
    {
        (this.context, this.tokenizer) = (context, tokenizer);
        using var generator = new Generator((ulong)context.Trial.Seed);
        Decoder = Decoder.Create(Configuration(tokenizer, settings), generator);
        Classifier = new ScratchClassifier(Decoder, tokenizer, context.Deadline is null ? int.MaxValue : PartPredictions.Run);
    }

    public long ParameterCount => Decoder.ParameterCount;

    private Decoder Decoder { get; }

    public ITextClassifier Classifier { get; }

    /// <summary>AdamW as it is usual for pre-training.</summary>
    public static AdamWOptions Optimizer { get; } = new() { Beta2 = 0.95, WeightDecay = WeightDecay };

    /// <summary>Learns to predict the next token; every <see cref="Start"/> goes back to what it is then.</summary>
    /// <returns>Tokens learned from.</returns>
    public long Pretrain(ScratchSettings settings, DateTimeOffset? deadline, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        var options = new TrainingOptions
        {
            LearningRate = PretrainingRate, Epochs = settings.PretrainEpochs, Batch = settings.Batch, MicroBatchTokens = 8192,
            Optimizer = Optimizer, Seed = context.Trial.Seed, Deadline = deadline,
        };
        var summary = CreateTrainer(Parameters, options).Train(
            [.. context.Data.Train.Select(example => TrainingSequence.NextToken(tokenizer.Format(example.Text).Tokens))],
            progress: progress, cancellationToken: cancellationToken);
        pretrained.AddRange(Parameters.Select(parameter => parameter.clone().DetachFromDisposeScope()));
        return summary.Tokens;
    }

    public IReadOnlyList<Tensor> Start()
    {
        using var noGradient = no_grad();
        foreach (var (parameter, value) in Parameters.Zip(pretrained)) parameter.copy_(value);
        return Parameters;
    }

    public Trainer CreateTrainer(IReadOnlyList<Tensor> parameters, TrainingOptions trainingOptions) =>
        new(Decoder, parameters, trainingOptions, context.Clock);

    public void Keep()
    {
        ModelFolder.WriteWeights(context.ArtefactFolder, Decoder);
        ModelFolder.WriteConfiguration(context.ArtefactFolder, Decoder.Configuration);
        tokenizer.Tokenizer.Save(Path.Combine(context.ArtefactFolder, "tokenizer.json"));
    }

    public void Restore() => ModelFolder.ReadWeights(context.ArtefactFolder, Decoder);

    public void Dispose()
    {
        foreach (var tensor in pretrained) tensor.Dispose();
        Decoder.Dispose();
    }

    private IReadOnlyList<Tensor> Parameters => [.. Decoder.Parameters.Select(parameter => parameter.Value)];

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
