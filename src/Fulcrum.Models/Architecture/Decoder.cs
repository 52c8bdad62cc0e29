using Fulcrum.Data;
using Fulcrum.Models.Native;
using Fulcrum.Models.Weights;
using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>
/// A decoder-only transformer: token embedding, layers of attention and feed-forward, a final norm, and a head that turns
/// hidden states into logits. Use it from one thread; a forward pass disposes all its intermediate tensors.
/// </summary>
public sealed class Decoder : INetwork, IDisposable
{
    private readonly List<KeyValuePair<string, Tensor>> parameters = [];
    private readonly Dictionary<string, Linear> linears = [];
    private readonly IParameterFactory source;
    private readonly Device device;
    private readonly RotaryEmbedding rotary;
    private readonly Tensor embedding;
    private readonly DecoderLayer[] layers;
    private readonly RmsNorm norm;

    private Decoder(ModelConfiguration configuration, IParameterFactory source, Device device)
    {
        (Configuration, this.source, this.device) = (configuration, source, device);
        rotary = new RotaryEmbedding(configuration, device);
        embedding = Parameter("model.embed_tokens.weight", configuration.VocabularySize, configuration.HiddenSize);
        layers = [.. Enumerable.Range(0, configuration.LayerCount).Select(Layer)];
        norm = Norm("model.norm");
        Head = configuration.TiedHead
            ? linears["lm_head"] = new Linear(embedding)
            : Linear("lm_head", configuration.HiddenSize, configuration.VocabularySize, bias: false);
    }

    /// <summary>What was built.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>Every parameter once (a tied head is not repeated) under its Hugging Face name, in the order of the model.</summary>
    public IReadOnlyList<KeyValuePair<string, Tensor>> Parameters => parameters;

    /// <summary>Every linear layer under its Hugging Face name, e.g. <c>model.layers.0.self_attn.q_proj</c>, the head too.</summary>
    public IReadOnlyDictionary<string, Linear> Linears => linears;

    /// <summary>Hidden states to logits; weight [V, H].</summary>
    public Linear Head { get; }

    /// <summary>Builds the decoder with the weights of a file.</summary>
    /// <param name="configuration">What to build.</param>
    /// <param name="weights">Its tensors, under Hugging Face's names.</param>
    /// <param name="file">How errors name the file.</param>
    /// <param name="device">Where the parameters go; the CPU by default.</param>
    /// <exception cref="InputException">Tensors are missing, have another shape, or have no place in the model.</exception>
    public static Decoder Load(ModelConfiguration configuration, IWeightSource weights, string file, Device? device = null)
    {
        TorchRuntime.EnsureLoaded();
        var stored = new StoredParameters(weights, file, device ?? CPU);
        var decoder = new Decoder(configuration, stored, device ?? CPU);
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

    /// <summary>Builds a decoder with random weights: normal with the configuration's deviation, norms of one, no biases.</summary>
    public static Decoder Create(ModelConfiguration configuration, Generator generator)
    {
        TorchRuntime.EnsureLoaded();
        return new Decoder(configuration, new RandomParameters(configuration.InitializerRange, generator), CPU);
    }

    /// <summary>Token ids to final hidden states, which <see cref="Logits"/> takes.</summary>
    /// <param name="ids">[B, T] int64.</param>
    /// <param name="context">What the tokens come after, and which are real; by default nothing, and all.</param>
    /// <returns>[B, T, H] after the final norm. Those of padding are meaningless.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tokens reach beyond the model's context.</exception>
    public Tensor Forward(Tensor ids, DecoderContext? context = null)
    {
        using var scope = NewDisposeScope();
        var hidden = Run(Embed(ids), 0, layers.Length, context);
        if (context is { ReadOnly: false, Cache: { } cache }) cache.Advance((int)ids.shape[1], context.Padding);
        return norm.Forward(hidden).MoveToOuterDisposeScope();
    }

    /// <summary>Token ids [B, T] to what enters the first layer, [B, T, H].</summary>
    public Tensor Embed(Tensor ids)
    {
        using var scope = NewDisposeScope();
        var rows = embedding.index_select(0, ids.to(device).flatten());
        return rows.view(ids.shape[0], ids.shape[1], Configuration.HiddenSize).MoveToOuterDisposeScope();
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
    public Tensor Run(Tensor hidden, int first, int end, DecoderContext? context = null)
    {
        using var scope = NewDisposeScope();
        context ??= new DecoderContext();
        var inputs = AttentionInputs.For((int)hidden.shape[0], (int)hidden.shape[1], context, Configuration, rotary, device);
        hidden = inputs.Packing?.Pack(hidden) ?? hidden;
        foreach (var layer in layers.AsSpan(first..end)) hidden = layer.Forward(hidden, inputs, context);
        hidden = inputs.Packing?.Unpack(hidden) ?? hidden;
        return hidden.MoveToOuterDisposeScope();
    }

    /// <summary>The final norm, [..., H] → [..., H].</summary>
    public Tensor Normalise(Tensor hidden)
    {
        using var scope = NewDisposeScope();
        return norm.Forward(hidden).MoveToOuterDisposeScope();
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
            ? nn.functional.linear(rows, Head.Weight.index_select(0, tokens.to(device)))
            : Head.Forward(rows).index_select(-1, tokens.to(device));
        return logits.MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var (_, parameter) in parameters) parameter.Dispose();
        rotary.Dispose();
    }

    private DecoderLayer Layer(int index)
    {
        var name = $"model.layers.{index}";
        int hidden = Configuration.HiddenSize, size = Configuration.HeadSize, inner = Configuration.IntermediateSize;
        bool attentionBias = Configuration.AttentionBias, feedForwardBias = Configuration.FeedForwardBias;
        return new DecoderLayer(
            Norm($"{name}.input_layernorm"),
            new Attention(
                Configuration,
                index,
                Linear($"{name}.self_attn.q_proj", hidden, Configuration.HeadCount * size, attentionBias),
                Linear($"{name}.self_attn.k_proj", hidden, Configuration.KeyValueHeadCount * size, attentionBias),
                Linear($"{name}.self_attn.v_proj", hidden, Configuration.KeyValueHeadCount * size, attentionBias),
                Linear($"{name}.self_attn.o_proj", Configuration.HeadCount * size, hidden, attentionBias)),
            Norm($"{name}.post_attention_layernorm"),
            new FeedForward(
                Linear($"{name}.mlp.gate_proj", hidden, inner, feedForwardBias),
                Linear($"{name}.mlp.up_proj", hidden, inner, feedForwardBias),
                Linear($"{name}.mlp.down_proj", inner, hidden, feedForwardBias)));
    }

    private Linear Linear(string name, int input, int output, bool bias) =>
        linears[name] = new Linear(Parameter($"{name}.weight", output, input), bias ? Parameter($"{name}.bias", output) : null);

    private RmsNorm Norm(string name) => new(Parameter($"{name}.weight", Configuration.HiddenSize), Configuration.NormEpsilon);

    private Tensor Parameter(string name, params long[] shape)
    {
        var parameter = source.Create(name, shape);
        parameters.Add(new(name, parameter));
        return parameter;
    }
}
