using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Turns queries and keys by their position; pairs are dimension i and i + d/2, as in Hugging Face's checkpoints.</summary>
internal sealed class RotaryEmbedding(ModelConfiguration configuration, Device device) : IDisposable
{
    private Tensor? table; // [2, positions, head size]: cosines, and sines with the sign of "rotate half" folded in

    /// <summary>Cosines and sines, each [positions.., 1, head size], for consecutive positions.</summary>
    public (Tensor Cosines, Tensor Sines) At(long first, long count)
    {
        var rows = Table(first + count).narrow(1, first, count).unsqueeze(2);
        return (rows[0], rows[1]);
    }

    /// <summary>Cosines and sines, each [rows, columns, 1, head size], for given positions in row-major order.</summary>
    public (Tensor Cosines, Tensor Sines) At(long[] positions, long rows, long columns)
    {
        var index = tensor(positions, device: device);
        var chosen = Table(positions.Max() + 1).index_select(1, index).view(2, rows, columns, 1, configuration.HeadSize);
        return (chosen[0], chosen[1]);
    }

    /// <summary>Turns [B, T, heads, head size].</summary>
    public static Tensor Rotate(Tensor input, Tensor cosines, Tensor sines) =>
        (input * cosines).addcmul_(input.roll(input.shape[^1] / 2, -1), sines, 1);

    public void Dispose() => table?.Dispose();

    private Tensor Table(long positions)
    {
        if (positions > configuration.ContextLength)
        {
            throw new ArgumentOutOfRangeException(nameof(positions), positions,
                $"The model has {configuration.ContextLength} positions.");
        }

        if (table is not null && table.shape[1] >= positions) return table;

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var size = Math.Min(configuration.ContextLength, Math.Max(256, 2 * positions));
        var frequencies = RotaryConfiguration.Frequencies(configuration.Rotary.Theta, configuration.HeadSize)
            .Select((frequency, pair) => (float)(frequency / (configuration.Rotary.Divisors?[pair] ?? 1)));
        var angles = outer(arange(size, dtype: ScalarType.Float32), tensor(frequencies.ToArray()));
        var (cosines, sines) = (angles.cos(), angles.sin());
        table?.Dispose();
        table = stack([cat([cosines, cosines], -1), cat([-sines, sines], -1)]).to(device).DetachFromDisposeScope();
        return table;
    }
}
