using Fulcrum.Models.Architecture;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Architecture;

public sealed class KeyValueCacheTests : IDisposable
{
    private const double Tolerance = 1e-4;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TinyModel _tiny = new("llama");

    private Decoder Decoder => _tiny.Decoder;

    private Tensor Ids => _tiny.Golden["input_ids"];

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(64)]
    public void Token_by_token_equals_one_pass(int reserve)
    {
        using var noGradient = no_grad();
        using var cache = new KeyValueCache(reserve);
        var steps = Enumerable.Range(0, 24)
            .Select(step => Decoder.Forward(Ids[.., step..(step + 1)], new DecoderContext { Cache = cache })).ToArray();

        Golden.AssertClose(_tiny.Golden["hidden.final"], cat(steps, 1), Tolerance);
        Assert.Equal(24, cache.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_prefix_of_one_row_serves_a_batch(bool readOnly)
    {
        using var prefix = Prefix(out var withPrefix, rows: 3);
        using var branch = prefix.Branch();
        var context = new DecoderContext { Cache = readOnly ? prefix : branch, ReadOnly = readOnly };

        var hidden = Decoder.Forward(withPrefix[.., 10..], context);

        Golden.AssertClose(Decoder.Forward(withPrefix)[.., 10..], hidden, Tolerance);
        Assert.Equal((10, readOnly ? 10 : 24), (prefix.Length, branch.Length));
    }

    [Fact]
    public void Branches_do_not_disturb_each_other_nor_what_they_come_from()
    {
        using var noGradient = no_grad();
        using var prompt = new KeyValueCache(reserve: 16);
        Decoder.Forward(Ids[..1, ..10], new DecoderContext { Cache = prompt });

        using var first = prompt.Branch(reserve: 4);
        using var second = prompt.Branch();
        Decoder.Forward(Ids[1.., 12..20], new DecoderContext { Cache = first });
        var hidden = Decoder.Forward(Ids[..1, 10..], new DecoderContext { Cache = second });

        Golden.AssertClose(_tiny.Golden["hidden.final"][..1, 10..], hidden, Tolerance);
        Golden.AssertClose(hidden, Decoder.Forward(Ids[..1, 10..], new DecoderContext { Cache = prompt }), Tolerance);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_follows_ragged_rows_equals_each_row_alone(bool left)
    {
        using var noGradient = no_grad();
        int[] lengths = [3, 8];
        using var prefix = Prefix(out _, rows: 2);
        using var cache = prefix.Branch(reserve: 2);
        var prompts = left
            ? stack([cat([zeros(5, ScalarType.Int64), Ids[0, 10..13]]), Ids[1, 10..18]])
            : stack([cat([Ids[0, 10..13], zeros(5, ScalarType.Int64)]), Ids[1, 10..18]]);
        var answers = Ids[.., 20..];

        Decoder.Forward(prompts, new DecoderContext { Cache = cache, Padding = new RowPadding(lengths, left) });
        var all = Decoder.Forward(answers, new DecoderContext { Cache = cache, ReadOnly = true });
        var steps = Enumerable.Range(0, 4)
            .Select(step => Decoder.Forward(answers[.., step..(step + 1)], new DecoderContext { Cache = cache })).ToArray();

        for (var row = 0; row < 2; row++)
        {
            var alone = cat([Ids[0, ..10], Ids[row, 10..(10 + lengths[row])], answers[row]]).unsqueeze(0);
            var expected = Decoder.Forward(alone)[0, ^4..];
            Golden.AssertClose(expected, all[row], Tolerance);
            Golden.AssertClose(expected, cat(steps, 1)[row], Tolerance);
        }
    }

    [Fact]
    public void Gradients_through_a_shared_prefix_equal_those_of_whole_rows()
    {
        foreach (var (_, parameter) in Decoder.Parameters) parameter.requires_grad_();
        using var prefix = Prefix(out var withPrefix, rows: 3);
        var weights = randn(3, 14, Decoder.Configuration.HiddenSize);

        (Decoder.Forward(withPrefix[.., 10..], new DecoderContext { Cache = prefix, ReadOnly = true }) * weights).sum().backward();
        var shared = Decoder.Parameters.Select(parameter => parameter.Value.grad!.clone()).ToList();
        foreach (var (_, parameter) in Decoder.Parameters) parameter.grad!.zero_();
        (Decoder.Forward(withPrefix)[.., 10..] * weights).sum().backward();

        foreach (var (expected, actual) in Decoder.Parameters.Zip(shared))
            Golden.AssertClose(expected.Value.grad!, actual, 1e-4 * Math.Max(1, expected.Value.grad!.abs().max().item<float>()));
    }

    [Fact]
    public void A_forward_pass_leaves_only_its_result_behind()
    {
        using var cache = new KeyValueCache();
        Decoder.Forward(Ids[.., ..4], new DecoderContext { Cache = cache });
        using var counted = NewDisposeScope();

        Decoder.Forward(Ids[.., 4..], new DecoderContext { Cache = cache });

        Assert.Equal(1 + 2, counted.DisposablesCount); // the hidden states, and the ids that the test made
    }

    public void Dispose()
    {
        _tiny.Dispose();
        _scope.Dispose();
    }

    /// <summary>A cache of row 0's first 10 tokens, and whole rows that begin with them.</summary>
    private KeyValueCache Prefix(out Tensor withPrefix, int rows)
    {
        var prefix = new KeyValueCache();
        Decoder.Forward(Ids[..1, ..10], new DecoderContext { Cache = prefix });
        var others = cat([Ids[.., 10..], Ids[1.., 10..].flip(1)])[..rows];
        withPrefix = cat([Ids[..1, ..10].expand(rows, 10), others], 1);
        return prefix;
    }
}
