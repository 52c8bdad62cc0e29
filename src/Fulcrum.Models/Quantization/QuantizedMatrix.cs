using Fulcrum.Models.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Models.Quantization;

/// <summary>
/// The frozen weight [out, in] of a linear layer in few bits. A product dequantizes a piece at a time, and backward does so
/// again: the float weight never exists as a whole, and no graph holds it.
/// </summary>
public abstract class QuantizedMatrix : IDisposable
{
    /// <summary>Weights that are dequantized at a time: few enough to stay in a processor's cache until they are multiplied.</summary>
    private const int PieceElements = 1 << 20;

    private protected QuantizedMatrix(long rows, long columns) => (Rows, Columns) = (rows, columns);

    /// <summary>Width of the output.</summary>
    public long Rows { get; }

    /// <summary>Width of the input.</summary>
    public long Columns { get; }

    /// <summary>Bytes that the matrix takes in memory, scales included.</summary>
    public abstract long ByteCount { get; }

    /// <summary>Where it is held.</summary>
    public abstract Device Device { get; }

    /// <summary>input·Wᵀ, [..., in] → [..., out]. Gradients flow to the input.</summary>
    public Tensor Product(Tensor input) =>
        is_grad_enabled() && input.requires_grad ? QuantizedProduct.apply(input, this) : Multiply(input);

    /// <summary>Consecutive rows as float32, [count, in].</summary>
    public Tensor Dequantize(long first, long count)
    {
        if (Device.type != DeviceType.CPU) return Gather(arange(first, first + count, device: Device));
        var rows = empty(count, Columns, device: CPU);
        Fill(rows, first);
        return rows;
    }

    /// <summary>Rows by their indices [N] (int64) as float32, [N, in].</summary>
    public abstract Tensor Gather(Tensor indices);

    /// <inheritdoc />
    public abstract void Dispose();

    /// <summary>Quantizes rows that are read a few at a time, so that they are never all in memory.</summary>
    /// <param name="precision">The number of bits to keep.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">The length of each.</param>
    /// <param name="read">Reads them; is called by several threads.</param>
    /// <param name="device">Where the result goes.</param>
    internal static QuantizedMatrix Quantize(WeightPrecision precision, long rows, long columns, RowReader read, Device device) => precision switch
    {
        WeightPrecision.EightBit => Int8Matrix.Quantize(rows, columns, read, device),
        WeightPrecision.NF4 => NF4Matrix.Quantize(rows, columns, read, device),
        _ => throw new ArgumentOutOfRangeException(nameof(precision)),
    };

    /// <summary>Whole rows from <paramref name="first"/> on, as many as the destination holds; only on the CPU, by any thread.</summary>
    internal abstract void DequantizeRows(long first, Span<float> destination);

    /// <summary>
    /// Whole rows times one vector [in], where that is quicker than dequantizing them first; only on the CPU, by any thread.
    /// </summary>
    /// <param name="first">The first row to multiply.</param>
    /// <param name="vector">What each row is multiplied by, [in].</param>
    /// <param name="products">One for each row from <paramref name="first"/> on; is filled.</param>
    /// <returns>Whether it was done; no by default.</returns>
    internal virtual bool TryMultiply(long first, ReadOnlySpan<float> vector, Span<float> products) => false;

    /// <summary>input·Wᵀ, without a graph.</summary>
    internal Tensor Multiply(Tensor input)
    {
        var output = empty([.. input.shape[..^1], Rows], ScalarType.Float32, device: input.device);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        if (input.NumberOfElements <= SkinnyMatMul.MostRows * Columns && Device.type == DeviceType.CPU)
        {
            SkinnyMatMul.Multiply(this, input.is_contiguous() ? input : input.contiguous(), output);
            return output;
        }

        var (inputRows, outputRows) = (input.reshape(-1, Columns), output.view(-1, Rows));
        foreach (var (first, weights) in Pieces())
            outputRows.narrow(1, first, weights.shape[0]).addmm_(inputRows, weights.t(), 0, 1);
        return output;
    }

    /// <summary>gradient·W, [..., out] → [..., in], without a graph.</summary>
    internal Tensor MultiplyBackward(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var output = empty([.. gradient.shape[..^1], Columns], ScalarType.Float32, device: gradient.device);
        var (gradientRows, outputRows) = (gradient.reshape(-1, Rows), output.view(-1, Columns));
        foreach (var (first, weights) in Pieces())
            outputRows.addmm_(gradientRows.narrow(1, first, weights.shape[0]), weights, first == 0 ? 0 : 1, 1);
        return output.MoveToOuterDisposeScope();
    }

    /// <summary>All rows, some at a time; each piece is valid until the next.</summary>
    private IEnumerable<(long First, Tensor Weights)> Pieces()
    {
        var step = Math.Clamp(PieceElements / Columns, 1, Rows);
        using var buffer = Device.type == DeviceType.CPU ? empty(step, Columns, device: CPU) : null;
        for (var first = 0L; first < Rows; first += step)
        {
            var count = Math.Min(step, Rows - first);
            using var piece = buffer?.narrow(0, 0, count) ?? Dequantize(first, count);
            if (buffer is not null) Fill(piece, first);
            yield return (first, piece);
        }
    }

    private unsafe void Fill(Tensor destination, long first)
    {
        var values = (float*)destination.DataPointer();
        RowPieces.ForEach(destination.shape[0], Columns, (row, count) =>
            DequantizeRows(first + row, new Span<float>(values + row * Columns, checked(count * (int)Columns))));
    }
}
