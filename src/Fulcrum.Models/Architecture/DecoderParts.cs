using Fulcrum.Models.Quantization;
using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Builds the parts of a decoder as its configuration says, and keeps their parameters by name in the order of the model.</summary>
/// <param name="configuration">What to build.</param>
/// <param name="source">Where parameters come from.</param>
/// <param name="productType">The type in which the matrices of layers are multiplied.</param>
internal sealed class DecoderParts(ModelConfiguration configuration, IParameterFactory source, ScalarType productType)
{
    private readonly List<KeyValuePair<string, Tensor>> _parameters = [];
    private readonly HashSet<string> _transposed = [];
    private readonly List<QuantizedMatrix> _quantized = [];
    private readonly Dictionary<string, Linear> _linears = [];

    public IReadOnlyList<KeyValuePair<string, Tensor>> Parameters => _parameters;

    public IReadOnlyList<QuantizedMatrix> Quantized => _quantized;

    public IReadOnlyDictionary<string, Linear> Linears => _linears;

    /// <summary>Views of the parameters as a checkpoint holds them.</summary>
    /// <exception cref="InvalidOperationException">Some are quantized: what was rounded is not what a checkpoint should hold.</exception>
    public IEnumerable<KeyValuePair<string, Tensor>> CheckpointTensors => _quantized.Count > 0
        ? throw new InvalidOperationException("The weights are quantized. Load the model in full precision.")
        : _parameters.Select(parameter =>
        KeyValuePair.Create(parameter.Key, _transposed.Contains(parameter.Key) ? parameter.Value.t() : parameter.Value.alias()));

    /// <summary>The vectors of tokens; where the head is tied, also its weight.</summary>
    public Linear TokenEmbedding() => Table(configuration.Names.Embedding);

    /// <summary>The vectors of positions, where they are learned.</summary>
    public Tensor? PositionEmbedding() => configuration.Names.Positions is { } name
        ? Parameter(new($"{name}.weight", [configuration.ContextLength, configuration.HiddenSize]))
        : null;

    public INorm Norm(string name, int size)
    {
        var weight = Parameter(new($"{name}.weight", [size], configuration.Norm == NormKind.RootMeanSquarePlusOne ? 0 : 1));
        return configuration.Norm == NormKind.Layer
            ? new LayerNorm(weight, Parameter(new($"{name}.bias", [size], 0)), configuration.NormEpsilon)
            : new RmsNorm(weight, configuration.NormEpsilon, configuration.Norm == NormKind.RootMeanSquarePlusOne);
    }

    /// <summary>Scores of classes where there are labels, else of tokens.</summary>
    public Linear Head(Linear embedding) => configuration switch
    {
        { Labels: { } labels } => _linears["score"] = new Linear(Parameter(new("score.weight", [labels.Count, configuration.HiddenSize]))),
        { TiedHead: true } => _linears["lm_head"] = embedding,
        _ => _linears["lm_head"] = Table("lm_head"),
    };

    public DecoderLayer Layer(int index)
    {
        var (c, names) = (configuration, configuration.Names);
        int hidden = c.HiddenSize, inner = c.IntermediateSize, queries = c.HeadCount * c.HeadSize, keys = c.KeyValueHeadCount * c.HeadSize;
        int[] projected = names.QueryKeyValue.Count == 1 ? [queries + 2 * keys] : [queries, keys, keys];
        var width = c.IsGated && names.FeedForwardInputs.Count == 1 ? 2 * inner : inner;

        // Built in the order of the forward pass, which is that of the parameters.
        var beforeAttention = OptionalNorm(names.BeforeAttention, hidden)!;
        Linear[] projections = [.. names.QueryKeyValue.Zip(projected, (name, size) => Linear(name, hidden, size, c.AttentionBias))];
        var output = Linear(names.AttentionOutput, queries, hidden, c.AttentionOutputBias);
        var attention = new Attention(c, index, new QueryKeyValueProjection(c, projections), output)
        {
            QueryNorm = OptionalNorm(names.QueryNorm, c.HeadSize), KeyNorm = OptionalNorm(names.KeyNorm, c.HeadSize),
        };
        var afterAttention = OptionalNorm(names.AfterAttention, hidden);
        var beforeFeedForward = OptionalNorm(names.BeforeFeedForward, hidden);
        Linear[] inputs = [.. names.FeedForwardInputs.Select(name => Linear(name, hidden, width, c.FeedForwardBias))];
        var feedForward = new FeedForward(inputs, c.IsGated, c.Activation, Linear(names.Down, inner, hidden, c.FeedForwardBias));
        return new DecoderLayer(attention, feedForward)
        {
            BeforeAttention = beforeAttention,
            AfterAttention = afterAttention,
            BeforeFeedForward = beforeFeedForward,
            AfterFeedForward = OptionalNorm(names.AfterFeedForward, hidden),
            IsParallel = c.IsParallel,
        };

        string Name(string part) => $"{names.Layers}.{index}.{part}";
        INorm? OptionalNorm(string? part, int size) => part is null ? null : Norm(Name(part), size);
        Linear Linear(string part, int input, int output, bool bias)
        {
            var weight = new ParameterSpecification($"{Name(part)}.weight", [output, input], Transposed: c.StoresTransposed);
            return _linears[Name(part)] = Matrix(weight, false, () => bias ? Parameter(new($"{Name(part)}.bias", [output], 0)) : null);
        }
    }

    private Linear Table(string name) => Matrix(new($"{name}.weight", [configuration.VocabularySize, configuration.HiddenSize]), true, () => null);

    /// <summary>A weight and, after it in the order of parameters, its bias.</summary>
    private Linear Matrix(ParameterSpecification specification, bool isTable, Func<Tensor?> bias)
    {
        if (source.CreateQuantized(specification, isTable) is not { } matrix)
        {
            // A table is read in single rows, and a head's product is the answer itself: both stay exact.
            return isTable
                ? new Linear(Parameter(specification), bias())
                : new Linear(Keep(specification, source.CreateMatrix(specification)), bias()) { ProductType = productType };
        }

        _quantized.Add(matrix);
        return new Linear(matrix, bias());
    }

    private Tensor Parameter(ParameterSpecification specification) => Keep(specification, source.Create(specification));

    private Tensor Keep(ParameterSpecification specification, Tensor parameter)
    {
        _parameters.Add(new(specification.Name, parameter));
        if (specification.Transposed) _transposed.Add(specification.Name);
        return parameter;
    }
}
