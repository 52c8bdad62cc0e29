using System.Numerics.Tensors;
using Fulcrum.Models.Native;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Fulcrum.Models.Architecture;

/// <summary>Turns queries and keys by their position; pairs are dimension i and i + d/2, as in Hugging Face's checkpoints.</summary>
internal sealed class RotaryEmbedding(RotaryConfiguration configuration, int headSize, int contextLength, Device device) : IDisposable
{
    private Tensor? _table; // [positions, 2, 1, head size]: cosines, and sines with the sign of "rotate half" folded in

    /// <summary>Cosines and sines, each [1 or B, T, 1, head size].</summary>
    public (Tensor Cosines, Tensor Sines) At(TokenPositions positions)
    {
        var rows = positions.In(Table(positions.End));
        return (rows.select(2, 0), rows.select(2, 1));
    }

    /// <summary>Turns [B, T, heads, head size].</summary>
    public static Tensor Rotate(Tensor input, Tensor cosines, Tensor sines) => input.shape[1] == 1 && input.IsSmall()
        ? RotateOne(input.contiguous(), cosines.contiguous(), sines.contiguous())
        : (input * cosines).addcmul_(input.roll(input.shape[^1] / 2, -1), sines, Scalars.One);

    public void Dispose() => _table?.Dispose();

    /// <summary>One token per row, all at the same position or each at its own.</summary>
    private static Tensor RotateOne(Tensor input, Tensor cosines, Tensor sines)
    {
        var output = empty_like(input);
        int size = (int)input.shape[3], half = size / 2, row = (int)input.shape[2] * size, step = cosines.shape[0] == 1 ? 0 : size;
        ReadOnlySpan<float> source = input.Floats(), cosine = cosines.Floats(), sine = sines.Floats();
        var destination = output.Floats();
        for (var at = 0; at < source.Length; at += size)
        {
            var turn = at / row * step;
            var head = source.Slice(at, size);
            var result = destination.Slice(at, size);
            TensorPrimitives.Multiply(head, cosine.Slice(turn, size), result);
            TensorPrimitives.MultiplyAdd(head[half..], sine.Slice(turn, half), result[..half], result[..half]);
            TensorPrimitives.MultiplyAdd(head[..half], sine.Slice(turn + half, half), result[half..], result[half..]);
        }

        return output;
    }

    private Tensor Table(long positions)
    {
        if (_table is not null && _table.shape[0] >= positions) return _table;

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var size = Math.Min(contextLength, Math.Max(256, 2 * positions));
        var frequencies = RotaryConfiguration.Frequencies(configuration.Theta, headSize)
            .Select((frequency, pair) => (float)(frequency / (configuration.Divisors?[pair] ?? 1)));
        var angles = outer(arange(size, dtype: ScalarType.Float32, device: CPU), tensor(frequencies.ToArray(), device: CPU));
        var (cosines, sines) = (angles.cos(), angles.sin());
        _table?.Dispose();
        _table = stack([cat([cosines, cosines], -1), cat([-sines, sines], -1)], 1).unsqueeze(2).to(device).DetachFromDisposeScope();
        return _table;
    }
}
