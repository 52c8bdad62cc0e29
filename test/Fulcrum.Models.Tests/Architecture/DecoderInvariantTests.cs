using Fulcrum.Models.Architecture;
using Fulcrum.Models.Families;
using Fulcrum.Models.Formats;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Architecture;

/// <summary>What must hold for every family, whatever its layers are made of.</summary>
public sealed class DecoderInvariantTests
{
    private const double Tolerance = 1e-4;

    public static TheoryData<string, bool> Sides => new(TinyModels.Decoders.SelectMany(model => new[] { (model.Data, false), (model.Data, true) }));

    [Theory]
    [MemberData(nameof(Sides))]
    public void What_follows_a_prefix_and_ragged_rows_equals_each_row_alone(string name, bool left)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var tiny = new TinyModel(name);
        var (decoder, ids) = (tiny.Decoder, tiny.Golden["input_ids"]);
        int[] lengths = [3, 8];
        using var prefix = new KeyValueCache();
        decoder.Forward(ids[..1, ..10], new DecoderContext { Cache = prefix });
        using var cache = prefix.Branch(reserve: 2);
        var filling = zeros(5, ScalarType.Int64);
        var prompts = stack([left ? cat([filling, ids[0, 10..13]]) : cat([ids[0, 10..13], filling]), ids[1, 10..18]]);
        var answers = ids[.., 20..];

        decoder.Forward(prompts, new DecoderContext { Cache = cache, Padding = new RowPadding(lengths, left) });
        var all = decoder.Forward(answers, new DecoderContext { Cache = cache, ReadOnly = true });
        var steps = Enumerable.Range(0, 4)
            .Select(step => decoder.Forward(answers[.., step..(step + 1)], new DecoderContext { Cache = cache })).ToArray();

        for (var row = 0; row < 2; row++)
        {
            var alone = cat([ids[0, ..10], ids[row, 10..(10 + lengths[row])], answers[row]]).unsqueeze(0);
            var expected = decoder.Forward(alone)[0, ^4..];
            Golden.AssertClose(expected, all[row], Tolerance);
            Golden.AssertClose(expected, cat(steps, 1)[row], Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public void Padded_rows_equal_each_row_alone_and_no_linear_layer_sees_the_padding(string name, bool left)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var tiny = new TinyModel(name);
        var (decoder, ids) = (tiny.Decoder, tiny.Golden["input_ids"][.., ..20]);
        var padded = left ? stack([cat([zeros(15, ScalarType.Int64), ids[0, ..5]]), ids[1]]) : ids;
        var seen = new Recorder();
        foreach (var linear in decoder.Linears.Values) linear.Adapter = seen;

        var hidden = decoder.Forward(padded, new DecoderContext { Padding = new RowPadding([5, 20], left) });

        Assert.Equal(decoder.Linears.Count - 1, seen.Shapes.Count); // all but the head, once
        Assert.All(seen.Shapes, shape => Assert.Equal((1, 25), (shape[0], shape[1])));
        Golden.AssertClose(decoder.Forward(ids[..1, ..5])[0], left ? hidden[0, 15..] : hidden[0, ..5], Tolerance);
        Golden.AssertClose(decoder.Forward(ids[1..])[0], hidden[1], Tolerance);
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public void Tokens_read_alone_equal_the_same_among_all_and_only_they_pass_the_last_feed_forward_block(string name, bool left)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var tiny = new TinyModel(name);
        var (decoder, ids) = (tiny.Decoder, tiny.Golden["input_ids"]);
        using var prefix = new KeyValueCache();
        decoder.Forward(ids[..1, ..10], new DecoderContext { Cache = prefix });
        var context = new DecoderContext { Cache = prefix, ReadOnly = true, Padding = new RowPadding([4, 10], left) };
        var places = tensor(left ? new long[] { 9, 7, 19 } : [3, 1, 19]);
        var expected = decoder.Forward(ids[.., 10..20], context).flatten(0, 1).index_select(0, places);
        var seen = new Recorder();
        var down = decoder.Linears.Keys.Last(layer => decoder.Linears[layer] != decoder.Head);
        decoder.Linears[down].Adapter = seen;

        Golden.AssertClose(expected, decoder.ForwardAt(ids[.., 10..20], places, context), Tolerance);
        Assert.Equal(3, Assert.Single(seen.Shapes)[1]);
    }

    [Theory]
    [MemberData(nameof(TinyModels.Decoders), MemberType = typeof(TinyModels))]
    public void A_checkpoint_holds_what_was_read(string name)
    {
        using var scope = NewDisposeScope();
        using var tiny = new TinyModel(name);
        using var weights = WeightSource.Open(tiny.Folder);
        var tensors = tiny.Decoder.CheckpointTensors.ToDictionary();

        Assert.Equal(weights.Names.Order(StringComparer.Ordinal), tensors.Keys.Order(StringComparer.Ordinal));
        foreach (var tensor in weights.Names) Golden.AssertClose(weights.ReadTensor(tensor), tensors[tensor], 0);
    }

    [Theory]
    [MemberData(nameof(TinyModels.Decoders), MemberType = typeof(TinyModels))]
    public void A_fresh_decoder_runs_and_gradients_reach_every_parameter(string name)
    {
        using var scope = NewDisposeScope();
        using var decoder = Decoder.Create(ConfigurationFile.Read(RepositoryFiles.Fixture($"models/{name}/config.json")), new Generator(1));
        foreach (var (_, parameter) in decoder.Parameters) parameter.requires_grad_();

        var logits = decoder.Logits(decoder.Forward(tensor(new[,] { { 1L, 2, 3, 4 } })));
        logits.pow(3).sum().backward();

        Assert.True(logits.std().item<float>() is > 0.001f and < 10);
        // A bias on the keys moves all scores of a query alike, so its gradient is nothing but rounding.
        Assert.All(decoder.Parameters.Where(parameter => !parameter.Key.EndsWith("k_proj.bias", StringComparison.Ordinal)),
            parameter => Assert.True(parameter.Value.grad?.abs().max().item<float>() > 0, parameter.Key));
    }

    [Theory]
    [InlineData("mistral")]
    [InlineData("gemma3-full")]
    public void A_token_beyond_every_window_changes_nothing(string name)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var configuration = ConfigurationFile.Read(RepositoryFiles.Fixture($"models/{name}/config.json")) with { WindowLayers = null, Window = 3 };
        using var decoder = Decoder.Create(configuration, new Generator(1));
        var ids = tensor(Enumerable.Range(5, 12).Select(id => (long)id).ToArray()).unsqueeze(0);
        var other = ids.clone();
        other[0, 0] = 300;
        var reach = configuration.LayerCount * (3 - 1); // each layer looks two tokens back

        var change = (decoder.Forward(ids) - decoder.Forward(other)).abs().amax([-1])[0];

        Assert.All(change[..(reach + 1)].data<float>(), value => Assert.True(value > 0));
        Assert.All(change[(reach + 1)..].data<float>(), value => Assert.Equal(0, value));
    }

    private sealed class Recorder : ILinearAdapter
    {
        private readonly HashSet<Linear> _known = [];

        public List<long[]> Shapes { get; } = [];

        public Tensor Apply(Tensor input, Linear linear)
        {
            if (_known.Add(linear)) Shapes.Add(input.shape);
            return linear.Product(input);
        }
    }
}
