using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Turns queries and keys by their position; pairs are dimension i and i + d/2, as in Hugging Face's checkpoints.</summary>
internal sealed class RotaryEmbedding(RotaryConfiguration configuration, int headSize, int contextLength, Device device) : IDisposable
{
    private Tensor? table; // [positions, 2, 1, head size]: cosines, and sines with the sign of "rotate half" folded in

    /// <summary>Cosines and sines, each [1 or B, T, 1, head size].</summary>
    public (Tensor Cosines, Tensor Sines) At(TokenPositions positions)
    {
        var rows = positions.In(Table(positions.End));
        return (rows.select(2, 0), rows.select(2, 1));
    }

    /// <summary>Turns [B, T, heads, head size].</summary>
    public static Tensor Rotate(Tensor input, Tensor cosines, Tensor sines) =>
        (input * cosines).addcmul_(input.roll(input.shape[^1] / 2, -1), sines, Scalars.One);

    public void Dispose() => table?.Dispose();

    private Tensor Table(long positions)
    {
        if (table is not null && table.shape[0] >= positions) return table;

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var size = Math.Min(contextLength, Math.Max(256, 2 * positions));
        var frequencies = RotaryConfiguration.Frequencies(configuration.Theta, headSize)
            .Select((frequency, pair) => (float)(frequency / (configuration.Divisors?[pair] ?? 1)));
        var angles = outer(arange(size, dtype: ScalarType.Float32), tensor(frequencies.ToArray()));
        var (cosines, sines) = (angles.cos(), angles.sin());
        table?.Dispose();
        table = stack([cat([cosines, cosines], -1), cat([-sines, sines], -1)], 1).unsqueeze(2).to(device).DetachFromDisposeScope();
        return table;
    }
}
