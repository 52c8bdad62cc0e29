using Fulcrum.Data;
using Fulcrum.Models.Devices;
using Fulcrum.Models.Native;
using Fulcrum.Models.Quantization;
using Fulcrum.Models.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>
/// A decoder-only transformer: token embedding, layers of attention and feed-forward, a final norm, and a head that turns
/// hidden states into logits. Use it from one thread; a forward pass disposes all its intermediate tensors.
/// </summary>
public sealed class Decoder : INetwork, IDisposable
{
    private readonly DecoderParts _parts;
    private readonly Device _device;
    private readonly RotaryEmbedding? _rotary;
    private readonly RotaryEmbedding? _windowRotary;
    private readonly Linear _embedding;
    private readonly Tensor? _positionEmbedding;
    private readonly Scalar _embeddingScale;
    private readonly DecoderLayer[] _layers;
    private readonly INorm _norm;

    private Decoder(ModelConfiguration configuration, IParameterFactory source, ComputeDevice device)
    {
        (Configuration, _device) = (configuration, device.Torch);
        _embeddingScale = (float)configuration.EmbeddingScale;
        _rotary = Rotary(configuration.Rotary);
        _windowRotary = Rotary(configuration.WindowRotary);
        _parts = new DecoderParts(configuration, source, device.ProductType);
        _embedding = _parts.TokenEmbedding();
        _positionEmbedding = _parts.PositionEmbedding();
        _layers = [.. Enumerable.Range(0, configuration.LayerCount).Select(_parts.Layer)];
        _norm = _parts.Norm(configuration.Names.FinalNorm, configuration.HiddenSize);
        Head = _parts.Head(_embedding);
    }

    /// <summary>Sizes and kinds of the parts that the decoder was built of.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>
    /// Every parameter once (a tied head is not repeated) under its Hugging Face name, in the order of the model; but those
    /// that are quantized, which cannot be trained.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, Tensor>> Parameters => _parts.Parameters;

    /// <summary>How many numbers the parameters are, quantized or not.</summary>
    public long ParameterCount => _parts.Parameters.Sum(parameter => parameter.Value.NumberOfElements) + _parts.Quantized.Sum(matrix => matrix.Rows * matrix.Columns);

    /// <summary>Whether some weights are quantized, and so frozen.</summary>
    public bool IsQuantized => _parts.Quantized.Count > 0;

    /// <summary>Bytes that the parameters take in memory, quantized or not.</summary>
    public long ParameterBytes =>
        _parts.Parameters.Sum(parameter => parameter.Value.NumberOfElements * parameter.Value.ElementSize) + _parts.Quantized.Sum(matrix => matrix.ByteCount);

    /// <summary>
    /// The parameters as a checkpoint holds them: views, [in, out] where the family stores linear layers so. Writing to them
    /// changes the decoder.
    /// </summary>
    /// <exception cref="InvalidOperationException">Some are quantized.</exception>
    public IEnumerable<KeyValuePair<string, Tensor>> CheckpointTensors => _parts.CheckpointTensors;

    /// <summary>Every linear layer under its Hugging Face name, e.g. <c>model.layers.0.self_attn.q_proj</c>, the head too.</summary>
    public IReadOnlyDictionary<string, Linear> Linears => _parts.Linears;

    /// <inheritdoc />
    public bool StoresTransposed => Configuration.StoresTransposed;

    /// <summary>Hidden states to logits: weight [V, H], or [classes, H] where the model has <see cref="ModelConfiguration.Labels"/>.</summary>
    public Linear Head { get; }

    /// <summary>Builds the decoder with the weights of a file.</summary>
    /// <param name="configuration">What to build.</param>
    /// <param name="weights">Its tensors, under Hugging Face's names.</param>
    /// <param name="file">How errors name the file.</param>
    /// <param name="device">Where the parameters go; the CPU by default.</param>
    /// <param name="precision">How the weights of linear layers are kept. They are quantized one by one as they are read.</param>
    /// <param name="isTrained">Whether all weights are to be trained, and so kept in float32 on every device.</param>
    /// <exception cref="InputException">Tensors are missing, have another shape, or have no place in the model.</exception>
    public static Decoder Load(
        ModelConfiguration configuration,
        IWeightSource weights,
        string file,
        ComputeDevice? device = null,
        WeightPrecision precision = WeightPrecision.Full,
        bool isTrained = false)
    {
        TorchRuntime.EnsureLoaded();

        // Each of so many missing layers would be told.
        if (configuration.LayerCount > weights.Names.Count)
            throw new InputException(new InputError($"The configuration has {configuration.LayerCount} layers, but the file only {weights.Names.Count} tensors.") { File = file });
        var stored = new StoredParameters(weights, file, device ?? ComputeDevice.Cpu, precision, isTrained);
        var decoder = new Decoder(configuration, stored, device ?? ComputeDevice.Cpu);
        try
        {
            stored.ThrowIfUnfit();
            return decoder;
        }
        catch
        {
            decoder.Dispose();
            throw;
        }
    }

    /// <summary>Builds a decoder with random weights: normal with the configuration's deviation, norms that only normalize, biases of zero.</summary>
    /// <param name="configuration">What to build.</param>
    /// <param name="generator">Fills the weights; one of the CPU, so that they are the same on every device.</param>
    /// <param name="device">Where they go; the CPU by default.</param>
    public static Decoder Create(ModelConfiguration configuration, Generator generator, ComputeDevice? device = null)
    {
        TorchRuntime.EnsureLoaded();
        device ??= ComputeDevice.Cpu;
        return new Decoder(configuration, new RandomParameters(configuration.InitializerRange, generator, device), device);
    }

    /// <inheritdoc cref="Create(ModelConfiguration, Generator, ComputeDevice?)"/>
    public static Decoder Create(ModelConfiguration configuration, int seed, ComputeDevice? device = null)
    {
        TorchRuntime.EnsureLoaded();
        using var generator = new Generator((ulong)seed);
        return Create(configuration, generator, device);
    }

    /// <summary>Token ids to final hidden states, which <see cref="Logits"/> takes.</summary>
    /// <param name="ids">Token ids, [B, T] int64.</param>
    /// <param name="context">What the tokens come after, and which are real; by default nothing, and all.</param>
    /// <returns>[B, T, H] after the final norm. Those of padding are meaningless.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tokens reach beyond the model's context.</exception>
    public Tensor Forward(Tensor ids, DecoderContext? context = null) => FinalStates(ids, context, null);

    /// <summary>As <see cref="Forward"/> for those who read few tokens: the last layer's feed-forward block works on these alone.</summary>
    /// <param name="ids">Token ids, [B, T] int64.</param>
    /// <param name="places">[N] int64: which tokens are read, as places in the flattened batch.</param>
    /// <param name="context">What the tokens come after, and which are real.</param>
    /// <returns>[N, H] after the final norm.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tokens reach beyond the model's context.</exception>
    public Tensor ForwardAt(Tensor ids, Tensor places, DecoderContext? context = null)
    {
        using var scope = NewDisposeScope();
        return FinalStates(ids, context, places.to(_device))[0].MoveToOuterDisposeScope();
    }

    /// <summary>Token ids [B, T] to what enters the first layer, [B, T, H].</summary>
    /// <param name="ids">Token ids, [B, T] int64.</param>
    /// <param name="context">As for <see cref="Forward"/>; matters where positions are learned.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tokens reach beyond the model's context.</exception>
    public Tensor Embed(Tensor ids, DecoderContext? context = null)
    {
        using var scope = NewDisposeScope();
        var hidden = _embedding.Rows(ids.to(_device).flatten()).view(ids.shape[0], ids.shape[1], Configuration.HiddenSize);
        if (Configuration.EmbeddingScale != 1) hidden = hidden.mul(_embeddingScale);
        if (_positionEmbedding is not null) hidden = hidden.Plus(Positions(ids, context ?? new DecoderContext()).In(_positionEmbedding));
        return hidden.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Runs some of the layers, for those who keep the hidden states in between. A cache is filled for these layers but
    /// not advanced.
    /// </summary>
    /// <param name="hidden">[B, T, H], what enters layer <paramref name="first"/>.</param>
    /// <param name="first">The first layer to run.</param>
    /// <param name="end">The layer to stop before.</param>
    /// <param name="context">As for <see cref="Forward"/>.</param>
    /// <returns>[B, T, H], what leaves the last layer run; the final norm is not applied.</returns>
    public Tensor Run(Tensor hidden, int first, int end, DecoderContext? context = null) =>
        Run(hidden, first, end, context ?? new DecoderContext(), null);

    /// <summary>The final norm, [..., H] → [..., H].</summary>
    public Tensor Normalize(Tensor hidden)
    {
        using var scope = NewDisposeScope();
        return _norm.Forward(hidden).MoveToOuterDisposeScope();
    }

    /// <summary>Scores of the next token. Costs 2·H·V operations a row: pass only the rows that somebody reads.</summary>
    /// <param name="rows">Final hidden states, [..., H].</param>
    /// <param name="tokens">[N] int64: the tokens to score; the whole vocabulary when null.</param>
    /// <returns>[..., V] or [..., N].</returns>
    public Tensor Logits(Tensor rows, Tensor? tokens = null)
    {
        if (tokens is null) return Head.Forward(rows);
        using var scope = NewDisposeScope();
        var logits = Head.Adapter is null
            ? nn.functional.linear(rows, Head.Rows(tokens.to(_device)))
            : Head.Forward(rows).index_select(-1, tokens.to(_device));
        return logits.MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var (_, parameter) in _parts.Parameters) parameter.Dispose();
        foreach (var matrix in _parts.Quantized) matrix.Dispose();
        _rotary?.Dispose();
        _windowRotary?.Dispose();
    }

    private Tensor FinalStates(Tensor ids, DecoderContext? context, Tensor? places)
    {
        using var scope = NewDisposeScope();
        var hidden = Run(Embed(ids, context), 0, _layers.Length, context ?? new DecoderContext(), places);
        if (context is { ReadOnly: false, Cache: { } cache }) cache.Advance((int)ids.shape[1], context.Padding);
        return _norm.Forward(hidden).MoveToOuterDisposeScope();
    }

    /// <summary>[B, T, H], or [1, N, H] for <paramref name="places"/>, which the last of the layers gives alone.</summary>
    private Tensor Run(Tensor hidden, int first, int end, DecoderContext context, Tensor? places)
    {
        using var scope = NewDisposeScope();
        var (rows, columns) = ((int)hidden.shape[0], (int)hidden.shape[1]);
        var positions = Positions(hidden, context);
        var packing = RowPacking.For(rows, columns, context.Padding, _device);
        AttentionInputs? whole = null, windowed = null;
        hidden = packing?.Pack(hidden) ?? hidden;
        for (var layer = first; layer < end; layer++)
        {
            var inputs = Configuration.HasWindow(layer)
                ? windowed ??= Inputs(_windowRotary ?? _rotary, Configuration.Window)
                : whole ??= Inputs(_rotary, null);
            if (places is not null && layer == end - 1) inputs = inputs with { Kept = packing?.Places.index_select(0, places) ?? places };
            hidden = _layers[layer].Forward(hidden, inputs, context);
        }

        if (places is null && packing is not null) hidden = packing.Unpack(hidden);
        return hidden.MoveToOuterDisposeScope();

        AttentionInputs Inputs(RotaryEmbedding? turning, int? window)
        {
            var groups = Configuration.HeadCount / Configuration.KeyValueHeadCount;
            var (mask, firstVisible) = AttentionMask.Build(rows, columns, context, window, groups, _device);
            return new AttentionInputs { Rotation = turning?.At(positions), Mask = mask, FirstVisible = firstVisible, Packing = packing };
        }
    }

    private TokenPositions Positions(Tensor batch, DecoderContext context) =>
        TokenPositions.Of((int)batch.shape[0], (int)batch.shape[1], context, Configuration.ContextLength);

    private RotaryEmbedding? Rotary(RotaryConfiguration? rotary) =>
        rotary is null ? null : new(rotary, Configuration.HeadSize, Configuration.ContextLength, _device);
}
