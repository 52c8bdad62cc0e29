using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Batching;
using Fulcrum.Models.Devices;
using Fulcrum.Models.Native;
using Fulcrum.Models.Quantization;
using Fulcrum.Models.Weights;
using static TorchSharp.torch;

namespace Fulcrum.Models.Encoders;

/// <summary>
/// An encoder-only transformer: embeddings of words, positions and token types, post-norm layers in which every token sees
/// every other, and for classification a pooler and a head on the first token. Use it from one thread; a forward pass
/// disposes all its intermediate tensors.
/// </summary>
public sealed class Encoder : INetwork, ITextClassifier, IDisposable
{
    private readonly List<KeyValuePair<string, Tensor>> _parameters = [];
    private readonly Dictionary<string, Linear> _linears = [];
    private readonly IParameterFactory _source;
    private readonly Device _device;
    private readonly ScalarType _productType;
    private readonly Tensor _words;
    private readonly Tensor _positions;
    private readonly Tensor _types;
    private readonly LayerNorm _norm;
    private readonly EncoderLayer[] _layers;
    private readonly Linear? _pooler;

    private Encoder(EncoderConfiguration configuration, IParameterFactory source, ComputeDevice device)
    {
        (Configuration, _source, _device, _productType) = (configuration, source, device.Torch, device.ProductType);
        var hidden = configuration.HiddenSize;
        _words = Parameter("bert.embeddings.word_embeddings.weight", configuration.VocabularySize, hidden);
        _positions = Parameter("bert.embeddings.position_embeddings.weight", configuration.ContextLength, hidden);
        _types = Parameter("bert.embeddings.token_type_embeddings.weight", configuration.TokenTypes, hidden);
        _norm = Norm("bert.embeddings.LayerNorm");
        _layers = [.. Enumerable.Range(0, configuration.LayerCount).Select(Layer)];
        if (configuration.HasPooler) _pooler = Linear("bert.pooler.dense", hidden, hidden);
        if (configuration.Labels is { } labels) Head = Linear("classifier", hidden, labels.Count, ScalarType.Float32);
    }

    /// <summary>Sizes of the parts that the encoder was built of, and its labels.</summary>
    public EncoderConfiguration Configuration { get; }

    /// <summary>Every parameter under the name it has in a checkpoint with a head: <c>bert.…</c>, <c>classifier.…</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, Tensor>> Parameters => _parameters;

    /// <inheritdoc />
    public long ParameterCount => _parameters.Sum(parameter => parameter.Value.NumberOfElements);

    /// <inheritdoc />
    public IEnumerable<KeyValuePair<string, Tensor>> CheckpointTensors => _parameters;

    /// <inheritdoc />
    public bool StoresTransposed => false;

    /// <summary>The classification head, weight [labels, H]; null where there is none.</summary>
    public Linear? Head { get; }

    /// <inheritdoc />
    public int LabelCount => Configuration.Labels?.Count ?? 0;

    /// <inheritdoc />
    public LabelObjective Objective => Configuration.Objective;

    /// <summary>Every linear layer, e.g. <c>bert.encoder.layer.0.attention.self.query</c>, pooler and classifier too.</summary>
    public IReadOnlyDictionary<string, Linear> Linears => _linears;

    /// <summary>Builds the encoder with the weights of a file; pooler and head are there if the file has them.</summary>
    /// <param name="configuration">What to build.</param>
    /// <param name="weights">Its tensors, under Hugging Face's names.</param>
    /// <param name="file">How errors name the file.</param>
    /// <param name="device">Where the parameters go; the CPU by default.</param>
    /// <exception cref="InputException">Tensors are missing, stored twice, have another shape, or have no place in the model.</exception>
    public static Encoder Load(EncoderConfiguration configuration, IWeightSource weights, string file, ComputeDevice? device = null) =>
        Load(configuration, new BertWeights(weights, head: true, file), null, file, device);

    /// <summary>Builds the encoder with the weights of a file and a new classification head, and a new pooler where the file has none.</summary>
    /// <param name="configuration">What to build.</param>
    /// <param name="weights">Its tensors, under Hugging Face's names.</param>
    /// <param name="labels">What the head is to tell apart.</param>
    /// <param name="generator">Fills what is new: normal with the configuration's deviation, biases of zero.</param>
    /// <param name="file">How errors name the file.</param>
    /// <param name="device">Where the parameters go; the CPU by default.</param>
    /// <param name="objective">What the head's scores are to stand for; one label is right by default.</param>
    /// <exception cref="InputException">Tensors are missing, stored twice, have another shape, or have no place in the model.</exception>
    public static Encoder LoadForClassification(
        EncoderConfiguration configuration, IWeightSource weights, IReadOnlyList<string> labels, Generator generator, string file, ComputeDevice? device = null,
        LabelObjective? objective = null)
    {
        var fresh = new RandomParameters(configuration.InitializerRange, generator, device ?? ComputeDevice.Cpu);
        return Load(configuration with { Labels = labels, Objective = objective ?? LabelObjective.SingleLabel }, new BertWeights(weights, head: false, file), fresh, file, device);
    }

    /// <summary>Token ids to final hidden states.</summary>
    /// <param name="ids">Token ids, [B, T] int64.</param>
    /// <param name="padding">Which tokens are real; all when null.</param>
    /// <param name="tokenTypes">[B, T] int64: which segment each token belongs to; the first when null.</param>
    /// <returns>[B, T, H]. Those of padding are meaningless.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The sequences are longer than the model has positions.</exception>
    public Tensor Forward(Tensor ids, RowPadding? padding = null, Tensor? tokenTypes = null)
    {
        using var scope = NewDisposeScope();
        return Run(Embed(ids, padding, tokenTypes), 0, _layers.Length, padding).MoveToOuterDisposeScope();
    }

    /// <summary>Token ids [B, T] to what enters the first layer, [B, T, H]; the arguments are those of <see cref="Forward"/>.</summary>
    public Tensor Embed(Tensor ids, RowPadding? padding = null, Tensor? tokenTypes = null)
    {
        using var scope = NewDisposeScope();
        var (rows, columns) = ((int)ids.shape[0], (int)ids.shape[1]);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, Configuration.ContextLength, nameof(ids));
        var embedded = _words.index_select(0, ids.to(_device).flatten()).view(rows, columns, -1);
        embedded = embedded.add_(tokenTypes is null ? _types[0] : _types.index_select(0, tokenTypes.to(_device).flatten()).view(rows, columns, -1));
        return _norm.Forward(embedded.add_(Positions(rows, columns, padding))).MoveToOuterDisposeScope();
    }

    /// <summary>Runs some of the layers, for those who keep the hidden states in between.</summary>
    /// <param name="hidden">[B, T, H], what enters layer <paramref name="first"/>.</param>
    /// <param name="first">The first layer to run.</param>
    /// <param name="end">The layer to stop before.</param>
    /// <param name="padding">Which tokens are real; all when null.</param>
    /// <returns>[B, T, H], what leaves the last layer run.</returns>
    public Tensor Run(Tensor hidden, int first, int end, RowPadding? padding = null)
    {
        using var scope = NewDisposeScope();
        var inputs = EncoderInputs.For((int)hidden.shape[0], (int)hidden.shape[1], padding, _device);
        hidden = inputs.Packing?.Pack(hidden) ?? hidden;
        foreach (var layer in _layers.AsSpan(first..end)) hidden = layer.Forward(hidden, inputs);
        return (inputs.Packing?.Unpack(hidden) ?? hidden).MoveToOuterDisposeScope();
    }

    /// <summary>The first real token of each row through the pooler, [B, T, H] → [B, H]: tanh(W·x + b).</summary>
    /// <exception cref="InvalidOperationException">The model has no pooler.</exception>
    public Tensor Pool(Tensor hidden, RowPadding? padding = null)
    {
        if (_pooler is null) throw new InvalidOperationException("The model has no pooler.");
        using var scope = NewDisposeScope();
        var (rows, columns) = (hidden.shape[0], hidden.shape[1]);
        var places = Enumerable.Range(0, (int)rows).Select(row => row * columns + (padding is { Left: true } left ? columns - left.Lengths[row] : 0));
        var first = hidden.flatten(0, 1).index_select(0, tensor(places.ToArray(), device: _device));
        return _pooler.Forward(first).tanh_().MoveToOuterDisposeScope();
    }

    /// <summary>Fills the bias of the classification head.</summary>
    /// <param name="bias">A value per label; empty: the bias stays as it is.</param>
    public void FillHeadBias(IReadOnlyList<float> bias)
    {
        if (bias.Count == 0) return;
        using var noGradient = no_grad();
        var own = Head!.Bias!;
        using var values = tensor(bias.ToArray(), device: own.device);
        own.copy_(values);
    }

    /// <summary>Token ids [B, T] to a score per label, [B, labels].</summary>
    /// <exception cref="InvalidOperationException">The model has no classification head.</exception>
    public Tensor Classify(Tensor ids, RowPadding? padding = null)
    {
        if (Head is null) throw new InvalidOperationException("The model has no classification head.");
        using var scope = NewDisposeScope();
        return Head.Forward(Pool(Forward(ids, padding), padding)).MoveToOuterDisposeScope();
    }

    /// <summary>Token ids of several texts, none empty, to a score per label, [texts, labels].</summary>
    /// <exception cref="InvalidOperationException">The model has no classification head.</exception>
    public Tensor Classify(IReadOnlyList<int[]> rows)
    {
        var batch = new PaddedBatch(rows);
        using var ids = batch.Ids();
        return Classify(ids, batch.Padding);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var (_, parameter) in _parameters) parameter.Dispose();
    }

    private static Encoder Load(EncoderConfiguration configuration, BertWeights weights, RandomParameters? fresh, string file, ComputeDevice? device)
    {
        TorchRuntime.EnsureLoaded();
        var stored = new StoredParameters(weights, file, device ?? ComputeDevice.Cpu, WeightPrecision.Full);
        var hasPooler = weights.Names.Contains("bert.pooler.dense.weight");
        configuration = configuration with
        {
            HasPooler = hasPooler || fresh is not null,
            Labels = weights.Names.Contains("classifier.weight") || fresh is not null ? configuration.Labels : null,
        };
        IParameterFactory factory = fresh is null
            ? stored
            : new HeadParameters(stored, fresh, name => name.StartsWith("classifier", StringComparison.Ordinal) || (!hasPooler && name.StartsWith("bert.pooler", StringComparison.Ordinal)));
        var encoder = new Encoder(configuration, factory, device ?? ComputeDevice.Cpu);
        try
        {
            stored.ThrowIfUnfit();
            return encoder;
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }

    private Tensor Positions(int rows, int columns, RowPadding? padding)
    {
        if (padding?.Left != true) return _positions.narrow(0, 0, columns);
        var places = Enumerable.Range(0, rows * columns).Select(place => (long)padding.Position(place / columns, place % columns, columns));
        return _positions.index_select(0, tensor(places.ToArray(), device: _device)).view(rows, columns, -1);
    }

    private EncoderLayer Layer(int index)
    {
        var name = $"bert.encoder.layer.{index}";
        int hidden = Configuration.HiddenSize, inner = Configuration.IntermediateSize;
        return new EncoderLayer(
            new SelfAttention(
                Configuration.HeadCount,
                Linear($"{name}.attention.self.query", hidden, hidden),
                Linear($"{name}.attention.self.key", hidden, hidden),
                Linear($"{name}.attention.self.value", hidden, hidden),
                Linear($"{name}.attention.output.dense", hidden, hidden)),
            Norm($"{name}.attention.output.LayerNorm"),
            Linear($"{name}.intermediate.dense", hidden, inner),
            Linear($"{name}.output.dense", inner, hidden),
            Norm($"{name}.output.LayerNorm"));
    }

    /// <summary>Weights stay float32 on every device: encoders are small, and any of them may be trained.</summary>
    private Linear Linear(string name, int input, int output, ScalarType? productType = null) =>
        _linears[name] = new Linear(Parameter($"{name}.weight", output, input), Constant($"{name}.bias", output, 0)) { ProductType = productType ?? _productType };

    private LayerNorm Norm(string name) =>
        new(Constant($"{name}.weight", Configuration.HiddenSize, 1), Constant($"{name}.bias", Configuration.HiddenSize, 0), Configuration.NormEpsilon);

    private Tensor Constant(string name, long size, float fresh) => Parameter(new ParameterSpecification(name, [size], fresh));

    private Tensor Parameter(string name, params long[] shape) => Parameter(new ParameterSpecification(name, shape));

    private Tensor Parameter(ParameterSpecification specification)
    {
        var parameter = _source.Create(specification);
        _parameters.Add(new(specification.Name, parameter));
        return parameter;
    }
}
